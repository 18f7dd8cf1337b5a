/** The focus when something opens and closes: it comes along with the visitor, leaves others alone, and is never on a button. */
import { expect } from '@open-wc/testing';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import { personaFixture, type Persona } from '../support/persona-fixture.js';

const inside = (persona: Persona): Element | null => persona.element.shadowRoot!.activeElement;

const floating = async (attributes = ''): Promise<Persona> => {
  const persona = await personaFixture(`layout="floating" persona-name="Cara" ${attributes}`);
  await persona.until(() => persona.find('.launcher, .minimise'), 'the layout');
  return persona;
};

/** Something of the page, before the element. */
const ofPage = (markup: string): HTMLElement => {
  const holder = document.createElement('div');
  holder.innerHTML = markup;
  document.body.prepend(holder);
  holders.push(holder);
  return holder.firstElementChild as HTMLElement;
};
const holders: HTMLElement[] = [];

/** What is told of the visitor's gestures: `undefined` where the browser tells nothing. */
const activation = (value: Partial<UserActivation> | undefined): void =>
  void Object.defineProperty(navigator, 'userActivation', { configurable: true, value });

/** A key that is held: pressed, and pressed again and again by the keyboard. */
const hold = async (key: string): Promise<void> => {
  await sendKeys({ down: key });
  for (let repeats = 0; repeats < 3; repeats += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    await sendKeys({ down: key });
  }
  await sendKeys({ up: key });
};

afterEach(() => {
  Reflect.deleteProperty(navigator, 'userActivation');
  for (const holder of holders.splice(0)) holder.remove();
});

describe('the focus of a panel that opens', () => {
  it('comes along from the launcher, and a key that is held starts nothing', async () => {
    const persona = await floating();
    persona.button('Talk to Cara').focus();
    await hold('Enter');
    await persona.until(() => inside(persona), 'focus in the panel');
    expect(inside(persona)!.matches('.stage')).to.be.true;
    expect(persona.element.state).to.equal('idle');
    expect(persona.of('anam-before-start')).to.deep.equal([]);
    await sendKeys({ press: 'Tab' });
    expect(inside(persona) === persona.button('Talk to Cara')).to.be.true;
    await sendKeys({ press: 'Tab' });
    expect(inside(persona) === persona.button('Minimise')).to.be.true;
  });

  it('comes along from a launcher that a click does not focus', async () => {
    const persona = await floating();
    activation(undefined);
    persona.button('Talk to Cara').click();
    await persona.until(() => inside(persona)?.matches('.stage'), 'focus in the panel');
  });

  it('comes along from a button of the page, and goes back there', async () => {
    const persona = await floating();
    const opener = ofPage('<button>Ask us</button>');
    opener.addEventListener('click', () => persona.element.show());
    opener.focus();
    await hold('Enter');
    await persona.until(() => inside(persona)?.matches('.stage'), 'focus in the panel');
    expect(persona.element.state).to.equal('idle');
    await sendKeys({ press: 'Escape' });
    await persona.until(() => document.activeElement === opener, 'focus on the opener');
  });

  it('comes along while the interface is still being loaded', async () => {
    const opener = ofPage('<button>Ask us</button>');
    const shown = new Promise<Persona>((resolve) => {
      opener.addEventListener('click', () => {
        void personaFixture('layout="floating"', (element) => {
          void Promise.resolve().then(() => element.show());
        }).then(resolve);
      });
    });
    opener.focus();
    await sendKeys({ press: 'Enter' });
    const persona = await shown;
    await persona.until(() => inside(persona)?.matches('.stage'), 'focus in the panel');
  });

  it('goes to the launcher when the opener is gone', async () => {
    const persona = await floating();
    const opener = ofPage('<button>Ask us</button>');
    opener.addEventListener('click', () => persona.element.show());
    opener.focus();
    await sendKeys({ press: 'Enter' });
    await persona.until(() => inside(persona), 'focus in the panel');
    opener.remove();
    await sendKeys({ press: 'Escape' });
    await persona.until(() => inside(persona)?.matches('.launcher'), 'focus on the launcher');
  });

  for (const [what, markup] of [
    ['a field', '<input>'],
    ['a text', '<textarea></textarea>'],
    ['a choice', '<select><option>One</option></select>'],
    ['an editor', '<div contenteditable>Text</div>'],
  ] as const) {
    it(`stays with a visitor who is busy with ${what}, when it opens and when it closes`, async () => {
      const persona = await floating();
      const field = ofPage(markup);
      field.focus();
      await sendKeys({ press: 'a' });
      expect(navigator.userActivation.isActive).to.be.true;
      persona.element.show();
      await persona.until(() => persona.hasButton('Minimise'), 'the panel');
      await persona.element.updateComplete;
      expect(document.activeElement === field, 'the focus stays').to.be.true;
      persona.element.hide();
      await persona.until(() => persona.hasButton('Talk to Cara'), 'the launcher');
      await persona.element.updateComplete;
      expect(document.activeElement === field, 'the focus stays').to.be.true;
      expect(persona.of('anam-close')).to.have.length(1);
    });
  }

  it('goes back to the field of a visitor who went in from there', async () => {
    const persona = await floating();
    const field = ofPage('<input>');
    field.focus();
    persona.element.show();
    await persona.until(() => persona.hasButton('Minimise'), 'the panel');
    persona.button('Minimise').focus();
    await sendKeys({ press: 'Enter' });
    await persona.until(() => document.activeElement === field, 'focus on the field');
  });

  for (const [what, value] of [
    ['tells nothing of gestures', undefined],
    ['saw the last gesture long ago', { hasBeenActive: true, isActive: false }],
  ] as const) {
    it(`stays on the page where the browser ${what}`, async () => {
      const persona = await floating();
      const link = ofPage('<a href="#somewhere">Read on</a>');
      link.focus();
      activation(value);
      persona.element.show();
      await persona.until(() => persona.hasButton('Minimise'), 'the panel');
      await persona.element.updateComplete;
      expect(document.activeElement === link, 'the focus stays').to.be.true;
    });
  }

  it('can be put elsewhere by the page, when it is told of the close', async () => {
    const persona = await floating();
    const link = ofPage('<a href="#somewhere">Read on</a>');
    persona.element.addEventListener('anam-close', () => link.focus());
    persona.button('Talk to Cara').click();
    await persona.until(() => inside(persona), 'focus in the panel');
    await sendKeys({ press: 'Escape' });
    await persona.until(() => !persona.element.open, 'no panel');
    await persona.element.updateComplete;
    expect(document.activeElement === link, 'the focus stays').to.be.true;
  });
});

