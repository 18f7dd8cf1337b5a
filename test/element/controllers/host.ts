/** Owns the smallest host a controller can have, and the streams it is tried with. */
import { LitElement, html, type TemplateResult } from 'lit';

export class TestHost extends LitElement {
  updates = 0;

  get video(): HTMLVideoElement | null {
    return this.renderRoot.querySelector('video');
  }

  override updated(): void {
    this.updates += 1;
  }

  override render(): TemplateResult {
    return html`<video playsinline width="160" height="90"></video>`;
  }
}

customElements.define('test-host', TestHost);

export const newHost = (): TestHost => new TestHost();

/** Lets every task that is due run, timers of 0 ms included. */
export const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

/** Waits until `condition` holds; the test's own time limit is the bound. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Does something while an object has another property. */
export async function withProperty<T>(
  owner: object,
  name: string,
  value: unknown,
  work: () => Promise<T>,
): Promise<T> {
  const own = Object.getOwnPropertyDescriptor(owner, name);
  Object.defineProperty(owner, name, { value, configurable: true });
  try {
    return await work();
  } finally {
    if (own) Object.defineProperty(owner, name, own);
    else Reflect.deleteProperty(owner, name);
  }
}

export interface TestStream {
  readonly media: MediaStream;
  /** Stops or goes on painting; a canvas that is not painted yields no frames. */
  paint(moving: boolean): void;
  end(): void;
}

/** A picture that moves and a tone that can be heard, in one stream. */
export function newStream(): TestStream {
  const canvas = document.createElement('canvas');
  canvas.width = 160;
  canvas.height = 90;
  const context = canvas.getContext('2d');
  const sound = new AudioContext();
  const oscillator = new OscillatorNode(sound);
  const destination = new MediaStreamAudioDestinationNode(sound);
  oscillator.connect(destination);
  oscillator.start();
  let frame = 0;
  let moving = true;
  const draw = (): void => {
    if (!moving || !context) return;
    context.fillStyle = `hsl(${(frame++ * 10) % 360} 100% 50%)`;
    context.fillRect(0, 0, 160, 90);
  };
  draw();
  const timer = setInterval(draw, 40);
  const media = new MediaStream([
    ...canvas.captureStream().getTracks(),
    ...destination.stream.getAudioTracks(),
  ]);
  return {
    media,
    paint: (on) => (moving = on),
    end: () => {
      clearInterval(timer);
      for (const track of media.getTracks()) track.stop();
      void sound.close();
    },
  };
}
