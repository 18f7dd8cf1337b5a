/** Owns the look of the menu and of the consent card. */
import { css } from 'lit';

export const menuStyles = css`
  /* As over the stage: large letters are as large as the box can hold. */
  .menu,
  .conversation {
    font-size: min(1em, max(10cqmin, 12px));
  }

  .menu {
    --_gap: clamp(4px, 2cqmin, 16px);

    position: absolute;
    inset-block-end: calc(var(--_gap) + var(--_safe-bottom, 0px));
    inset-inline-end: var(--_gap);
    z-index: 2;
    display: flex;
    flex-direction: column;
    inline-size: min(20em, calc(100% - 2 * var(--_gap)));
    max-block-size: calc(100% - 2 * var(--_gap) - var(--_safe-top, 0px) - var(--_safe-bottom, 0px));
    overflow-y: auto;
    scrollbar-width: thin;
    overscroll-behavior: contain;
    padding: 0 8px 8px;
    border-radius: 16px;
    overflow-wrap: anywhere;
    background: var(--_surface);
    color: var(--_text);
    box-shadow: 0 16px 48px rgb(0 0 0 / 0.35);
    animation: arrive 0.15s ease-out;
  }

  .menu > * {
    flex: none;
  }

  .menu header {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    margin-inline: -8px;
    background: var(--_surface);
  }

  .menu .notice {
    max-inline-size: 100%;
    margin-block: 4px;
    color: var(--_on-glass);
  }

  .told {
    padding: 4px 8px;
    font-size: 0.875em;
    font-weight: 600;
  }

  .row {
    display: flex;
    align-items: center;
    gap: 12px;
    min-block-size: calc(var(--_touch) / 0.9375);
    padding: 6px 8px;
    border-radius: 10px;
    background: none;
    font-size: 0.9375em;
  }

  .row:hover {
    background: color-mix(in srgb, currentColor 8%, transparent);
  }

  /* What the bar shows needs no second place. */
  .row.folded {
    display: none;
  }

  @container stage (max-width: 26em) {
    .row.folded {
      display: flex;
    }
  }

  .pick {
    display: grid;
    gap: 4px;
    padding: 6px 8px;
    font-size: 0.8125em;
  }

  select {
    inline-size: 100%;
    min-block-size: calc(var(--_touch) / 0.9375);
    padding: 4px 8px;
    border: 1px solid color-mix(in srgb, var(--_text) 55%, var(--_surface));
    border-radius: 8px;
    background: var(--_surface);
    color: inherit;
    font: inherit;
    font-size: calc(0.9375em / 0.8125);
    text-overflow: ellipsis;
  }

  input[type='range'] {
    inline-size: 100%;
    min-block-size: 24px;
    margin: 0;
    accent-color: var(--_accent);
  }

  .level {
    block-size: 6px;
    margin: 0 8px 8px;
    overflow: hidden;
    border-radius: 99px;
    background: color-mix(in srgb, var(--_text) 14%, var(--_surface));
  }

  .level i {
    display: block;
    block-size: 100%;
    border-radius: inherit;
    background: var(--_accent);
    transform: scaleX(var(--_level, 0));
    transform-origin: 0 50%;
  }

  .level:dir(rtl) i {
    transform-origin: 100% 50%;
  }

  .consent {
    max-inline-size: min(28em, 100%);
  }

  .consent .detail {
    text-align: start;
  }

  .links,
  .choices {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 6px 12px;
  }

  .links {
    margin-block-start: 8px;
  }

  .choices {
    flex-wrap: nowrap;
    max-inline-size: 100%;
  }

  /* Side by side they would break their words rather than wrap. */
  .choices .start {
    overflow-wrap: break-word;
  }

  .consent a {
    display: inline-block;
    min-block-size: 1.5em;
    color: inherit;
  }

  @container stage (max-width: 12em) {
    .consent .title {
      display: none;
    }

    .consent .choices {
      flex-direction: column-reverse;
      gap: 4px;
    }
  }

  @media (forced-colors: active) {
    .level i {
      background: Highlight;
    }
  }
`;
