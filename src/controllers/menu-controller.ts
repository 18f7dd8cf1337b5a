/** Owns the menu: whether it is open, the devices it offers, the level it shows, and where the focus goes. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { DeviceList } from './devices.js';

export interface MenuParts {
  readonly list: () => Promise<DeviceList>;
  /** Loudness of the visitor's voice, 0 to 1. */
  readonly level: () => number;
}

const NO_DEVICES: DeviceList = { inputs: [], outputs: [] };

export class MenuController implements ReactiveController {
  #host: ReactiveControllerHost & HTMLElement;
  #parts: MenuParts;
  #open = false;
  #devices = NO_DEVICES;
  #frame = 0;

  constructor(host: ReactiveControllerHost & HTMLElement, parts: MenuParts) {
    this.#host = host;
    this.#parts = parts;
    host.addController(this);
  }

  get isOpen(): boolean {
    return this.#open;
  }

  get devices(): DeviceList {
    return this.#devices;
  }

  hostDisconnected(): void {
    this.close();
  }

  toggle(): void {
    if (this.#open) {
      this.close();
      this.#focus('.more-button');
      return;
    }
    this.#open = true;
    this.#host.requestUpdate();
    this.#focus('.menu button, .menu select, .menu input');
    this.#measure();
    void this.refresh();
  }

  /** Closes without moving the focus. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    cancelAnimationFrame(this.#frame);
    this.#host.requestUpdate();
  }

  /** Looks for devices anew. */
  async refresh(): Promise<void> {
    this.#devices = await this.#parts.list().catch(() => NO_DEVICES);
    this.#host.requestUpdate();
  }

  #focus(selector: string): void {
    void this.#host.updateComplete.then(() =>
      this.#host.shadowRoot?.querySelector<HTMLElement>(selector)?.focus(),
    );
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
