/** Owns the look of a transcript that lies over the stage: nothing behind it is left, and what must not be missed is in it. */
import { css } from 'lit';

export const coveringStyles = css`
  .strip,
  .covering {
    display: none;
  }

  @container persona (max-width: 39.99em) and (max-height: 31.99em) {
    /* Nobody can see it, so nobody comes there with the Tab key either. */
    .with-transcript:not(.bare) .stage > :is(.top, .middle, .bottom, .menu) {
      visibility: hidden;
    }

    .strip {
      display: flex;
      flex: 0 1 auto;
      flex-direction: column;
      gap: 4px;
      align-items: center;
      min-block-size: 0;
      overflow-y: auto;
      scrollbar-width: thin;
      padding: 0 12px 6px;
      overflow-wrap: anywhere;
      text-align: center;
    }

    .strip > p {
      font-size: calc(1em * var(--_scale, 0.875));
    }

    .strip > * {
      flex: none;
    }

    /* The strip scrolls, not what is in it. */
    .strip .notice {
      overflow: visible;
      background: color-mix(in srgb, var(--_text) 8%, var(--_surface));
    }

    .covering {
      display: grid;
    }

    .conversation .round.end {
      inline-size: var(--_touch);
    }
  }

  @container persona (max-width: 15em) or (max-height: 12.5em) {
    .spared {
      display: none;
    }

    .conversation header {
      padding-block: 0;
    }

    .conversation .round {
      inline-size: 2em;
      block-size: 2em;
    }

    .strip .notice {
      --_scale: 0.8125;

      padding: 2px 8px;
      line-height: 1.25;
    }

    .strip strong,
    .strip:has(.warning) ~ .composer {
      display: none;
    }

    .strip .start.small {
      min-block-size: max(24px, 2em);
      padding-block: 0;
      font-size: calc(0.875em / var(--_scale, 1));
    }

    .conversation .composer {
      margin: 0 4px 4px;
      padding: 2px;
    }

    .conversation textarea {
      min-block-size: 2em;
      max-block-size: 3em;
      padding-block: 0.25em;
    }
  }
`;