describe('the focus of a sheet that covers the page', () => {
  before(() => setViewport({ width: 390, height: 700 }));
  after(() => setViewport({ width: 800, height: 600 }));

  it('comes in whoever has it, for what is behind it is out of reach; and goes back', async () => {
    const persona = await floating();
    const field = ofPage('<input>');
    field.focus();
    await sendKeys({ press: 'a' });
    persona.element.show();
    await persona.until(() => inside(persona)?.matches('.stage'), 'focus in the sheet');
    await sendKeys({ press: 'Escape' });
    await persona.until(() => document.activeElement === field, 'focus on the field');
  });

  it('comes in when the window becomes so small that the panel covers it', async () => {
    await setViewport({ width: 800, height: 700 });
    const persona = await floating('open');
    const field = ofPage('<input>');
    field.focus();
    await setViewport({ width: 390, height: 700 });
    await persona.until(() => inside(persona)?.matches('.stage'), 'focus in the sheet');
  });
});

describe('the focus of the question for consent', () => {
  it('is on the question when a button of the page starts in a closed panel, and a held key agrees to nothing', async () => {
    const persona = await floating('consent');
    const opener = ofPage('<button>Ask us</button>');
    opener.addEventListener('click', () => void persona.element.start(), { once: true });
    opener.focus();
    await hold('Enter');
    await persona.until(() => inside(persona)?.matches('.consent'), 'focus on the question');
    expect(persona.hasButton('Agree and start')).to.be.true;
    expect(persona.element.state).to.equal('idle');
  });

  it('is on the question when the panel is opened by its launcher and the start is held', async () => {
    const persona = await floating('consent');
    persona.button('Talk to Cara').focus();
    await sendKeys({ press: 'Enter' });
    await persona.until(() => inside(persona)?.matches('.stage'), 'focus in the panel');
    await sendKeys({ press: 'Tab' });
    await hold('Enter');
    await persona.until(() => inside(persona)?.matches('.consent'), 'focus on the question');
    expect(persona.element.state).to.equal('idle');
  });

  it('comes from a button of the page in the flow of the page, too', async () => {
    const persona = await personaFixture('consent');
    const opener = ofPage('<button>Ask us</button>');
    opener.addEventListener('click', () => void persona.element.start(), { once: true });
    opener.focus();
    await sendKeys({ press: 'Enter' });
    await persona.until(() => inside(persona)?.matches('.consent'), 'focus on the question');
  });

  it('leaves a visitor alone who types', async () => {
    const persona = await personaFixture('consent');
    const field = ofPage('<input>');
    field.focus();
    await sendKeys({ press: 'a' });
    void persona.element.start();
    await persona.until(() => persona.hasButton('Agree and start'), 'the question');
    await persona.element.updateComplete;
    expect(document.activeElement === field, 'the focus stays').to.be.true;
  });

  it('is not on a button when it was declined', async () => {
    const persona = await personaFixture('consent persona-name="Cara"');
    persona.button('Talk to Cara').focus();
    await sendKeys({ press: 'Enter' });
    await persona.until(() => inside(persona)?.matches('.consent'), 'focus on the question');
    persona.button('Not now').focus();
    await sendKeys({ press: 'Enter' });
    await persona.until(() => persona.hasButton('Talk to Cara'), 'the invitation');
    expect(inside(persona)?.matches('.stage')).to.be.true;
  });

  it('is not taken by an element that starts by itself, though the visitor has just done something', async () => {
    const link = ofPage('<button>Something else</button>');
    link.focus();
    await sendKeys({ press: 'Enter' });
    const persona = await personaFixture('consent autostart');
    await persona.until(() => persona.hasButton('Agree and start'), 'the question');
    await persona.element.updateComplete;
    expect(navigator.userActivation.isActive).to.be.true;
    expect(document.activeElement === link, 'the focus stays').to.be.true;
  });
});
