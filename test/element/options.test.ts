/** Attributes and properties: in step, forgiving, and loud once about what cannot be. */
import { expect } from '@open-wc/testing';
import { personaFixture } from '../support/persona-fixture.js';

describe('the options', () => {
  let warnings: string[];
  const { warn } = console;
  beforeEach(() => {
    warnings = [];
    console.warn = (...values: unknown[]) => void warnings.push(values.join(' '));
  });
  afterEach(() => {
    console.warn = warn;
  });

  it('read booleans as HTML does, and "false" as people mean it', async () => {
    const { element } = await personaFixture('muted captions="false" mic-muted="true" text-input=""');
    expect([element.muted, element.captions, element.micMuted, element.textInput]).to.deep.equal([
      true,
      false,
      true,
      true,
    ]);
    element.captions = 'false' as unknown as boolean;
    expect(element.captions).to.be.false;
    element.removeAttribute('muted');
    expect(element.muted).to.be.false;
    expect(warnings).to.deep.equal([]);
  });

  it('reflect what CSS and HTML want to see', async () => {
    const { element } = await personaFixture();
    element.micMuted = true;
    element.captions = true;
    element.transcript = true;
    await element.updateComplete;
    expect(element.getAttributeNames()).to.include.members(['mic-muted', 'captions', 'transcript']);
    element.captions = false;
    await element.updateComplete;
    expect(element.hasAttribute('captions')).to.be.false;
  });

  it('never throw at bad values: one warning, and the default', async () => {
    const { element } = await personaFixture(
      'volume="loud" connect-timeout="-3" token-credentials="maybe" token-params="{oops"',
    );
    expect(element.volume).to.equal(1);
    expect(element.connectTimeout).to.equal(20);
    expect(element.tokenCredentials).to.equal('same-origin');
    expect(element.tokenParams).to.equal(undefined);
    expect(warnings).to.have.length(4);
    expect(warnings.every((warning) => warning.startsWith('[anam-persona] '))).to.be.true;
    element.volume = 7;
    expect(element.volume).to.equal(1);
    expect(warnings).to.have.length(5);
  });

  it('take no time that never ends, nor anything else that cannot be used', async () => {
    const { element } = await personaFixture();
    const given = element as unknown as Record<string, unknown>;
    given['maxDuration'] = Infinity;
    given['connectTimeout'] = Number.NaN;
    given['texts'] = 'hello';
    given['clientOptions'] = 7;
    given['tokenProvider'] = 'a token';
    given['tokenHeaders'] = 'Authorization';
    expect(warnings).to.have.length(6);
    expect([element.maxDuration, element.connectTimeout]).to.deep.equal([0, 20]);
    expect([element.texts, element.clientOptions]).to.deep.equal([{}, {}]);
    expect([element.tokenProvider, element.tokenHeaders]).to.deep.equal([undefined, undefined]);
  });

  it('take the words that are words, and keep the default of those that are not', async () => {
    const persona = await personaFixture();
    const given = persona.element as unknown as Record<string, unknown>;
    given['texts'] = { callToActionNameless: 'Ask me', end: 5, live: { de: 'Verbunden' }, more: undefined };
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.match(/^\[anam-persona\] .*texts/);
    await persona.element.updateComplete;
    expect(persona.hasButton('Ask me')).to.be.true;
    await persona.start();
    expect(persona.hasButton('End conversation')).to.be.true;
    expect(persona.status).to.equal('Connected');
    expect(warnings).to.have.length(1);
  });

  it('take an absent value, as frameworks bind it, for the default', async () => {
    const { element } = await personaFixture();
    const given = element as unknown as Record<string, unknown>;
    for (const name of ['texts', 'clientOptions', 'tokenProvider', 'tokenHeaders', 'tokenParams', 'volume']) {
      given[name] = null;
      given[name] = undefined;
    }
    element.requestUpdate();
    await element.updateComplete;
    expect(warnings).to.deep.equal([]);
    expect([element.texts, element.clientOptions, element.volume]).to.deep.equal([{}, {}, 1]);
  });

  it('take JSON by attribute and objects by property', async () => {
    const { element } = await personaFixture(`token-params='{"persona":"cara"}'`);
    expect(element.tokenParams).to.deep.equal({ persona: 'cara' });
    element.tokenParams = { persona: 'ada' };
    expect(element.tokenParams).to.deep.equal({ persona: 'ada' });
  });

  it('go back to the default with the attribute', async () => {
    const { element } = await personaFixture('volume="0.5" reconnect="5" end-of-speech-sensitivity="0.3"');
    expect([element.volume, element.reconnect, element.endOfSpeechSensitivity]).to.deep.equal([0.5, 5, 0.3]);
    for (const name of element.getAttributeNames()) element.removeAttribute(name);
    expect([element.volume, element.reconnect, element.endOfSpeechSensitivity]).to.deep.equal([
      1,
      2,
      undefined,
    ]);
  });
});
