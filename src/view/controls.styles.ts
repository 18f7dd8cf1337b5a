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
    gap: 0.375rem;
    max-inline-size: 100%;
    padding: 0.375rem;
    border-radius: 99rem;
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
    font-size: 1rem;
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
    border-radius: 99rem;
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
    gap: 0.25rem;
    inline-size: min(32rem, 100%);
    padding: 0.25rem;
    border-radius: calc(var(--_touch) / 2 + 0.25rem);
    background: var(--_glass-strong);
  }

  .composer[hidden] {
    display: none;
  }

  /* Before there is a picture it lies on the page's own colours. */
  .stage:not(.picture) .composer {
    background: var(--_surface);
    color: var(--_text);
    box-shadow: 0 0.25rem 1.25rem rgb(0 0 0 / 0.18);
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
    max-block-size: 7.5rem;
    padding: 0.5rem 0.875rem;
    background: none;
    /* Smaller text makes iOS zoom into the page. */
    font-size: 1rem;
    line-height: 1.4;
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

  @container stage (max-width: 26rem) {
    .folds {
      display: none;
    }
  }

  @container stage (max-width: 15rem) or (max-height: 12rem) {
    .controls {
      padding: 0.25rem;
    }

    .controls .round {
      inline-size: var(--_low);
      block-size: var(--_low);
    }

    .controls .round.end {
      inline-size: calc(var(--_low) * 1.25);
    }

    .stage > .bottom .composer {
      padding: 0.125rem;
    }

    .stage > .bottom textarea {
      min-block-size: var(--_low);
      max-block-size: 3.5rem;
      padding-block: 0.25rem;
    }

    .stage > .bottom .composer .round {
      inline-size: var(--_low);
      block-size: var(--_low);
    }
  }

  @container stage (max-width: 11rem) {
    .controls {
      --_low: 1.75rem;

      gap: 0.125rem;
    }
  }
`;
