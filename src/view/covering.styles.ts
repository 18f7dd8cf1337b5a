/** Owns the look of a transcript that lies over the stage: nothing behind it is left, and what must not be missed is in it. */
import { css } from 'lit';

export const coveringStyles = css`
  .strip,
  .covering {
    display: none;
  }

  @container persona (max-width: 39.99rem) and (max-height: 31.99rem) {
    /* Nobody can see it, so nobody comes there with the Tab key either. */
    .with-transcript:not(.bare) .stage > :is(.top, .middle, .bottom, .menu) {
      visibility: hidden;
    }

    .strip {
      display: flex;
      flex: 0 1 auto;
      flex-direction: column;
      gap: 0.25rem;
      align-items: center;
      min-block-size: 0;
      overflow-y: auto;
      padding: 0 0.75rem 0.375rem;
      font-size: 0.875rem;
      text-align: center;
    }

    .strip > * {
      flex: none;
    }

    .strip .notice {
      background: color-mix(in srgb, var(--_text) 8%, var(--_surface));
    }

    .covering {
      display: grid;
    }

    .conversation .round.end {
      inline-size: var(--_touch);
    }
  }

  @container persona (max-width: 15rem) or (max-height: 12rem) {
    .spared {
      display: none;
    }

    .conversation header {
      padding-block: 0;
    }

    .conversation .round {
      inline-size: 2rem;
      block-size: 2rem;
    }

    .strip .notice {
      padding: 0.125rem 0.5rem;
      font-size: 0.8125rem;
      line-height: 1.25;
    }

    .strip strong,
    .strip:has(.warning) ~ .composer {
      display: none;
    }

    .strip .start.small {
      min-block-size: 1.75rem;
      padding-block: 0;
      font-size: 0.875rem;
    }

    .conversation .composer {
      margin: 0 0.25rem 0.25rem;
      padding: 0.125rem;
    }

    .conversation textarea {
      min-block-size: 2rem;
      max-block-size: 3rem;
      padding-block: 0.25rem;
    }
  }
`;
