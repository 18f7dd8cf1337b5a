/** The language of the interface: where it comes from, how it changes, and what happens when it cannot be had. */
import { expect, fixture, html } from '@open-wc/testing';
import type { AnamPersona } from '../../../src/anam-persona.js';
import { personaFixture, until, type Persona } from '../../support/persona-fixture.js';
import { face } from '../../support/faces.js';

const INVITATIONS = {
  ar: 'التحدث مع Cara',
  de: 'Mit Cara sprechen',
  en: 'Talk to Cara',
  es: 'Hablar con Cara',
  fr: 'Parler avec Cara',
  hi: 'Cara से बात करें',
  it: 'Parla con Cara',
  ja: 'Caraと話す',
  ko: 'Cara에게 말 걸기',
  nl: 'Praat met Cara',
  pl: 'Rozpocznij rozmowę: Cara',
  pt: 'Falar com Cara',
  tr: 'Cara ile konuş',
  zh: '与 Cara 交谈',
} as const;

type Language = keyof typeof INVITATIONS;

const invitation = (element: AnamPersona): string =>
  element.shadowRoot?.querySelector('.start')?.textContent.trim() ?? '';

/** A stand-in before the first rendering. */
const frame = (element: AnamPersona): HTMLElement =>
  element.shadowRoot!.querySelector('.frame') ?? document.createElement('div');

const speaks = (element: AnamPersona, language: Language): Promise<void> =>
  until(
    () => invitation(element) === INVITATIONS[language] && frame(element).lang === language,
    `"${INVITATIONS[language]}", not "${invitation(element)}" (${frame(element).lang})`,
  );

const cara = (attributes = ''): Promise<Persona> => personaFixture(`persona-name="Cara" ${attributes}`);

/** A few turns of the event loop, in which nothing may happen. */
const settled = async (element: AnamPersona): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setTimeout(resolve));
  await element.updateComplete;
};

describe('the language', () => {
  const pageLanguage = document.documentElement.lang;
  afterEach(() => {
    document.documentElement.lang = pageLanguage;
    document.documentElement.removeAttribute('dir');
  });

  for (const language of Object.keys(INVITATIONS) as Language[]) {
    it(`${language}: words, lang and direction`, async () => {
      const { element } = await cara(`lang="${language}"`);
      await speaks(element, language);
      expect(frame(element).getAttribute('dir')).to.equal(language === 'ar' ? 'rtl' : 'ltr');
      expect(getComputedStyle(frame(element)).direction).to.equal(language === 'ar' ? 'rtl' : 'ltr');
    });
  }

  it('comes from the nearest ancestor that has one', async () => {
    const holder = await fixture<HTMLElement>(
      html`<section lang="de">
        <div lang="fr">
          <p lang=""><anam-persona persona-name="Cara"></anam-persona></p>
        </div>
      </section>`,
    );
    await speaks(holder.querySelector('anam-persona')!, 'fr');
  });

  it('comes from the page, through shadow roots', async () => {
    const host = await fixture<HTMLElement>(html`<div lang="es"></div>`);
    const root = host.attachShadow({ mode: 'open' });
    root.innerHTML = '<div><anam-persona persona-name="Cara"></anam-persona></div>';
    const element = root.querySelector('anam-persona')!;
    await speaks(element, 'es');
    host.lang = 'it';
    await speaks(element, 'it');
    root.querySelector('div')!.lang = 'pl';
    await speaks(element, 'pl');
  });

  it('is the browser’s where the page says none', async () => {
    document.documentElement.removeAttribute('lang');
    const holder = await fixture<HTMLElement>(html`<div></div>`);
    const { language } = navigator;
    Object.defineProperty(navigator, 'language', { value: 'nl-BE', configurable: true });
    try {
      holder.innerHTML = '<anam-persona persona-name="Cara"></anam-persona>';
      await speaks(holder.querySelector('anam-persona')!, 'nl');
    } finally {
      Reflect.deleteProperty(navigator, 'language');
    }
    expect(navigator.language).to.equal(language);
  });

  it('changes live: on the element, on its parent, on the page', async () => {
    const { element } = await cara();
    await speaks(element, 'en');
    element.lang = 'ja';
    await speaks(element, 'ja');
    element.removeAttribute('lang');
    await speaks(element, 'en');
    element.parentElement!.lang = 'tr';
    await speaks(element, 'tr');
    element.parentElement!.removeAttribute('lang');
    document.documentElement.lang = 'hi';
    await speaks(element, 'hi');
    element.lang = 'zh-Hans-CN';
    await speaks(element, 'zh');
  });

  it('is found again after a move', async () => {
    const { element } = await cara();
    const other = await fixture<HTMLElement>(html`<div lang="ko"></div>`);
    other.append(element);
    await speaks(element, 'ko');
    other.lang = 'pt-BR';
    await speaks(element, 'pt');
  });

  it('is found again after moveBefore(), which disconnects nothing', async () => {
    const { element } = await cara();
    const other = await fixture<HTMLElement>(html`<div lang="fr"><p></p></div>`);
    const inside = other.querySelector('p')!.attachShadow({ mode: 'open' });
    // Where there is no moveBefore(), a move is a removal and an insertion: the test above.
    const move = 'moveBefore' in inside ? 'moveBefore' : 'insertBefore';
    (inside as unknown as Record<string, (node: Node, child: null) => void>)[move]!(element, null);
    await speaks(element, 'fr');
    inside.host.setAttribute('lang', 'nl');
    await speaks(element, 'nl');
  });

  it('stays as it is while the element is out of the page, and is found when it comes back', async () => {
    const { element } = await cara();
    const parent = element.parentElement!;
    element.remove();
    parent.lang = 'fr';
    await settled(element);
    expect(invitation(element)).to.equal(INVITATIONS.en);
    parent.append(element);
    await speaks(element, 'fr');
  });

  it('asked for last wins, whatever arrives when', async () => {
    const { element } = await cara();
    for (const language of ['de', 'fr', 'es', 'ar', 'de', 'it']) {
      element.lang = language;
      // So that each of them is asked for.
      await Promise.resolve();
    }
    await speaks(element, 'it');
    element.lang = 'de';
    await Promise.resolve();
    element.lang = 'it';
    await settled(element);
    await speaks(element, 'it');
  });

  it('is English where there are no texts in it, with English numbers', async () => {
    const persona = await face('ended', 'lang="de"');
    await until(() => persona.find('.title')?.textContent === 'Gespräch beendet', 'German');
    persona.element.lang = 'sv-SE';
    await until(() => persona.find('.title')?.textContent === 'Conversation ended', 'English');
    expect(frame(persona.element).lang).to.equal('en');
  });

  it('survives a tag that is none', async () => {
    const { element } = await cara('lang="de_AT!"');
    await settled(element);
    element.lang = '-';
    await speaks(element, 'en');
    element.lang = 'pt_BR';
    await speaks(element, 'pt');
  });
});

