/** Owns the loudness of one stream, measured only while somebody looks: the audio context is made at the first question and closed soon after the last. */

/** Milliseconds without a question after which the audio context is closed. */
const LINGER = 1_000;

export class LevelMeter {
  #stream: MediaStream;
  #context: AudioContext | undefined;
  #analyser: AnalyserNode | undefined;
  #samples = new Float32Array(1024);
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(stream: MediaStream) {
    this.#stream = stream;
  }

  /** Loudness now, 0 (silence) to 1. Needs a few calls to begin; 0 where the browser has no Web Audio. */
  level(): number {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.close(), LINGER);
    const analyser = (this.#analyser ??= this.#listen());
    if (!analyser) return 0;
    analyser.getFloatTimeDomainData(this.#samples);
    let sum = 0;
    for (const sample of this.#samples) sum += sample * sample;
    // Speech is seldom above a quarter of full scale; a square root spreads what is usual over the meter.
    return Math.min(1, Math.sqrt(Math.sqrt(sum / this.#samples.length) * 2));
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#analyser = undefined;
    // Closing twice, or a context that the browser closed, is nothing to tell anybody about.
    this.#context?.close().catch(() => undefined);
    this.#context = undefined;
  }

  #listen(): AnalyserNode | undefined {
    if (typeof AudioContext === 'undefined') return undefined;
    const context = new AudioContext();
    this.#context = context;
    // Without a gesture the context may stay suspended: the level is then 0, which is no failure.
    void context.resume().catch(() => undefined);
    const analyser = new AnalyserNode(context, { fftSize: this.#samples.length });
    context.createMediaStreamSource(this.#stream).connect(analyser);
    return analyser;
  }
}
