/** Owns what the controllers told last: only their news become properties, so that a value just set is never overwritten by an old one. */

/** Properties that a page sets and that a controller can change as well. */
export interface Shared {
  micMuted: boolean;
  inputDevice: string;
  muted: boolean;
  volume: number;
  outputDevice: string;
}

export class News {
  readonly #element: Shared;
  readonly #told: Partial<Shared> = {
    micMuted: false,
    inputDevice: '',
    muted: false,
    volume: 1,
    outputDevice: '',
  };

  constructor(element: Shared) {
    this.#element = element;
  }

  /** Takes over what differs from what was told before. */
  take(values: Partial<Shared>): void {
    const news = Object.entries(values).filter(([name, value]) => this.#told[name as keyof Shared] !== value);
    Object.assign(this.#told, Object.fromEntries(news));
    Object.assign(this.#element, Object.fromEntries(news));
  }
}