describe('the direction', () => {
  afterEach(() => document.documentElement.removeAttribute('dir'));

  it('is the page’s where the page says one', async () => {
    const { element } = await cara('lang="ar"');
    await speaks(element, 'ar');
    element.parentElement!.dir = 'ltr';
    await until(() => getComputedStyle(frame(element)).direction === 'ltr', 'the page’s direction');
    expect(frame(element).hasAttribute('dir')).to.equal(false);
    element.parentElement!.removeAttribute('dir');
    await until(() => getComputedStyle(frame(element)).direction === 'rtl', 'the language’s direction');
    document.documentElement.dir = 'rtl';
    element.lang = 'en';
    await speaks(element, 'en');
    expect(getComputedStyle(frame(element)).direction).to.equal('rtl');
  });

  it('changes together with the words, not before', async () => {
    const { element } = await cara('lang="en"');
    const seen = new Set<string>();
    const note = (): void => {
      seen.add(`${invitation(element)} ${frame(element).dir} ${frame(element).lang}`);
    };
    const observer = new MutationObserver(note);
    observer.observe(element.shadowRoot!, { subtree: true, attributes: true, characterData: true, childList: true }); // prettier-ignore
    note();
    element.lang = 'ar';
    await speaks(element, 'ar');
    note();
    observer.disconnect();
    expect([...seen]).to.deep.equal([`${INVITATIONS.en} ltr en`, `${INVITATIONS.ar} rtl ar`]);
  });
});

describe('the texts', () => {
  it('are replaced one by one by the page, in any language', async () => {
    const { element } = await cara('lang="de"');
    await speaks(element, 'de');
    element.texts = { callToAction: 'Frag {name}!' };
    await until(() => invitation(element) === 'Frag Cara!', 'the page’s words');
    expect(frame(element).querySelector('.stage')?.getAttribute('aria-label')).to.equal(
      'Videogespräch mit Cara',
    );
    element.lang = 'fr';
    await until(() => frame(element).lang === 'fr', 'French');
    expect(invitation(element)).to.equal('Frag Cara!');
    element.texts = {};
    await speaks(element, 'fr');
  });

  it('name the failure in the visitor’s language', async () => {
    const persona = await face('failed', 'lang="ja"');
    await until(
      () =>
        persona.find('.detail')?.textContent ===
        'ただいま混み合っています。しばらくしてからもう一度お試しください。',
      'the Japanese sentence',
    );
    expect(persona.status).to.equal(persona.find('.detail')?.textContent);
    expect(persona.hasButton('再試行')).to.equal(true);
  });

  it('have the numbers of their language and region', async () => {
    const persona = await personaFixture('lang="ar-EG" transcript');
    await persona.start();
    persona.clients.last.say('user', 'مرحبا');
    await until(() => persona.find('.conversation time'), 'the transcript');
    await until(() => /[٠-٩]/.test(persona.find('.conversation time')!.textContent), 'Arabic digits');
    persona.element.lang = 'ar-MA';
    await until(() => /[0-9]/.test(persona.find('.conversation time')!.textContent), 'European digits');
    await persona.element.stop();
  });
});
