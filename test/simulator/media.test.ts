import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Worker } from 'node:worker_threads';
import { Actor } from '../../simulator/media/actor.js';
import {
  FRAME_SAMPLES,
  SAMPLE_RATE,
  fromPcm,
  levelOf,
  loudness,
  resample,
} from '../../simulator/media/audio.js';
import { openCodecs } from '../../simulator/media/encoder.js';
import { mumble } from '../../simulator/media/formant.js';
import { openFrames } from '../../simulator/media/frames.js';
import { decodeSample, encodePcmu, encodeSample } from '../../simulator/media/pcmu.js';
import { Playout } from '../../simulator/media/playout.js';
import { PreparedFrames } from '../../simulator/media/prepared.js';
import { VoiceDetector } from '../../simulator/media/vad.js';
import { openVoice } from '../../simulator/media/voice.js';
import { packetizeVp8, vp8FromWebp } from '../../simulator/media/vp8.js';
import { personas } from '../../simulator/scenes/personas.js';

const persona = personas[0]!;
const restPose = { mouth: 0, lids: 0, gaze: 0, tilt: 0, brows: 0, smile: 1 };

/** A tone, as samples. */
function tone(samples: number, amplitude = 12_000, hertz = 440): Int16Array {
  return Int16Array.from(
    { length: samples },
    (_, i) => amplitude * Math.sin((2 * Math.PI * hertz * i) / SAMPLE_RATE),
  );
}

describe('µ-law', () => {
  it('keeps every sample to within its step', () => {
    for (let sample = -32_000; sample <= 32_000; sample += 37) {
      const error = Math.abs(decodeSample(encodeSample(sample)) - sample);
      assert.ok(error <= Math.max(4, Math.abs(sample) / 16), `${sample} is off by ${error}`);
    }
  });

  it('knows silence, and makes one sample of six', () => {
    assert.equal(encodeSample(0), 0xff);
    assert.equal(encodePcmu(new Int16Array(FRAME_SAMPLES)).length, 160);
  });
});

describe('audio', () => {
  it('measures levels as RTP writes them', () => {
    assert.equal(levelOf(new Int16Array(960)), 127);
    assert.equal(levelOf(new Int16Array(960).fill(32_767)), 0);
    assert.equal(levelOf(tone(960, 3277)), 23);
  });

  it('resamples without changing the length in time', () => {
    assert.equal(resample(new Int16Array(22_050), 22_050, 48_000).length, 48_000);
  });

  it('reads stereo PCM as mono', () => {
    const bytes = Buffer.alloc(8);
    [1000, 3000, -1000, -3000].forEach((sample, index) => bytes.writeInt16LE(sample, index * 2));
    assert.deepEqual([...fromPcm(bytes, 48_000, 2)], [2000, -2000]);
  });
});

describe('voice detection', () => {
  const feed = (detector: VoiceDetector, level: number, packets: number): (string | undefined)[] =>
    Array.from({ length: packets }, () => detector.packet(level)).filter((change) => change !== undefined);

  it('starts after a fifth of a second of sound and ends after 0.8 s of quiet', () => {
    const detector = new VoiceDetector();
    assert.deepEqual(feed(detector, 20, 9), []);
    assert.deepEqual(feed(detector, 20, 1), ['started']);
    feed(detector, 20, 90);
    assert.deepEqual(feed(detector, 127, 39), []);
    assert.deepEqual(feed(detector, 127, 1), ['ended']);
    assert.ok(Math.abs(detector.seconds - 2) < 0.05);
  });

  it('takes a beep for no speech', () => {
    const detector = new VoiceDetector();
    for (let beep = 0; beep < 20; beep++) {
      assert.deepEqual(feed(detector, 10, 5), []);
      assert.deepEqual(feed(detector, 127, 45), []);
    }
  });

  it('waits less when it shall be sensitive', () => {
    const detector = new VoiceDetector();
    detector.endOfSpeechSensitivity = 1;
    feed(detector, 20, 20);
    assert.deepEqual(feed(detector, 127, 20), ['ended']);
  });
});

