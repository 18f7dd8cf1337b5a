/** Owns the look that a page can set (--anam-…) and what is derived from it (--_…), and the host's own box. */
import { css } from 'lit';

export const tokenStyles = css`
  :host {
    /* Start button, focus, and the tint of the empty stage. */
    --_accent: var(--anam-accent, #5648d9);
    /* Text on the accent: black or white, whichever can be read, unless the page says. */
    --_on-accent: var(--anam-on-accent, #fff);
    /* Panels beside and over the picture, and their text. */
    --_surface: var(--anam-surface, #fff);
    --_text: var(--anam-text, #1a1a22);
    --_radius: var(--anam-radius, 16px);
    --_object-fit: var(--anam-object-fit, cover);
    /* Over the picture everything is light on dark glass, whatever the page's colours are.
       Without blur: it would be worked out anew for every frame of the video. */
    --_glass: rgb(20 20 28 / 0.68);
    --_glass-strong: rgb(20 20 28 / 0.82);
    --_on-glass: #fff;
    --_danger: #d92d3a;
    /* Sizes that hold words, pictures of buttons and fingers are em, distances are px, and nothing is rem: that is the page's.
       These count from the size of the frame; in smaller or larger words they are divided by it. */
    --_touch: 2.5em;
    /* Height of buttons in small boxes. */
    --_low: 2em;

    display: block;
    position: relative;
    box-sizing: border-box;
    inline-size: 100%;
    aspect-ratio: var(--anam-aspect-ratio, 3 / 2);
    overflow: clip;
    border-radius: var(--_radius);
  }

  /* Not on the host: a rule of the page that means every element means that too, and would be inherited from there.
     Not "all: initial": that takes the language too, by which Chromium chooses the glyphs of Chinese and Japanese. */
  .frame {
    color: var(--_text);
    /* The size is the visitor's own, whatever the page's is. The rest of the font is reset by this too. */
    font: 400 medium / 1.4 sans-serif;
    font-family: var(--anam-font, inherit);
    caret-color: auto;
    cursor: auto;
    hyphens: manual;
    image-rendering: auto;
    letter-spacing: normal;
    line-break: auto;
    overflow-wrap: normal;
    scrollbar-color: #888 #0000;
    stroke: none;
    text-align: start;
    text-align-last: auto;
    text-indent: 0;
    text-shadow: none;
    text-transform: none;
    text-wrap: wrap;
    white-space: normal;
    word-break: normal;
    word-spacing: normal;
    writing-mode: horizontal-tb;
    -webkit-tap-highlight-color: transparent;
    -webkit-text-fill-color: currentcolor;
    -webkit-text-stroke: 0;
  }

  @supports (color: light-dark(#000, #fff)) {
    :host {
      --_surface: var(--anam-surface, light-dark(#fff, #1b1b22));
      --_text: var(--anam-text, light-dark(#1a1a22, #f3f3f7));
    }
  }

  /* At the luminance where black and white stand out equally, both have 4.58 : 1: whatever the accent, the better one is enough. */
  @supports (color: color(from #fff srgb-linear r g b)) {
    :host {
      --_lit: clamp(0, (0.179 - 0.2126 * r - 0.7152 * g - 0.0722 * b) * 10000, 1);
      --_on-accent: var(
        --anam-on-accent,
        color(from var(--_accent) srgb-linear var(--_lit) var(--_lit) var(--_lit))
      );
    }
  }

  @media (pointer: coarse) {
    :host {
      --_touch: 2.75em;
      --_low: 2.75em;
    }
  }

  /* The panel is fixed to the window; nothing of it is in the flow. Its looks come with the rest of the layout. */
  :host([layout='floating']) {
    position: static;
    /* The page's size is meant for the inline layout. */
    inline-size: 0 !important;
    block-size: 0 !important;
    aspect-ratio: auto;
    overflow: visible;
    border-radius: 0;
  }

  .frame.floating {
    display: none;
  }

  /* Those could not be loaded: a box in the corner, so that nothing runs unseen. */
  .frame.plain {
    --_x: var(--anam-offset-x, 1.25em);
    --_y: var(--anam-offset-y, 1.25em);

    position: fixed;
    inset: auto var(--_x) var(--_y) auto;
    z-index: var(--anam-z-index, 1000);
    inline-size: min(20em, 100vw);
    max-inline-size: calc(100vw - 2 * var(--_x));
    block-size: 15em;
    overflow: clip;
    border-radius: var(--_radius);
  }

  .plain:has(.idle) {
    block-size: 5em;
  }

  .plain[class*='top-'] {
    inset-block: var(--_y) auto;
  }

  .plain[class*='-left'] {
    right: auto;
    left: var(--_x);
  }

  :host([hidden]) {
    display: none;
  }

  :host(:fullscreen) {
    inline-size: 100%;
    block-size: 100%;
    aspect-ratio: auto;
    border-radius: 0;
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  button,
  textarea {
    margin: 0;
    border: 0;
    color: inherit;
    font: inherit;
    letter-spacing: inherit;
    text-align: inherit;
  }

  button {
    cursor: pointer;
    touch-action: manipulation;
  }

  p {
    margin: 0;
  }

  :focus-visible {
    outline: 3px solid var(--_on-glass);
    outline-offset: 2px;
    /* Two rings: one of them is seen on any picture. */
    box-shadow: 0 0 0 7px var(--_accent);
  }

  .icon {
    flex: none;
    inline-size: 1.375em;
    block-size: 1.375em;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.8;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .icon .dot {
    fill: currentColor;
    stroke: none;
  }

  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
