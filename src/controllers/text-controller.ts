/** Owns the language of the interface: finds it, follows its changes, and puts words, numbers and times in it. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { directionOf, en, fill, languageFor, loadTexts, type TextKey, type Texts } from '../text/texts.js';

/** The element as far as its language goes; `texts` are the page's replacements. */
type Host = ReactiveControllerHost & HTMLElement & { readonly texts: Partial<Texts> };

export class TextController implements ReactiveController {
  #host: Host;
  #texts: Texts = en;
  #language = 'en';
  #tag = 'en';
  /** The tag whose texts are on their way, or shown. */
  #wanted = 'en';
  #observer: MutationObserver | undefined;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  /** Language of the texts that are shown now. */
  get language(): string {
    return this.#language;
  }

  /** The page's own direction where it says one (by inheritance), else the language's. */
  get direction(): 'ltr' | 'rtl' | undefined {
    return nearest(this.#host, 'dir') === undefined ? directionOf(this.#language) : undefined;
  }

  /** Also right after a move within the document, which is no disconnection: other ancestors, other language. */
  hostConnected(): void {
    this.#observer?.disconnect();
    this.#observer = new MutationObserver(() => this.#follow());
    for (const root of roots(this.#host)) {
      this.#observer.observe(root, { subtree: true, attributes: true, attributeFilter: ['lang', 'dir'] });
    }
    this.#follow();
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
    this.#observer = undefined;
  }

  /** A text by key: the page's own, or the language's. */
  readonly say = (key: TextKey, values: Readonly<Record<string, string>> = {}): string =>
    fill(this.#host.texts[key] ?? this.#texts[key], values);

  /** A length of time in words, such as "1 minute, 20 seconds". */
  readonly time = (seconds: number): string => {
    const whole = Math.max(0, Math.round(seconds));
    const parts: [number, string][] = [
      [Math.floor(whole / 60), 'minute'],
      [whole % 60, 'second'],
    ];
    const words = parts
      .filter(([value, unit]) => value > 0 || (unit === 'second' && whole === 0))
      .map(([value, unit]) =>
        new Intl.NumberFormat(this.#tag, { style: 'unit', unit, unitDisplay: 'long' }).format(value),
      );
    return new Intl.ListFormat(this.#tag, { type: 'unit' }).format(words);
  };

  /** A moment as a clock shows it, such as "14:05". `milliseconds` since the epoch. */
  readonly clock = (milliseconds: number): string =>
    new Intl.DateTimeFormat(this.#tag, { hour: 'numeric', minute: '2-digit' }).format(milliseconds);

  #follow(): void {
    const tag =
      nearest(this.#host, 'lang') ?? this.#host.ownerDocument.defaultView?.navigator.language ?? 'en';
    const language = languageFor(tag);
    this.#wanted = tag;
    // What the page says of its direction may have changed, whatever the language.
    this.#host.requestUpdate();
    if (language === this.#language) this.#tag = validTag(tag, language);
    else void this.#take(language, tag);
  }

  async #take(language: string, tag: string): Promise<void> {
    const texts = await loadTexts(language).catch(() => undefined);
    // Overtaken by a later change, or not to be had: what is shown stays.
    if (this.#wanted !== tag || !texts) return;
    this.#texts = texts;
    this.#language = language;
    this.#tag = validTag(tag, language);
    this.#host.requestUpdate();
  }
}

/** Numbers and times follow the region too, where the tag is one that `Intl` knows. */
function validTag(tag: string, language: string): string {
  try {
    const locale = new Intl.Locale(tag);
    return locale.language === language ? locale.toString() : language;
  } catch {
    return language;
  }
}

/** The document and every shadow root that the element is in. */
function* roots(host: Element): Generator<Node> {
  for (let node: Element | undefined = host; node;) {
    const root: Node = node.getRootNode();
    yield root;
    node = root instanceof ShadowRoot ? root.host : undefined;
  }
}

/** An inherited attribute, also through shadow roots. */
function nearest(host: Element, attribute: 'lang' | 'dir'): string | undefined {
  for (let node: Element | undefined = host; node;) {
    const holder: Element | null = node.closest(`[${attribute}]:not([${attribute}=""])`);
    if (holder) return holder.getAttribute(attribute) ?? undefined;
    const root: Node = node.getRootNode();
    node = root instanceof ShadowRoot ? root.host : undefined;
  }
  return undefined;
}
