/** Owns the look of cards, notices and captions over the picture. */
import { css } from 'lit';

export const overlayStyles = css`
  .card {
    display: flex;
    flex-direction: column;
    gap: 0.75rem;
    align-items: center;
    max-inline-size: min(24rem, 100%);
    max-block-size: 100%;
    overflow: hidden;
    padding: 1.25rem 1.5rem;
    border-radius: calc(var(--_radius) * 1.1);
    background: var(--_glass-strong);
    backdrop-filter: blur(18px) saturate(1.4);
    text-align: center;
    animation: arrive 0.25s ease-out;
  }

  @keyframes arrive {
    from {
      opacity: 0;
      transform: translateY(0.375rem);
    }
  }

  /* Most ends take no longer than this: nothing flashes up. No motion either, so it holds in every mode. */
  .card.ending {
    animation: arrive 0s 0.3s backwards !important;
  }

  .card:focus-visible {
    outline-offset: -3px;
    box-shadow: none;
  }

  .title {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 0.625rem;
    font-size: 1.0625rem;
    font-weight: 600;
  }

  /* A long word in a wide font breaks rather than sticks out. */
  .title > span {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }

  /* In small boxes the explanation scrolls, and the buttons stay in sight. */
  .card > * {
    flex: none;
  }

  .card > .detail {
    flex: 0 1 auto;
    min-block-size: 0;
    overflow-y: auto;
  }

  .detail {
    font-size: 0.9375rem;
    opacity: 0.88;
    text-wrap: pretty;
  }

  .alarm,
  .beckon {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 2rem;
    block-size: 2rem;
    border-radius: 50%;
    background: rgb(255 255 255 / 0.16);
  }

  .alarm {
    color: #ffc9a3;
  }

  .beckon {
    animation: beckon 1.2s ease-in-out infinite alternate;
  }

  @keyframes beckon {
    to {
      background: rgb(255 255 255 / 0.36);
    }
  }

  .ring {
    flex: none;
    inline-size: 1.75rem;
    block-size: 1.75rem;
    fill: none;
    stroke: rgb(255 255 255 / 0.24);
    stroke-width: 4.5;
    stroke-linecap: round;
    animation: turn 1.6s linear infinite;
  }

  .ring .reached {
    stroke: #fff;
    transition: stroke-dasharray 0.5s;
  }

  @keyframes turn {
    to {
      rotate: 360deg;
    }
  }

  .start {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.625rem;
    max-inline-size: 100%;
    min-block-size: 3.25rem;
    margin-block-end: clamp(0rem, 4cqh, 2.5rem);
    padding: 0.5rem 1.5rem;
    border-radius: 99rem;
    background: var(--_accent);
    color: var(--_on-accent);
    font-size: 1.0625rem;
    font-weight: 600;
    box-shadow:
      0 0.125rem 0.25rem rgb(0 0 0 / 0.2),
      0 0.75rem 2rem rgb(0 0 0 / 0.28),
      inset 0 0 0 1px rgb(255 255 255 / var(--_rim, 0.22));
    transition:
      box-shadow 0.15s,
      transform 0.15s;
  }

  .start > span {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }

  .start.small {
    min-block-size: var(--_touch);
    margin: 0;
    padding: 0.375rem 1.125rem;
    font-size: 0.9375rem;
    box-shadow: inset 0 0 0 1px rgb(255 255 255 / var(--_rim, 0.22));
  }

  .quiet {
    min-block-size: var(--_touch);
    padding: 0.375rem 1.125rem;
    border-radius: 99rem;
    background: rgb(255 255 255 / 0.14);
    font-size: 0.9375rem;
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
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: 0.5rem 0.75rem;
    max-inline-size: min(30rem, 100%);
    padding: 0.5rem 0.875rem;
    border-radius: 0.875rem;
    overflow-y: auto;
    background: var(--_glass-strong);
    font-size: 0.875rem;
    text-align: center;
    text-wrap: pretty;
  }

  .captions {
    display: flex;
    flex: 0 1 auto;
    min-block-size: 0;
    overflow: hidden;
    justify-content: center;
    inline-size: 100%;
  }

  .captions p {
    display: flex;
    flex-direction: column;
    justify-content: flex-end;
    max-inline-size: min(40rem, 100%);
    max-block-size: calc(3lh + 0.75rem);
    overflow: hidden;
    padding: 0.375rem 0.75rem;
    border-radius: 0.75rem;
    background: rgb(10 10 16 / 0.78);
    font-size: clamp(0.875rem, 2.6cqw, 1.25rem);
    line-height: 1.35;
    text-align: center;
    overflow-wrap: anywhere;
  }

  @container stage (max-width: 17rem) or (max-height: 15rem) {
    .card {
      gap: 0.375rem;
      padding: 0.5rem 0.625rem;
    }

    .card .title {
      line-height: 1.2;
    }

    .card .start,
    .card .quiet {
      min-block-size: var(--_low);
      padding: 0.125rem 0.75rem;
      font-size: 0.875rem;
    }

    .title {
      font-size: 0.9375rem;
    }

    /* There is not room for both, and that the connection is lost is more pressing. */
    .reconnecting .notice:not(.warning) {
      display: none;
    }

    .alarm,
    .beckon {
      inline-size: 1.5rem;
      block-size: 1.5rem;
      font-size: 0.75rem;
    }

    .start > .icon {
      display: none;
    }

    /* The words may wrap in another font: the button must not be pushed out of sight. */
    .warning {
      gap: 0.25rem;
      padding: 0.25rem 0.5rem;
      font-size: 0.8125rem;
    }

    .warning .start.small {
      /* A little lower still where there is no room to spare, and as high as the others under a finger. */
      min-block-size: calc((var(--_low) - 2rem) * 1.334 + 1.75rem);
      padding-block: 0;
    }

    .detail {
      font-size: 0.8125rem;
    }

    .start {
      min-block-size: 2.5rem;
      padding: 0.25rem 1rem;
      font-size: 0.9375rem;
    }
  }

  /* There is room for one of them: the one that can be answered stays. */
  @container stage (max-height: 11rem) {
    .stage:has(.warning) .card {
      display: none;
    }
  }

  @container stage (max-width: 12rem) {
    .card .ring,
    .warning strong {
      display: none;
    }
  }
`;
