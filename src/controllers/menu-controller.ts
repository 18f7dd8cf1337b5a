/** Owns the menu: whether it is open, the devices it offers, the level it shows, and where the focus goes. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { DeviceList } from './devices.js';
import { firstShown } from './focusable.js';

export interface MenuParts {
  readonly list: () => Promise<DeviceList>;
  /** Loudness of the visitor's voice, 0 to 1. */
  readonly level: () => number;
  /** What is known of the microphone: with the permission the devices get their names. */
  readonly permission: () => string;
}

const NO_DEVICES: DeviceList = { inputs: [], outputs: [] };

export class MenuController implements ReactiveController {
  #host: ReactiveControllerHost & HTMLElement;
  #parts: MenuParts;
  /** There while the menu is open. */
  #open: AbortController | undefined;
  #devices = NO_DEVICES;
  #permission = '';
  #frame = 0;
  #warning: Element | null = null;

  constructor(host: ReactiveControllerHost & HTMLElement, parts: MenuParts) {
    this.#host = host;
    this.#parts = parts;
    host.addController(this);
  }

  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  get devices(): DeviceList {
    return this.#devices;
  }

  hostDisconnected(): void {
    this.close();
  }

  hostUpdated(): void {
    if (!this.isOpen) return;
    this.#showWarning();
    if (this.#parts.permission() !== this.#permission) void this.refresh();
  }

  toggle(): void {
    if (this.#open) {
      this.close();
      this.#focus('.more-button');
      return;
    }
    this.#open = new AbortController();
    this.#watch(this.#open.signal);
    this.#host.requestUpdate();
    // Not one of its buttons: a key that is held would press it at once.
    this.#focus('.menu');
    this.#measure();
    void this.refresh();
  }

  /** Closes without moving the focus. */
  close(): void {
    if (!this.#open) return;
    this.#open.abort();
    this.#open = undefined;
    cancelAnimationFrame(this.#frame);
    this.#host.requestUpdate();
  }

  /** Looks for devices anew. */
  async refresh(): Promise<void> {
    this.#permission = this.#parts.permission();
    this.#devices = await this.#parts.list().catch(() => NO_DEVICES);
    this.#host.requestUpdate();
  }

  /** It closes when the visitor goes on elsewhere; what it lies over is then in sight again. */
  #watch(signal: AbortSignal): void {
    const { shadowRoot, ownerDocument } = this.#host;
    // The button closes it by itself, and must not find it closed already.
    const belongs = (node: EventTarget | null): boolean =>
      node instanceof Node &&
      ['.menu', '.more-button'].some((part) => shadowRoot?.querySelector(part)?.contains(node));
    const left = (event: Event): void => {
      const { relatedTarget } = event as FocusEvent;
      if (relatedTarget && !belongs(relatedTarget)) this.close();
    };
    shadowRoot?.addEventListener('focusout', left, { signal });
    ownerDocument.addEventListener(
      'pointerdown',
      (event) => {
        if (!event.composedPath().some(belongs)) this.close();
      },
      { capture: true, signal },
    );
    // Absent on insecure pages, whatever the types say.
    const { mediaDevices } = navigator as Partial<Pick<Navigator, 'mediaDevices'>>;
    mediaDevices?.addEventListener('devicechange', () => void this.refresh(), { signal });
  }

  /** An end that is announced meanwhile comes into sight, wherever the menu was scrolled to. */
  #showWarning(): void {
    const menu = this.#host.shadowRoot?.querySelector('.menu');
    const warning = menu?.querySelector('.warning') ?? null;
    if (menu && warning && warning !== this.#warning) menu.scrollTop = 0;
    this.#warning = warning;
  }

  #focus(selector: string): void {
    void this.#host.updateComplete.then(() => firstShown(this.#host.shadowRoot, selector)?.focus());
  }

  /** Written into the style, sixty times a second, without rendering anything anew. */
  #measure(): void {
    this.#frame = requestAnimationFrame(() => {
      if (!this.#open) return;
      this.#host.shadowRoot
        ?.querySelector<HTMLElement>('.level')
        ?.style.setProperty('--_level', String(Math.min(1, this.#parts.level())));
      this.#measure();
    });
  }
}