describe('the picture', () => {
  it('is a VP8 key frame in packets that fit the network', async () => {
    const frames = await openFrames({ width: 480, height: 360 });
    const payloads = await frames.first(persona.look, restPose);
    assert.equal(payloads[0]?.[0], 0x10);
    assert.ok(payloads.slice(1).every((payload) => payload[0] === 0));
    assert.ok(payloads.every(({ length }) => length <= 1200));
    const frame = Buffer.concat(payloads.map((payload) => payload.subarray(1)));
    // RFC 6386: the lowest bit of the first byte is 0 in a key frame, then a start code and the size follow.
    assert.equal((frame[0] ?? 1) & 1, 0);
    assert.deepEqual([...frame.subarray(3, 6)], [0x9d, 0x01, 0x2a]);
    assert.deepEqual([frame.readUInt16LE(6) & 0x3fff, frame.readUInt16LE(8) & 0x3fff], [480, 360]);
  });

  it('differs from pose to pose and is drawn once', async () => {
    const frames = await openFrames({ width: 160, height: 120 });
    const closed = await frames.first(persona.look, restPose);
    const open = await frames.first(persona.look, { ...restPose, mouth: 8 });
    assert.notDeepEqual(Buffer.concat([...closed]), Buffer.concat([...open]));
    assert.equal(frames.get(persona.look, restPose), closed);
  });

  it('comes from stored pictures where no canvas is', () => {
    const frames = new PreparedFrames();
    const pictures = new Set([0, 3, 8].map((mouth) => frames.get(persona.look, { ...restPose, mouth })));
    pictures.add(frames.get(persona.look, { ...restPose, lids: 2 }));
    assert.equal(pictures.size, 4);
    assert.ok(!pictures.has(undefined));
  });

  it('says so when a WebP file is none', () => {
    assert.throws(() => vp8FromWebp(Buffer.from('GIF89a......')), /not a WebP/);
    assert.throws(() => vp8FromWebp(Buffer.from('RIFF\0\0\0\0WEBPVP8L\0\0\0\0')), /not lossy/);
    assert.equal(packetizeVp8(Buffer.alloc(2500)).length, 3);
  });
});

describe('the face', () => {
  it('opens its mouth with the sound and closes it after', () => {
    const actor = new Actor(0, () => 0.5);
    for (let i = 0; i < 10; i++) actor.hear(0.16);
    assert.equal(actor.pose(100).mouth, 8);
    for (let i = 0; i < 20; i++) actor.hear(0);
    assert.equal(actor.pose(500).mouth, 0);
  });

  it('blinks now and then', () => {
    const actor = new Actor(0, () => 0.5);
    let closed = 0;
    for (let now = 0; now < 20_000; now += 40) if (actor.pose(now).lids === 2) closed++;
    assert.ok(closed > 4 && closed < 40, `${closed} closed pictures`);
  });

  it('listens, and recovers from being interrupted', () => {
    const actor = new Actor(0, () => 0.5);
    actor.show('listening', 0);
    assert.equal(actor.pose(10).tilt, 2);
    actor.show('interrupted', 20);
    actor.hear(0.2);
    assert.equal(actor.pose(30).mouth, 0);
    assert.equal(actor.pose(30).smile, -1);
    assert.equal(actor.pose(2000).tilt, 2);
  });
});

describe('the voice', () => {
  it('of espeak-ng is audible and knows when each word is heard', async () => {
    const voice = openVoice();
    try {
      assert.equal(await voice.engine(), 'espeak-ng');
      const { samples, words } = await voice.speak('One two three.', persona.voice);
      assert.ok(loudness(samples) > 0.02);
      assert.deepEqual(
        words.map(({ text }) => text),
        ['One', ' two', ' three.'],
      );
      assert.ok(words.every(({ at }, index) => index === 0 || at > (words[index - 1]?.at ?? 0)));
      assert.equal(
        await voice.speak('One two three.', persona.voice),
        await voice.speak('One two three.', persona.voice),
      );
    } finally {
      await voice.close();
    }
  });

  it('goes on when its worker dies', async () => {
    const workers: Worker[] = [];
    const remember = (worker: Worker): void => void workers.push(worker);
    process.on('worker', remember);
    const voice = openVoice();
    try {
      await voice.speak('One.', persona.voice);
      const lost = voice.speak('Two. '.repeat(50), persona.voice);
      await workers.at(-1)?.terminate();
      assert.ok((await lost).samples.length > 0);
      assert.deepEqual(
        (await voice.speak('Three.', persona.voice)).words.map(({ text }) => text),
        ['Three.'],
      );
      assert.equal(await voice.engine(), 'espeak-ng');
      for (let deaths = 0; deaths < 5; deaths++) {
        await workers.at(-1)?.terminate();
        assert.ok((await voice.speak(`Word ${deaths}.`, persona.voice)).samples.length > 0);
      }
      assert.equal(await voice.engine(), 'formant');
    } finally {
      process.off('worker', remember);
      await voice.close();
    }
  });

  it('without words is audible too, and pitched as asked', () => {
    const crossings = (samples: Int16Array): number =>
      samples.filter((value, i) => value >= 0 && (samples[i - 1] ?? 0) < 0).length;
    const low = mumble('Banana banana.', { language: 'en', pitch: 10, rate: 165 });
    const high = mumble('Banana banana.', { language: 'en', pitch: 90, rate: 165 });
    assert.ok(loudness(low.samples) > 0.02);
    assert.equal(low.words.length, 2);
    assert.equal(low.samples.length, high.samples.length);
    assert.notEqual(crossings(low.samples), crossings(high.samples));
  });
});

