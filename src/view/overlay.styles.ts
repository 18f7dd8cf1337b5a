/** Owns the look of buttons, notices and captions over the picture, and of all of it in small boxes. */
import { css } from 'lit';

export const overlayStyles = css`
  .start {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 10px;
    max-inline-size: 100%;
    min-block-size: calc(3.25em / 1.0625);
    margin-block-end: clamp(0px, 4cqh, 40px);
    padding: 8px 24px;
    border-radius: 99px;
    background: var(--_accent);
    color: var(--_on-accent);
    font-size: 1.0625em;
    font-weight: 600;
    box-shadow:
      0 2px 4px rgb(0 0 0 / 0.2),
      0 12px 32px rgb(0 0 0 / 0.28),
      inset 0 0 0 1px rgb(255 255 255 / var(--_rim, 0.22));
    transition:
      box-shadow 0.15s,
      transform 0.15s;
  }

  .start.small {
    min-block-size: calc(var(--_touch) / 0.9375);
    margin: 0;
    padding: 6px 18px;
    font-size: calc(0.9375em / var(--_scale, 1));
    box-shadow: inset 0 0 0 1px rgb(255 255 255 / var(--_rim, 0.22));
  }

  .quiet {
    min-block-size: calc(var(--_touch) / 0.9375);
    padding: 6px 18px;
    border-radius: 99px;
    background: rgb(255 255 255 / 0.14);
    font-size: 0.9375em;
    font-weight: 500;
  }

  @media (hover: hover) {
    /* The accent itself stays, and with it the contrast of the words on it. */
    .start:hover {
      --_rim: 0.7;

      transform: translateY(-1px);
    }

    .quiet:hover {
      background: rgb(255 255 255 / 0.24);
    }
  }

  .notice {
    /* Of its words; a button in it has words of the usual size. */
    --_scale: 0.875;

    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: 8px 12px;
    max-inline-size: min(30em / var(--_scale), 100%);
    padding: 8px 14px;
    border-radius: 14px;
    overflow-y: auto;
    scrollbar-width: thin;
    background: var(--_glass-strong);
    font-size: calc(1em * var(--_scale));
    text-align: center;
    text-wrap: pretty;
  }

  /* Whatever scrolls there: time is short, and the way to more of it stays in sight. */
  .warning .start.small {
    position: sticky;
    inset-block-end: 0;
  }

  .captions {
    display: flex;
    flex: 0 1 auto;
    min-block-size: 0;
    overflow: hidden;
    justify-content: center;
    inline-size: min(40em, 100%);
  }

  .captions p {
    display: flex;
    flex-direction: column;
    justify-content: flex-end;
    max-inline-size: 100%;
    max-block-size: calc(3lh + 12px);
    overflow: hidden;
    padding: 6px 12px;
    border-radius: 12px;
    background: rgb(10 10 16 / 0.78);
    font-size: clamp(0.875em, 2.6cqw, 1.25em);
    line-height: 1.35;
    text-align: center;
    overflow-wrap: anywhere;
  }

  @container stage (max-width: 17em) or (max-height: 15em) {
    .card {
      gap: 6px;
      padding: 6px 10px;
    }

    .card .title {
      line-height: 1.2;
    }

    .card .start,
    .card .quiet {
      min-block-size: calc(var(--_low) / 0.875);
      padding: 2px 12px;
      font-size: 0.875em;
    }

    /* There is no height to spare. */
    .title {
      flex-wrap: nowrap;
      font-size: 0.9375em;
    }

    /* There is not room for both, and that the connection is lost is more pressing. */
    .reconnecting .notice:not(.warning) {
      display: none;
    }

    .alarm,
    .beckon {
      font-size: 0.8em;
    }

    .start > .icon {
      display: none;
    }

    /* The words may wrap in another font: the button must not be pushed out of sight. */
    .warning {
      --_scale: 0.8125;

      gap: 4px;
      padding: 4px 8px;
    }

    .warning .start.small {
      /* A little lower still where there is no room to spare, and as high as the others under a finger. */
      min-block-size: max(24px, ((var(--_low) - 2em) * 1.334 + 1.75em) / 0.9375);
      padding-block: 0;
    }

    .detail {
      font-size: 0.8125em;
    }

    .start {
      min-block-size: calc(2.5em / 0.9375);
      padding: 4px 16px;
      font-size: 0.9375em;
    }
  }

  /* There is room for one of them: the one that can be answered stays. */
  @container stage (max-height: max(11em, 176px)) {
    .stage:has(.warning) .card,
    .card.reconnecting .ring {
      display: none;
    }

    .card.reconnecting .title {
      font-size: 0.8125em;
    }
  }

  @container stage (max-width: 12em) {
    .card {
      --_low: 1.75em;

      gap: 4px;
      padding-block: 4px;
    }

    .card .title {
      font-size: 0.875em;
    }

    .card .ring,
    .alarm,
    .beckon,
    .warning strong {
      display: none;
    }
  }
`;
