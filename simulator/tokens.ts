/** Session tokens: JWTs that start one session, once, within their lifetime. */

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

/** Why a token does not start a session. */
export type TokenProblem = 'unknown' | 'expired' | 'used';

interface Issued extends TokenGrant {
  expiresAt: number;
  used: boolean;
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

  /** A new token; `now` in milliseconds since the epoch. */
  mint(grant: TokenGrant, now: number): string {
    const token = this.sign('personaId' in grant.personaConfig ? 'stateful' : 'ephemeral', now);
    this.#issued.set(token, { ...grant, expiresAt: now + this.#lifetime * 1000, used: false });
    return token;
  }

  /** A token that looks right and has not been issued, or was issued at another time. */
  sign(type: 'stateful' | 'ephemeral' | 'legacy', now: number): string {
    const issuedAt = Math.floor(now / 1000);
    const claims = {
      jti: randomUUID(),
      accountId: this.#accountId,
      type,
      iat: issuedAt,
      exp: issuedAt + this.#lifetime,
    };
    const body = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
    return `${body}.${createHmac('sha256', this.#secret).update(body).digest('base64url')}`;
  }

  /** The grant of a token that may still start a session, or what is wrong with it. */
  check(token: string, now: number): TokenGrant | TokenProblem {
    const issued = this.#issued.get(token);
    if (!issued) return 'unknown';
    if (issued.used) return 'used';
    return now >= issued.expiresAt ? 'expired' : issued;
  }

  /** What a token of this grant looks like when something is wrong with it; undefined stands for no token at all. */
  spoiled(fault: TokenEffect['token'], grant: TokenGrant, now: number): unknown {
    switch (fault) {
      case 'expired':
        return this.mint(grant, now - (this.#lifetime + 60) * 1000);
      case 'future':
        return this.mint(grant, now + 3_600_000);
      case 'spent': {
        const token = this.mint(grant, now);
        this.spend(token);
        return token;
      }
      case 'foreign':
        return this.sign('ephemeral', now);
      case 'legacy':
        return this.sign('legacy', now);
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

  /** Marks a token as used. */
  spend(token: string): void {
    const issued = this.#issued.get(token);
    if (issued) issued.used = true;
  }
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