describe('codecs', () => {
  it('keep many Opus encoders apart', async () => {
    const codecs = await openCodecs();
    assert.ok(codecs.opus && codecs.decodeOpus);
    const encoders = Array.from({ length: 12 }, () => codecs.encoder('opus'));
    for (let round = 0; round < 20; round++) {
      for (const encoder of encoders) {
        const packet = encoder.encode(tone(FRAME_SAMPLES));
        assert.ok(packet.length > 10 && packet.length < 400);
      }
    }
    let last: Int16Array = new Int16Array();
    for (let round = 0; round < 10; round++)
      last = codecs.decodeOpus(encoders[7]!.encode(tone(FRAME_SAMPLES)));
    assert.equal(last.length, FRAME_SAMPLES);
    assert.ok(Math.abs(loudness(last) - loudness(tone(FRAME_SAMPLES))) < 0.05, `${loudness(last)}`);
    for (const encoder of encoders) encoder.close();
    codecs.close();
  });
});

describe('playout', () => {
  const events: string[] = [];
  const read = (playout: Playout): Int16Array | undefined =>
    playout.next(({ clipId, words, ended }) => events.push(`${clipId}:${words}${ended ? '.' : ''}`));

  it('is silent until the clip is made, keeps the order, and tells words and ends', () => {
    events.length = 0;
    const playout = new Playout();
    playout.enqueue('a');
    playout.enqueue('b');
    playout.fill('b', { samples: tone(FRAME_SAMPLES), words: [{ text: 'second', at: 0 }] });
    assert.equal(read(playout), undefined);
    playout.fill('a', { samples: tone(FRAME_SAMPLES + 10), words: [{ text: 'first', at: 0 }] });
    assert.equal(read(playout)?.length, FRAME_SAMPLES);
    assert.equal(read(playout)?.length, FRAME_SAMPLES);
    read(playout);
    assert.equal(read(playout), undefined);
    assert.deepEqual(events, ['a:first', 'a:.', 'b:second.']);
  });

  it('tells words that begin together as they stand in the text', () => {
    events.length = 0;
    const playout = new Playout();
    playout.enqueue('a');
    const words = [
      { text: 'One', at: 0 },
      { text: '\n two  ', at: 5 },
    ];
    playout.fill('a', { samples: tone(FRAME_SAMPLES), words });
    read(playout);
    assert.deepEqual(events, ['a:One\n two  .']);
  });

  it('forgets everything when it is stopped, also clips that come late', () => {
    const playout = new Playout();
    playout.enqueue('a');
    playout.stop();
    playout.fill('a', { samples: tone(FRAME_SAMPLES), words: [] });
    assert.equal(read(playout), undefined);
  });

  it('joins audio that comes in pieces of any size', () => {
    events.length = 0;
    const playout = new Playout();
    for (let i = 0; i < 5; i++) playout.append('live', tone(700));
    let packets = 0;
    while (read(playout)) packets++;
    assert.equal(packets, 3);
    playout.endAppend('live');
    assert.equal(read(playout)?.length, FRAME_SAMPLES);
    assert.deepEqual(events, ['live:.']);
  });
});
