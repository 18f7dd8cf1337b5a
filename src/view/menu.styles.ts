/** Owns the look of the menu and of the consent card. */
import { css } from 'lit';

export const menuStyles = css`
  .menu {
    --_gap: clamp(0.25rem, 2cqmin, 1rem);

    position: absolute;
    inset-block-end: calc(var(--_gap) + var(--_safe-bottom, 0px));
    inset-inline-end: var(--_gap);
    z-index: 2;
    display: flex;
    flex-direction: column;
    inline-size: min(20rem, calc(100% - 2 * var(--_gap)));
    max-block-size: calc(100% - 2 * var(--_gap) - var(--_safe-top, 0px) - var(--_safe-bottom, 0px));
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 0 0.5rem 0.5rem;
    border-radius: 1rem;
    background: var(--_surface);
    color: var(--_text);
    box-shadow: 0 1rem 3rem rgb(0 0 0 / 0.35);
    animation: arrive 0.15s ease-out;
  }

  .menu > * {
    flex: none;
  }

  .menu header {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    margin-inline: -0.5rem;
    background: var(--_surface);
  }

  .told {
    padding: 0.25rem 0.5rem;
    font-size: 0.875rem;
    font-weight: 600;
  }

  .row {
    display: flex;
    align-items: center;
    gap: 0.75rem;
    min-block-size: var(--_touch);
    padding: 0.375rem 0.5rem;
    border-radius: 0.625rem;
    background: none;
    font-size: 0.9375rem;
  }

  .row:hover {
    background: color-mix(in srgb, currentColor 8%, transparent);
  }

  /* What the bar shows needs no second place. */
  .row.folded {
    display: none;
  }

  @container stage (max-width: 26rem) {
    .row.folded {
      display: flex;
    }
  }

  .pick {
    display: grid;
    gap: 0.25rem;
    padding: 0.375rem 0.5rem;
    font-size: 0.8125rem;
  }

  select {
    inline-size: 100%;
    min-block-size: var(--_touch);
    padding: 0.25rem 0.5rem;
    border: 1px solid color-mix(in srgb, var(--_text) 55%, var(--_surface));
    border-radius: 0.5rem;
    background: var(--_surface);
    color: inherit;
    font: inherit;
    font-size: 0.9375rem;
    text-overflow: ellipsis;
  }

  input[type='range'] {
    inline-size: 100%;
    min-block-size: 1.5rem;
    margin: 0;
    accent-color: var(--_accent);
  }

  .level {
    block-size: 0.375rem;
    margin: 0 0.5rem 0.5rem;
    overflow: hidden;
    border-radius: 99rem;
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
    max-inline-size: min(28rem, 100%);
  }

  .consent .detail {
    text-align: start;
  }

  .links,
  .choices {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 0.375rem 0.75rem;
  }

  .choices {
    flex-wrap: nowrap;
    max-inline-size: 100%;
  }

  .consent a {
    display: inline-block;
    min-block-size: 1.5rem;
    color: inherit;
  }

  @container stage (max-width: 12rem) {
    .consent .title {
      display: none;
    }

    .consent .choices {
      flex-direction: column-reverse;
      gap: 0.25rem;
    }
  }

  @media (forced-colors: active) {
    .level i {
      background: Highlight;
    }
  }
`;
