/** A browser of the first half of 2023: what came later is not there, and a conversation works. */
import { expect } from '@open-wc/testing';
import { personaFixture } from '../support/persona-fixture.js';

const YOUNGER = [
  [AbortSignal, 'any'],
  [URL, 'canParse'],
  [Promise, 'withResolvers'],
  [Array.prototype, 'toSorted'],
  [Object, 'groupBy'],
  [HTMLVideoElement.prototype, 'requestVideoFrameCallback'],
  [HTMLMediaElement.prototype, 'setSinkId'],
  [Navigator.prototype, 'userActivation'],
  [Navigator.prototype, 'wakeLock'],
  [ElementInternals.prototype, 'states'],
] as const;

describe('in an older browser', () => {
  const taken: (() => void)[] = [];

  before(() => {
    for (const [owner, name] of YOUNGER) {
      const descriptor = Object.getOwnPropertyDescriptor(owner, name);
      if (!descriptor) continue;
      Reflect.deleteProperty(owner, name);
      taken.push(() => Object.defineProperty(owner, name, descriptor));
    }
  });
  after(() => taken.forEach((giveBack) => giveBack()));

  for (const layout of ['inline', 'floating']) {
    it(`a conversation begins, goes on and ends, ${layout}`, async () => {
      const persona = await personaFixture(
        `layout="${layout}" open poster="cara.png" captions transcript text-input`,
      );
      await persona.start();
      expect(persona.element.state).to.equal('live');
      persona.clients.last.say('persona', 'Good morning');
      await persona.until(() => persona.find('.said'), 'the transcript');
      persona.clients.last.emit({ type: 'recovering' });
      persona.clients.last.emit({ type: 'recovered' });
      await persona.element.updateComplete;
      expect(persona.element.state).to.equal('live');
      await persona.element.stop();
      expect(persona.of('anam-error')).to.deep.equal([]);
      expect(persona.of('anam-session-end').map(({ reason }) => reason)).to.deep.equal(['user']);
    });
  }

  it('a poster that is no address is no trouble', async () => {
    const persona = await personaFixture('poster="http://"');
    await persona.start();
    expect(persona.element.state).to.equal('live');
  });
});
