/** Owns what a session that replaces a lost one is told: what was said, what the page told, and what it changed. */
import type { Transcript } from './transcript.js';

/** Something that the lost session knew. */
export interface Told {
  readonly context: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** How many characters of the conversation, and of what the page told, are handed over. The newest count. */
const LENGTH = 6_000;

const PREFACE =
  'The connection broke and is back. This is the conversation so far; go on with it, without a new greeting.';

export class Handover {
  #contexts: string[] = [];
  #config: Record<string, unknown> = {};

  clear(): void {
    this.#contexts = [];
    this.#config = {};
  }

  add({ context, config }: Partial<Told>): void {
    if (context !== undefined) this.#contexts.push(context);
    Object.assign(this.#config, config);
  }

  /** `null` for what there is nothing of. The first session of a conversation is told nothing: it was told all of it itself. */
  handover(transcript: Transcript): { readonly [K in keyof Told]: Told[K] | null } {
    const known = newest(this.#contexts.map((text) => text.trim()));
    const said = newest(transcript.messages.map(({ role, content }) => `${role}: ${content.trim()}`));
    const parts = [said && `${PREFACE}\n${said}`, known && `What you were told beside it:\n${known}`];
    return {
      context: parts.filter(Boolean).join('\n\n') || null,
      config: Object.keys(this.#config).length > 0 ? this.#config : null,
    };
  }
}

/** The newest lines that fit, oldest first; a single line that is too long keeps its end. */
const newest = (lines: readonly string[]): string => {
  const text = lines.join('\n');
  if (text.length <= LENGTH) return text;
  const cut = text.slice(-LENGTH);
  const line = cut.indexOf('\n');
  return line === -1 ? cut : cut.slice(line + 1);
};
