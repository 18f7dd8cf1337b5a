/** The element's promises: one session, one end, no silent loss, whatever happens around it. */
import { expect } from '@open-wc/testing';
import { AnamPersona } from '../../src/anam-persona.js';
import { PersonaError } from '../../src/session/error.js';
import { personaFixture, until } from '../support/persona-fixture.js';
import { ScriptedClients, token } from '../support/scripted-clients.js';

const forever = (): Promise<never> => new Promise(() => undefined);

describe('a session of the element', () => {
  it('starts by the button, tells each step, and ends by the button', async () => {
    const persona = await personaFixture('persona-name="Cara"');
    persona.button('Talk to Cara').click();
    await persona.until(() => persona.element.state === 'live', 'live');
    await persona.element.updateComplete;
    expect(persona.status).to.equal('Connected');
    expect(persona.element.matches(':state(live)')).to.be.true;
    persona.button('End conversation').click();
    await persona.until(() => persona.element.state === 'ended', 'ended');
    expect(persona.of('anam-state-change').map(({ state }) => state)).to.deep.equal([
      'authorizing',
      'connecting',
      'live',
      'ending',
      'ended',
    ]);
    const [end] = persona.of('anam-session-end');
    expect(end?.reason).to.equal('user');
    expect(end?.sessionId).to.equal(persona.clients.last.sessionId);
    expect(persona.clients.open).to.equal(0);
    await persona.element.updateComplete;
    expect(persona.hasButton('Start again')).to.be.true;
  });

  it('is one, however often it is started', async () => {
    const persona = await personaFixture();
    const starts = [persona.element.start(), persona.element.start()];
    persona.element.setAttribute('connect-timeout', '15');
    starts.push(persona.element.start());
    await Promise.all(starts);
    await persona.element.start();
    expect(persona.clients.made).to.have.length(1);
    expect(persona.of('anam-before-start')).to.have.length(1);
  });

  it('gives way to one with another persona that is started before it is live', async () => {
    const persona = await personaFixture('token-params=\'{"persona":"one"}\'');
    persona.clients.beforeConnected = forever;
    const starts = [persona.element.start()];
    await persona.until(() => persona.clients.made.length === 1, 'the first client');
    persona.clients.beforeConnected = undefined;
    persona.element.tokenParams = { persona: 'other' };
    starts.push(persona.element.start());
    await Promise.all(starts);
    expect(persona.element.state).to.equal('live');
    expect(persona.clients.made).to.have.length(2);
    expect(persona.clients.open).to.equal(1);
    expect(persona.of('anam-before-start')).to.have.length(2);
  });

  it('does not start when the page says no', async () => {
    const persona = await personaFixture();
    persona.element.addEventListener('anam-before-start', (event) => event.preventDefault());
    await persona.element.start();
    expect(persona.element.state).to.equal('idle');
    expect(persona.clients.loads).to.equal(0);
  });

  it('survives a move by append, and by moveBefore', async () => {
    const persona = await personaFixture();
    await persona.start();
    const place = document.createElement('div');
    persona.element.parentElement!.append(place);
    place.append(persona.element);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(persona.element.state).to.equal('live');
    (place.parentElement as unknown as { moveBefore: (node: Node, child: Node | null) => void }).moveBefore(
      persona.element,
      null,
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(persona.element.state).to.equal('live');
    expect(persona.clients.made).to.have.length(1);
  });

  for (const phase of ['authorizing', 'connecting', 'live'] as const) {
    it(`ends when the element is removed while ${phase}`, async () => {
      const persona = await personaFixture();
      if (phase === 'authorizing') persona.element.tokenProvider = forever;
      if (phase === 'connecting') persona.clients.beforeConnected = forever;
      persona.element.start().catch(() => undefined);
      await persona.until(() => persona.element.state === phase, phase);
      persona.element.remove();
      await persona.until(() => persona.element.state === 'ended', 'ended');
      expect(persona.clients.open).to.equal(0);
      const ends = persona.of('anam-session-end').map(({ reason }) => reason);
      expect(ends.every((reason) => reason === 'removed')).to.be.true;
    });
  }

  it('refuses to start outside a document', async () => {
    const element = document.createElement('anam-persona');
    const error = await element.start().catch((cause: unknown) => cause);
    expect(error).to.be.instanceOf(PersonaError).with.property('code', 'invalid-configuration');
  });

  it('fails with a sentence for the visitor, a code for the page, and a way to try again', async () => {
    const persona = await personaFixture('reconnect="0"');
    persona.clients.beforeOpen = () => Promise.reject(new PersonaError('engine-concurrency-limit', 'Full.'));
    const error = await persona.element.start().catch((cause: unknown) => cause);
    expect(error).to.have.property('code', 'engine-concurrency-limit');
    await persona.element.updateComplete;
    expect(persona.of('anam-error').map(({ code }) => code)).to.deep.equal(['engine-concurrency-limit']);
    expect(persona.status).to.equal('All lines are busy at the moment. Please try again in a little while.');
    persona.clients.beforeOpen = undefined;
    persona.button('Try again').click();
    await persona.until(() => persona.element.state === 'live', 'live');
    expect(persona.element.error).to.equal(null);
  });

  it('offers no second try where it cannot help', async () => {
    const persona = await personaFixture('session-token="not-a-token"');
    await persona.element.start().catch(() => undefined);
    await persona.element.updateComplete;
    expect(persona.element.error?.code).to.match(/^token-/);
    expect(persona.hasButton('Try again')).to.be.false;
  });
});

/** An element that is upgraded only later. */
function notYet(tag: string): AnamPersona {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- that is what an upgrade is
  return document.createElement(tag) as AnamPersona;
}

describe('what was set before the upgrade', () => {
  it('is kept, by property and by attribute', async () => {
    // A class of its own, because the tag is defined already.
    const early = notYet('anam-persona-late');
    const provider = (): string => token();
    early.tokenProvider = provider;
    early.volume = 0.4;
    early.setAttribute('persona-name', 'Cara');
    document.body.append(early);
    customElements.define('anam-persona-late', class extends AnamPersona {});
    await early.updateComplete;
    expect(early.tokenProvider).to.equal(provider);
    expect(early.volume).to.equal(0.4);
    expect(early.personaName).to.equal('Cara');
    expect(Object.hasOwn(early, 'volume')).to.be.false;
    early.remove();
  });

  it('is there for a start in the same task', async () => {
    const clients = new ScriptedClients();
    const early = notYet('anam-persona-later');
    early.tokenProvider = () => token();
    early.clientFactory = clients;
    document.body.append(early);
    customElements.define('anam-persona-later', class extends AnamPersona {});
    await early.start();
    expect(early.state).to.equal('live');
    early.remove();
    await until(() => clients.open === 0, 'the end');
  });
});
