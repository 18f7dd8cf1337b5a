/** Owns the look of the transcript: beside the picture, under it, or over it, as the box allows. */
import { css } from 'lit';

export const conversationStyles = css`
  .conversation {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    min-inline-size: 0;
    background: var(--_surface);
    color: var(--_text);
  }

  /* Over the picture, where there is room for one of them only. */
  .with-transcript .conversation {
    position: absolute;
    inset: 0;
    z-index: 1;
    padding-block: var(--_safe-top, 0px) var(--_safe-bottom, 0px);
  }

  .bare .conversation {
    display: none;
  }

  @container persona (min-height: 32em) {
    .bare .conversation {
      display: flex;
    }

    .spare {
      display: none !important;
    }

    .with-transcript .stage {
      --_safe-bottom: 0px;

      inset-block-end: 46%;
    }

    .with-transcript .conversation {
      inset-block-start: 54%;
      padding-block-start: 0;
    }
  }

  @container persona (min-width: 40em) {
    .bare .conversation {
      display: flex;
    }

    .spare {
      display: none !important;
    }

    .with-transcript .stage {
      inset-block-end: 0;
      inset-inline-end: min(24em, 42%);
    }

    .with-transcript .conversation {
      inset-block-start: 0;
      inset-inline-start: auto;
      inline-size: min(24em, 42%);
    }
  }

  header {
    display: flex;
    align-items: center;
    gap: 2px;
    padding: 8px 8px 8px 16px;
  }

  header:dir(rtl) {
    padding: 8px 16px 8px 8px;
  }

  h2 {
    flex: 1;
    min-inline-size: 0;
    overflow: hidden;
    margin: 0;
    font-size: 1em;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .conversation .round:not(.end, .send):hover:enabled,
  .menu .round:hover:enabled {
    background: color-mix(in srgb, currentColor 10%, transparent);
  }

  .conversation :focus-visible,
  .menu :focus-visible {
    outline-color: var(--_accent);
    outline-offset: 1px;
    box-shadow: none;
  }

  .log-box {
    position: relative;
    display: flex;
    flex: 1;
    min-block-size: 0;
  }

  .log {
    display: flex;
    flex: 1;
    flex-direction: column-reverse;
    min-inline-size: 0;
    overflow-y: auto;
    scrollbar-width: thin;
    overscroll-behavior: contain;
    padding: 0 16px 16px;
  }

  .log:focus-visible {
    outline-offset: -3px;
  }

  ol {
    display: flex;
    flex-direction: column;
    gap: 12px;
    margin: 0;
    padding: 0;
    list-style: none;
    /* Pushes a short conversation to the top of the reversed column. */
    margin-block-end: auto;
  }

  li {
    max-inline-size: 88%;
  }

  li.user {
    align-self: flex-end;
  }

  .who {
    display: flex;
    gap: 8px;
    font-size: 0.75em;
    opacity: 0.8;
  }

  li.user .who {
    justify-content: flex-end;
  }

  .said {
    padding: 8px 12px;
    border-radius: 4px 14px 14px;
    background: color-mix(in srgb, var(--_text) 8%, var(--_surface));
    font-size: 0.9375em;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }

  li:dir(rtl) .said {
    border-radius: 14px 4px 14px 14px;
  }

  li.user:dir(rtl) .said {
    border-radius: 4px 14px 14px;
  }

  li.user:dir(ltr) .said {
    border-radius: 14px 4px 14px 14px;
  }

  li.user .said {
    background: var(--_accent);
    color: var(--_on-accent);
  }

  .cut,
  .empty {
    font-size: 0.8125em;
    opacity: 0.8;
  }

  .cut {
    font-style: italic;
  }

  .empty {
    margin-block: auto;
    text-align: center;
  }

  .latest {
    position: absolute;
    inset-block-end: 8px;
    inset-inline: 0;
    inline-size: fit-content;
    min-block-size: calc(var(--_low) / 0.8125);
    margin-inline: auto;
    padding: 4px 14px;
    border-radius: 99px;
    background: var(--_text);
    color: var(--_surface);
    font-size: 0.8125em;
  }

  .log-box:not(.behind) .latest {
    display: none;
  }

  .conversation .composer {
    inline-size: auto;
    margin: 0 12px 12px;
    background: color-mix(in srgb, var(--_text) 8%, var(--_surface));
  }

  .conversation .composer:focus-within {
    outline-color: var(--_accent);
  }

  @media (forced-colors: active) {
    .said,
    .conversation,
    .menu {
      border: 1px solid CanvasText;
    }
  }
`;
