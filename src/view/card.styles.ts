/** Owns the look of the cards in the middle of the picture: words, signs, and what scrolls. */
import { css } from 'lit';

export const cardStyles = css`
  .card {
    display: flex;
    flex-direction: column;
    gap: 12px;
    align-items: center;
    max-inline-size: min(26em, 100%);
    max-block-size: 100%;
    overflow-y: auto;
    scrollbar-width: thin;
    padding: 20px 24px;
    border-radius: calc(var(--_radius) * 1.1);
    background: var(--_glass-strong);
    backdrop-filter: blur(18px) saturate(1.4);
    text-align: center;
    animation: arrive 0.25s ease-out;
  }

  @keyframes arrive {
    from {
      opacity: 0;
      transform: translateY(6px);
    }
  }

  /* Above it there may be a panel's button, and below it what else is to be said. */
  .card:where(.reconnecting) {
    padding-block: 8px;
  }

  /* Most ends take no longer than this: nothing flashes up. No motion either, so it holds in every mode. */
  .card.ending {
    animation: arrive 0s 0.3s backwards !important;
  }

  .card:focus-visible {
    outline-offset: -3px;
    box-shadow: none;
  }

  /* What does not fit beside the spinner stands under it: beside it, wrapped lines would be as wide as the card. */
  .title {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: 10px;
    font-size: 1.0625em;
    font-weight: 600;
  }

  /* A long word in a wide font breaks rather than sticks out. */
  .title,
  .notice,
  .start {
    overflow-wrap: anywhere;
  }

  .title > span,
  .start > span {
    min-inline-size: 0;
  }

  /* In small boxes the explanation scrolls, and the buttons stay in sight. */
  .card > :not(.detail) {
    flex: none;
  }

  .detail {
    min-block-size: 1.4em;
    overflow-y: auto;
    scrollbar-width: thin;
    font-size: 0.9375em;
    opacity: 0.88;
    text-wrap: pretty;
  }

  .alarm,
  .beckon {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 1.9em;
    block-size: 1.9em;
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
    inline-size: 1.65em;
    block-size: 1.65em;
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
`;
