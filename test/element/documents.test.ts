/** In another document, such as a popup's or that of a picture-in-picture window, the element looks as it did. */
import { expect } from '@open-wc/testing';
import { dress, personaFixture, until, type Persona } from '../support/persona-fixture.js';

/** What the class brings, and what comes with the part that is loaded later. */
const looks = (
  persona: Persona,
): Readonly<Record<'stage' | 'controls' | 'conversation', string | undefined>> => {
  const style = (selector: string): CSSStyleDeclaration | undefined => {
    const element = persona.find(selector);
    return element ? element.ownerDocument.defaultView!.getComputedStyle(element) : undefined;
  };
  return {
    stage: style('.stage')?.position,
    controls: style('.controls')?.borderTopLeftRadius,
    conversation: style('.conversation')?.backgroundColor,
  };
};

const otherDocument = (): Document => {
  const frame = document.createElement('iframe');
  frame.width = '700';
  frame.height = '500';
  document.body.append(frame);
  return frame.contentDocument!;
};

describe('in another document', () => {
  afterEach(() => document.querySelectorAll('iframe').forEach((frame) => frame.remove()));

  it('everything keeps its looks, there and back', async () => {
    const persona = await personaFixture('transcript');
    const home = persona.element.parentElement!;
    await persona.start();
    await persona.until(() => persona.find('.conversation'), 'the transcript');
    const before = looks(persona);
    expect(before).to.include({ stage: 'absolute' });
    const away = otherDocument();
    away.body.append(persona.element);
    expect(looks(persona)).to.deep.equal(before);
    expect(persona.element.state).to.equal('live');
    home.append(persona.element);
    expect(looks(persona)).to.deep.equal(before);
    expect(persona.element.state).to.equal('live');
  });

  it('what is loaded only there looks as it does here', async () => {
    const here = await personaFixture('transcript');
    await here.start();
    await here.until(() => here.find('.conversation'), 'the transcript');
    const persona = await personaFixture();
    otherDocument().body.append(persona.element);
    persona.element.transcript = true;
    await persona.start();
    await persona.until(() => persona.find('.conversation'), 'the transcript');
    expect(persona.of('anam-error')).to.deep.equal([]);
    expect(looks(persona)).to.deep.equal(looks(here));
  });

  it('an element that was never in this one can be put', async () => {
    const element = document.createElement('anam-persona');
    otherDocument().body.append(element);
    const persona = await dress(element);
    await persona.start();
    await until(() => persona.hasButton('End conversation'), 'the bar');
    expect(looks(persona).stage).to.equal('absolute');
  });
});
