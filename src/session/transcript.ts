/** Owns the list of messages: grows it from fragments, and keeps it over the sessions of one conversation. */
import type { MessageChunk } from './client.js';
import type { PersonaMessage } from './events.js';

export interface Change {
  readonly message: PersonaMessage;
  /** The fragment made the message a finished one. */
  readonly finished: boolean;
  /** The fragment says that the persona was cut short, for the first time. */
  readonly interrupted: boolean;
}

export class Transcript {
  #messages: PersonaMessage[] = [];
  /** Keys of typed messages that the service has not repeated yet. */
  #typed = new Set<string>();
  #count = 0;

  /** A copy, oldest first. */
  get messages(): readonly PersonaMessage[] {
    return [...this.#messages];
  }

  clear(): void {
    this.#messages = [];
    this.#typed.clear();
  }

  /** Takes a message that was typed here, which the service may or may not repeat. */
  type(content: string, time: number): PersonaMessage {
    const message = this.#add({
      id: 'user::typed',
      role: 'user',
      content,
      interrupted: false,
      finished: true,
      time,
    });
    this.#typed.add(message.key);
    return message;
  }

  /** The service's rules: the persona's fragments of one id are one message; a user's finished message is never continued. */
  take(chunk: MessageChunk, time: number): Change | null {
    const repeated = chunk.role === 'user' ? this.#confirm(chunk) : undefined;
    if (repeated) return { message: repeated, finished: false, interrupted: false };
    const index = this.#messages
      .map(({ id, role }) => `${role} ${id}`)
      .lastIndexOf(`${chunk.role} ${chunk.id}`);
    const known = this.#messages[index];
    const finished = chunk.endOfSpeech || chunk.interrupted;
    if (!known || (chunk.role === 'user' && known.finished)) {
      // Cut short before a word of it: there is no message.
      if (chunk.content === '') return null;
      const { id, role, content, interrupted } = chunk;
      const message = this.#add({ id, role, content, interrupted, finished, time });
      return { message, finished, interrupted };
    }
    const message = {
      ...known,
      content: known.content + chunk.content,
      interrupted: known.interrupted || chunk.interrupted,
      finished: known.finished || finished,
    };
    this.#messages[index] = message;
    return {
      message,
      finished: message.finished && !known.finished,
      interrupted: message.interrupted && !known.interrupted,
    };
  }

  /** Nothing more comes of this session: what is unfinished was cut short. Returns those messages. */
  finish(): readonly PersonaMessage[] {
    this.#typed.clear();
    const cut: PersonaMessage[] = [];
    this.#messages = this.#messages.map((message) => {
      if (message.finished) return message;
      const ended = { ...message, finished: true, interrupted: true };
      cut.push(ended);
      return ended;
    });
    return cut;
  }

  #add(message: Omit<PersonaMessage, 'key'>): PersonaMessage {
    const added = { ...message, key: `${message.id}#${++this.#count}` };
    this.#messages.push(added);
    return added;
  }

  #confirm({ id, content }: MessageChunk): PersonaMessage | undefined {
    const index = this.#messages.findIndex(
      (message) => this.#typed.has(message.key) && message.content.trim() === content.trim(),
    );
    const known = this.#messages[index];
    if (!known) return undefined;
    this.#typed.delete(known.key);
    const message = { ...known, id };
    this.#messages[index] = message;
    return message;
  }
}
