/** Owns the look of the floating layout: launcher, panel, small live picture, and the sheet on small screens. */
import { css } from 'lit';

export const floatingStyles = css`
  .frame.floating {
    /* A distance of 0 may come without a unit, and calc() would not take it: sums with it only limit a size. */
    --_x: var(--anam-offset-x, 20px);
    --_y: var(--anam-offset-y, 20px);

    position: fixed;
    inset: auto;
    z-index: var(--anam-z-index, 1000);
    display: block;
    /* The unsafe areas of the screen. */
    margin: env(safe-area-inset-top, 0px) env(safe-area-inset-right, 0px) env(safe-area-inset-bottom, 0px)
      env(safe-area-inset-left, 0px);
  }

  .frame[class*='bottom-'] {
    inset-block-end: var(--_y);
  }

  .frame[class*='top-'] {
    inset-block-start: var(--_y);
  }

  .frame[class*='-right'] {
    right: var(--_x);
  }

  .frame[class*='-left'] {
    left: var(--_x);
  }

  .frame.open {
    inline-size: min(var(--anam-panel-width, 24em), 100vw);
    max-inline-size: calc(
      100vw - 2 * var(--_x) - env(safe-area-inset-left, 0px) - env(safe-area-inset-right, 0px)
    );
    block-size: min(var(--anam-panel-height, 36em), 100dvh);
    max-block-size: calc(
      100dvh - 2 * var(--_y) - env(safe-area-inset-top, 0px) - env(safe-area-inset-bottom, 0px)
    );
    overflow: clip;
    border-radius: var(--_radius);
    box-shadow:
      0 4px 12px rgb(0 0 0 / 0.16),
      0 24px 64px rgb(0 0 0 / 0.32);
    animation: arrive 0.2s ease-out;
  }

  .frame.tile {
    inline-size: var(--anam-tile-size, 8em);
    block-size: var(--anam-tile-size, 8em);
    border-radius: calc(var(--_radius) * 1.25);
    box-shadow: 0 12px 32px rgb(0 0 0 / 0.32);
  }

  /* Above the launcher or the small picture, or below it where it is at the top. */
  .beside {
    position: absolute;
    inset-block: auto calc(100% + 8px);
    right: 0;
    display: flex;
    flex-direction: column;
    gap: 8px;
    align-items: flex-end;
    inline-size: max-content;
    max-inline-size: calc(100vw - 2 * var(--_x));
    color: var(--_on-glass);
  }

  .beside > * {
    max-inline-size: min(18em, 100vw);
  }

  .top-left .beside,
  .top-right .beside {
    inset-block: calc(100% + 8px) auto;
  }

  .top-left .beside,
  .bottom-left .beside {
    right: auto;
    left: 0;
    align-items: flex-start;
  }

  /* Nothing of the stage is left but the button in it. */
  .frame.closed {
    inline-size: fit-content;
    max-inline-size: calc(100vw - 2 * var(--_x));
    container-type: normal;
  }

  .closed .stage {
    position: static;
    display: block;
    overflow: visible;
    background: none;
    container-type: normal;
  }

  .closed .backdrop,
  .closed .poster,
  .closed video {
    display: none;
  }

  .start.launcher {
    margin: 0;
  }

  .tile .stage {
    display: block;
    border-radius: inherit;
  }

  .expand {
    position: absolute;
    inset: 0;
    background: none;
  }

  .expand:focus-visible {
    outline-offset: -5px;
    border-radius: calc(var(--_radius) * 1.25);
    box-shadow: none;
  }

  .tile .round.end {
    position: absolute;
    inset-block-end: 6px;
    inset-inline: 0;
    inline-size: calc(var(--_low) * 1.5);
    block-size: var(--_low);
    margin-inline: auto;
  }

  .minimise {
    margin-inline-start: auto;
    background: var(--_glass);
  }

  @media (max-width: 30em) {
    .frame.sheet {
      --_safe-top: env(safe-area-inset-top, 0px);
      --_safe-bottom: env(safe-area-inset-bottom, 0px);

      inset: 0;
      inline-size: 100%;
      max-inline-size: none;
      block-size: 100dvh;
      max-block-size: none;
      margin: 0;
      border-radius: 0;
      /* The page behind it stays where it is. */
      overscroll-behavior: contain;
    }
  }

  :host(:fullscreen) .frame.open {
    inset: 0;
    inline-size: 100%;
    max-inline-size: none;
    block-size: 100%;
    max-block-size: none;
    margin: 0;
    border-radius: 0;
    box-shadow: none;
  }

  /* There is no corner to go to. */
  :host(:fullscreen) .minimise {
    display: none;
  }

  @media (forced-colors: active) {
    .frame.open,
    .frame.tile {
      outline: 1px solid CanvasText;
    }
  }
`;
