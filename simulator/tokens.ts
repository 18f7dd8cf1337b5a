/** Session tokens: JWTs that start one session, once, within their lifetime. Nothing is kept of one that is spent. */

import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { ActiveFaults } from './faults/active.js';
import type { TokenEffect } from './faults/fault.js';

/** What was asked for with the token. */
export interface TokenGrant {
  personaConfig: Readonly<Record<string, unknown>>;
  clientLabel: string | null;
  sessionOptions: Readonly<Record<string, unknown>>;
  /** Faults that strike only the session of this token. */
  faults: ActiveFaults;
}

/** A grant and the id that its one session gets. */
export interface SessionGrant extends TokenGrant {
  sessionId: string;
}

/** Why a token does not start a session. */
export type TokenProblem = 'unknown' | 'expired' | 'used';

type TokenType = 'stateful' | 'ephemeral' | 'legacy';

interface Issued extends SessionGrant {
  expiresAt: number;
}

/** Mints and redeems. */
export class TokenStore {
  #secret = randomBytes(32);
  #accountId = randomUUID();
  #issued = new Map<string, Issued>();
  #lifetime: number;

  /** `lifetimeSeconds` of every token; an hour on the platform. */
  constructor(lifetimeSeconds: number) {
    this.#lifetime = lifetimeSeconds;
  }

  /** Tokens that may still start a session. */
  get size(): number {
    return this.#issued.size;
  }

  /** A new token; `now` in milliseconds since the epoch. */
  mint(grant: TokenGrant, now: number): string {
    this.#forgetExpired(now);
    return this.#issue(grant, now);
  }

  /** A token of the kind that the deprecated call minted. */
  legacy(now: number): string {
    return this.#sign(this.#secret, this.#claims('legacy', now));
  }

  /** The grant of a token that may still start a session, or what is wrong with it. */
  check(token: string, now: number): SessionGrant | TokenProblem {
    const issued = this.#issued.get(token);
    if (issued) return now >= issued.expiresAt ? 'expired' : issued;
    const claims = this.#verify(token);
    if (!claims || typeof claims['sessionId'] !== 'string') return 'unknown';
    return now >= Number(claims['exp']) * 1000 ? 'expired' : 'used';
  }

  /** What a token of this grant looks like when something is wrong with it; undefined stands for no token at all. */
  spoiled(fault: TokenEffect['token'], grant: TokenGrant, now: number): unknown {
    switch (fault) {
      case 'expired':
        return this.#issue(grant, now - (this.#lifetime + 60) * 1000);
      case 'future':
        return this.#issue(grant, now + 3_600_000);
      case 'spent': {
        const token = this.mint(grant, now);
        this.spend(token);
        return token;
      }
      case 'foreign':
        return this.#sign(randomBytes(32), { ...this.#claims('ephemeral', now), sessionId: randomUUID() });
      case 'legacy':
        return this.legacy(now);
      case 'not-a-jwt':
        return 'this is no token';
      case 'empty':
        return '';
      case 'number':
        return 42;
      case 'missing':
        return undefined;
    }
  }

  /** Marks a token as used: its signature is all that is left to tell it by. */
  spend(token: string): void {
    this.#issued.delete(token);
  }

  #issue(grant: TokenGrant, at: number): string {
    const sessionId = randomUUID();
    const type = 'personaId' in grant.personaConfig ? 'stateful' : 'ephemeral';
    const token = this.#sign(this.#secret, { ...this.#claims(type, at), sessionId });
    this.#issued.set(token, { ...grant, sessionId, expiresAt: at + this.#lifetime * 1000 });
    return token;
  }

  #forgetExpired(now: number): void {
    for (const [token, { expiresAt }] of this.#issued) if (now >= expiresAt) this.#issued.delete(token);
  }

  #claims(type: TokenType, now: number): Record<string, unknown> {
    const iat = Math.floor(now / 1000);
    return { jti: randomUUID(), accountId: this.#accountId, type, iat, exp: iat + this.#lifetime };
  }

  #sign(secret: Buffer, claims: Record<string, unknown>): string {
    const body = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
    return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
  }

  #verify(token: string): Record<string, unknown> | undefined {
    const end = token.lastIndexOf('.');
    const body = token.slice(0, end);
    const signature = createHmac('sha256', this.#secret).update(body).digest('base64url');
    if (end < 0 || signature !== token.slice(end + 1)) return undefined;
    const claims = Buffer.from(body.split('.')[1] ?? '', 'base64url').toString();
    return JSON.parse(claims) as Record<string, unknown>;
  }
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
