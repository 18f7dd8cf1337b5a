/** Owns the look of the buttons under the picture and of the field for messages. */
import { css } from 'lit';

export const controlsStyles = css`
  .controls,
  .composer {
    flex: none;
  }

  .controls {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: 6px;
    max-inline-size: 100%;
    padding: 6px;
    border-radius: 99px;
    background: var(--_glass);
  }

  .round {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: var(--_touch);
    block-size: var(--_touch);
    padding: 0;
    border-radius: 50%;
    background: transparent;
    transition:
      background 0.15s,
      opacity 0.15s;
  }

  .round.off {
    background: #fff;
    color: #1a1a22;
  }

  .round.on {
    background: rgb(255 255 255 / 0.26);
  }

  .round.end {
    inline-size: calc(var(--_touch) * 1.35);
    border-radius: 99px;
    background: var(--_danger);
    color: #fff;
  }

  .round[aria-disabled='true'] {
    opacity: 0.35;
    cursor: default;
  }

  @media (hover: hover) {
    .round:hover:not([aria-disabled='true']) {
      background: rgb(255 255 255 / 0.2);
    }

    .round.off:hover:enabled {
      background: #e7e7ee;
    }

    .round.end:hover:enabled {
      background: #c11f2c;
    }
  }

  .composer {
    display: flex;
    align-items: flex-end;
    gap: 4px;
    inline-size: min(32em, 100%);
    padding: 4px;
    border-radius: calc(var(--_touch) / 2 + 4px);
    background: var(--_glass-strong);
  }

  .composer[hidden] {
    display: none;
  }

  /* Before there is a picture it lies on the page's own colours. */
  .stage:not(.picture) .composer {
    background: var(--_surface);
    color: var(--_text);
    box-shadow: 0 4px 20px rgb(0 0 0 / 0.18);
  }

  .stage:not(.picture) .composer:focus-within {
    outline-color: var(--_accent);
  }

  .composer:focus-within {
    outline: 2px solid #fff;
  }

  textarea {
    flex: 1;
    min-inline-size: 0;
    min-block-size: var(--_touch);
    max-block-size: 7.5em;
    padding: 0.5em 14px;
    background: none;
    /* Smaller text makes iOS zoom into the page. */
    font-size: max(16px, 1em);
    line-height: 1.4;
    /* Else a placeholder that is cut off gives Firefox a scrollbar. */
    overflow: hidden auto;
    scrollbar-width: thin;
    resize: none;
    outline: none;
    field-sizing: content;
  }

  textarea:focus-visible {
    box-shadow: none;
    outline: none;
  }

  textarea::placeholder {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    color: inherit;
    opacity: 0.72;
  }

  .composer .round.send,
  .composer .round.send:hover:enabled {
    background: var(--_accent);
    color: var(--_on-accent);
  }

  .composer .round.send:hover:enabled {
    box-shadow: inset 0 0 0 2px currentColor;
  }

  @container stage (max-width: 26em) {
    .folds {
      display: none;
    }
  }

  @container stage (max-width: 15em) or (max-height: max(12em, 192px)) {
    .controls {
      padding: 4px;
    }

    .controls .round {
      inline-size: var(--_low);
      block-size: var(--_low);
    }

    .controls .round.end {
      inline-size: calc(var(--_low) * 1.25);
    }

    .stage > .bottom .composer {
      padding: 2px;
    }

    .stage > .bottom textarea {
      min-block-size: var(--_low);
      max-block-size: 3.5em;
      padding-block: 0.25em;
    }

    .stage > .bottom .composer .round {
      inline-size: var(--_low);
      block-size: var(--_low);
    }
  }

  @container stage (max-width: 11em) {
    .controls {
      --_low: max(24px, 1.75em);

      gap: 2px;
    }
  }
`;
