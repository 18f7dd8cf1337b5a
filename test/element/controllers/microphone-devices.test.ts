import { expect } from '@open-wc/testing';
import { PersonaError } from '../../../src/session/error.js';
import type { Media } from '../../../src/session/media.js';
import { nextTask, until } from './host.js';
import { newBench, track, unplug } from './microphone-bench.js';

describe('MicrophoneController, devices and second chances', () => {
  let at: ReturnType<typeof newBench>;
  beforeEach(() => {
    at = newBench();
  });
  afterEach(() => at.end());

  describe('getting it later', () => {
    const refused = async (name = 'NotAllowedError'): Promise<void> => {
      const opening = at.open();
      await at.browser.refuse(name);
      await opening;
    };

    it('joins when asked again and granted', async () => {
      await refused();
      const again = at.mic.retry();
      expect(at.browser.asked, 'asked inside the gesture').to.have.length(2);
      await at.browser.allow();
      expect(await again).to.equal(true);
      expect(at.told).to.have.length(1);
      expect(track(at.told[0]).readyState).to.equal('live');
      expect(await at.mic.retry(), 'has one already').to.equal(true);
      expect(at.told).to.have.length(1);
    });

    it('joins when the permission is granted in the browser’s settings', async () => {
      await refused();
      at.permitted.set('granted');
      await at.browser.allow();
      expect(at.mic.state).to.equal('granted');
      expect(at.told).to.have.length(1);
    });

    it('can be asked again after the refusal was taken back', async () => {
      await refused();
      at.permitted.set('prompt');
      expect(at.mic.state).to.equal('unasked');
      expect(at.mic.error).to.equal(undefined);
      expect(at.browser.asked).to.have.length(1);
    });

    it('joins when a microphone is plugged in', async () => {
      await refused('NotFoundError');
      navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
      await at.browser.allow();
      expect(at.told).to.have.length(1);
    });

    it('tells no second time that none was plugged in', async () => {
      await refused('NotFoundError');
      const { error } = at.mic;
      at.changes.length = 0;
      navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
      await at.browser.refuse('NotFoundError');
      expect(at.changes).to.deep.equal([]);
      expect(at.mic.error, 'nobody asked again').to.equal(error);
    });

    it('tells of no devices that come and go', async () => {
      const opening = at.open();
      await at.browser.allow();
      await opening;
      at.changes.length = 0;
      navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
      expect(at.changes).to.deep.equal([]);
    });

    it('hands the track on once, when a retry meets the first question', async () => {
      const opening = at.open();
      const again = at.mic.retry();
      await at.browser.allow();
      expect(await again).to.equal(true);
      expect(await opening).not.to.equal(null);
      expect(at.told).to.deep.equal([]);
      expect(at.browser.asked).to.have.length(1);
    });

    it('ignores the news of a permission that the open question brings itself', async () => {
      const opening = at.open();
      at.permitted.set('granted');
      await at.browser.allow();
      await opening;
      at.permitted.set('granted');
      expect(at.browser.asked).to.have.length(1);
      expect(at.told).to.deep.equal([]);
    });

    it('stays quiet when refused again', async () => {
      await refused();
      const again = at.mic.retry();
      await at.browser.refuse('NotAllowedError');
      expect(await again).to.equal(false);
      expect(at.told).to.deep.equal([]);
      expect(at.mic.state).to.equal('denied');
    });
  });

  describe('devices', () => {
    const opened = async (): Promise<Media | null> => {
      const opening = at.open();
      await at.browser.allow();
      return opening;
    };

    it('changes a running microphone and stops the old one', async () => {
      const old = await opened();
      const changing = at.mic.setDevice('headset');
      await nextTask();
      expect(at.browser.asked[1]!.deviceId).to.deep.equal({ exact: 'headset' });
      expect(at.browser.asked[1]!.echoCancellation).to.equal(true);
      await at.browser.allow();
      await changing;
      expect(at.mic.deviceId).to.equal('headset');
      expect(track(at.told[0]).readyState).to.equal('live');
      expect(track(old).readyState).to.equal('ended');
      expect(track(at.browser.given[0]).readyState).to.equal('ended');
      expect(at.mic.state).to.equal('granted');
    });

    it('changes back to the default', async () => {
      await at.mic.setDevice('headset');
      await opened();
      const changing = at.mic.setDevice('');
      await nextTask();
      expect(at.browser.asked[1]!.deviceId).to.equal(undefined);
      await at.browser.allow();
      await changing;
      expect(at.mic.deviceId).to.equal('');
    });

    it('keeps the old one when the new one cannot be had', async () => {
      const old = await opened();
      const changing = at.mic.setDevice('gone').catch((error: unknown) => error);
      await nextTask();
      await at.browser.refuse('OverconstrainedError');
      expect(await changing).to.be.instanceOf(PersonaError);
      expect(await changing).to.include({ code: 'device-unavailable' });
      expect(at.mic.deviceId).to.equal('');
      expect(track(old).readyState).to.equal('live');
      expect(at.told).to.deep.equal([]);
    });

    it('tells of the new device at once, and of the old one again when that fails', async () => {
      await opened();
      at.changes.length = 0;
      const changing = at.mic.setDevice('gone');
      const same = at.mic.setDevice('gone');
      const both = Promise.allSettled([changing, same]);
      expect(at.mic.deviceId).to.equal('gone');
      expect(at.changes).to.have.length(1);
      await nextTask();
      await at.browser.refuse('NotReadableError');
      const errors = await both;
      expect(errors.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected']);
      expect(at.mic.deviceId).to.equal('');
      expect(at.changes).to.have.length(2);
      await at.mic.setDevice('');
      expect(at.browser.asked).to.have.length(2);
    });

    it('asks for the wished device when it is opened in the same task', async () => {
      const changing = at.mic.setDevice('headset');
      void at.open();
      expect(at.browser.asked[0]!.deviceId).to.deep.equal({ exact: 'headset' });
      const source = await navigator.mediaDevices.getUserMedia({ audio: true });
      const [one] = source.getAudioTracks();
      one!.getSettings = () => ({ deviceId: 'headset' });
      await at.browser.allow(source);
      await changing;
      expect(at.browser.asked, 'it got what it asked for').to.have.length(1);
      expect(at.mic.deviceId).to.equal('headset');
    });

    it('remembers a wish until it is opened', async () => {
      await at.mic.setDevice('headset');
      expect(at.mic.deviceId).to.equal('headset');
      await opened();
      expect(at.browser.asked[0]!.deviceId).to.deep.equal({ exact: 'headset' });
    });

    it('takes the default one when the wished one is gone, and tells only of that', async () => {
      await at.mic.setDevice('gone');
      const opening = at.open();
      await at.browser.refuse('OverconstrainedError');
      expect(at.browser.asked[1]!.deviceId).to.equal(undefined);
      await at.browser.allow();
      expect(track(await opening).readyState).to.equal('live');
      expect(at.mic.deviceId).to.equal('');
      expect(at.mic.error).to.equal(undefined);
      expect(at.mic.state).to.equal('granted');
    });

    it('asks for no other one after the end', async () => {
      await at.mic.setDevice('gone');
      const opening = at.open();
      at.attempt.abort();
      await at.browser.refuse('OverconstrainedError');
      expect(await opening).to.equal(null);
      expect(at.browser.asked).to.have.length(1);
      expect(at.mic.state).to.equal('unasked');
    });

    it('lets the newest wish win', async () => {
      await opened();
      const first = at.mic.setDevice('one');
      await nextTask();
      const second = at.mic.setDevice('two');
      await nextTask();
      const late = await at.browser.allow();
      await at.browser.allow();
      await Promise.all([first, second]);
      expect(at.mic.deviceId).to.equal('two');
      expect(track(late).readyState).to.equal('ended');
      expect(at.told).to.have.length(1);
    });

    it('says nothing of a wish that failed after a newer one', async () => {
      await opened();
      const first = at.mic.setDevice('one');
      await nextTask();
      const second = at.mic.setDevice('two');
      await nextTask();
      await at.browser.refuse('NotReadableError');
      await first;
      await at.browser.allow();
      await second;
      expect(at.mic.deviceId).to.equal('two');
    });

    it('waits for the open question before it changes', async () => {
      const opening = at.open();
      const changing = at.mic.setDevice('headset');
      await at.browser.allow();
      await opening;
      expect(at.browser.asked).to.have.length(2);
      await at.browser.allow();
      await changing;
      expect(at.mic.deviceId).to.equal('headset');
    });

    it('keeps no microphone that comes after the end', async () => {
      await opened();
      const changing = at.mic.setDevice('headset');
      await nextTask();
      at.attempt.abort();
      const late = await at.browser.allow();
      await changing;
      expect(track(late).readyState).to.equal('ended');
      expect(at.mic.deviceId, 'for the next time').to.equal('headset');
      expect(at.told).to.deep.equal([]);
    });

    it('falls back to the default when the device is unplugged', async () => {
      await at.mic.setDevice('headset');
      const old = await opened();
      unplug(at.browser.given[0]!);
      expect(at.mic.deviceId).to.equal('');
      expect(at.browser.asked[1]!.deviceId).to.equal(undefined);
      await at.browser.allow();
      expect(track(old).readyState).to.equal('ended');
      expect(at.told).to.have.length(1);
      expect(track(at.told[0]).readyState).to.equal('live');
    });

    it('tells that there is none left when the last one is unplugged', async () => {
      await opened();
      unplug(at.browser.given[0]!);
      await at.browser.refuse('NotFoundError');
      expect(at.told).to.deep.equal([null]);
      expect(at.mic.state).to.equal('missing');
    });

    it('does not take its own end for an unplugged device', async () => {
      await opened();
      const [source] = at.browser.given;
      at.mic.close();
      unplug(source!);
      expect(at.browser.asked).to.have.length(1);
    });

    it('lists microphones and speakers', async () => {
      await at.real.open(at.observer, at.attempt.signal);
      const { inputs, outputs } = await at.real.list();
      expect(inputs.length).to.be.greaterThan(0);
      expect(inputs.every(({ kind, label }) => kind === 'audioinput' && label !== '')).to.equal(true);
      expect(outputs.every(({ kind }) => kind === 'audiooutput')).to.equal(true);
    });
  });

  describe('level', () => {
    it('hears the fake device, and nothing when muted or closed', async () => {
      expect(at.real.level()).to.equal(0);
      await at.real.open(at.observer, at.attempt.signal);
      await until(() => at.real.level() > 0.05);
      expect(at.real.level()).to.be.at.most(1);
      at.real.muted = true;
      expect(at.real.level()).to.equal(0);
      at.attempt.abort();
      expect(at.real.level()).to.equal(0);
    });

    it('listens only while somebody asks, and lets go with the microphone', async () => {
      const contexts: AudioContext[] = [];
      const Original = AudioContext;
      window.AudioContext = class extends Original {
        constructor() {
          super();
          contexts.push(this);
        }
      };
      const running = (): number => contexts.filter(({ state }) => state !== 'closed').length;
      await at.real.open(at.observer, at.attempt.signal);
      expect(contexts).to.have.length(0);
      at.real.level();
      at.real.level();
      expect(contexts).to.have.length(1);
      await until(() => running() === 0);
      at.real.level();
      expect(running()).to.equal(1);
      at.attempt.abort();
      window.AudioContext = Original;
      await until(() => running() === 0);
      expect(contexts).to.have.length(2);
    });
  });
});
