/** Owns the look of the stage: drawing, poster, picture, and where things lie over them. */
import { css } from 'lit';

export const stageStyles = css`
  .frame {
    position: absolute;
    inset: 0;
    container: persona / size;
  }

  .stage {
    position: absolute;
    inset: 0;
    display: flex;
    flex-direction: column;
    overflow: clip;
    isolation: isolate;
    container: stage / size;
    color: var(--_on-glass);
  }

  .stage:focus {
    outline: none;
  }

  .stage:focus-visible::before {
    content: '';
    position: absolute;
    inset: 4px;
    border: 3px solid var(--_on-glass);
    border-radius: calc(var(--_radius) - 4px);
    pointer-events: none;
  }

  .backdrop,
  .poster,
  video {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    z-index: -1;
  }

  .backdrop {
    --_deep: color-mix(in oklab, var(--_accent) 34%, #f4efec);
    --_warm: color-mix(in oklab, var(--_accent) 12%, #ffe3cf);
    --_cool: color-mix(in oklab, var(--_accent) 16%, #d6ecff);
    --_body: color-mix(in oklab, var(--_accent) 62%, #fff);
    --_face: color-mix(in oklab, var(--_accent) 8%, #fff);

    background:
      radial-gradient(80% 110% at 8% 0%, var(--_warm), transparent 65%),
      radial-gradient(70% 100% at 96% 10%, var(--_cool), transparent 65%), var(--_deep);
  }

  @supports (color: light-dark(#000, #fff)) {
    .backdrop {
      --_deep: light-dark(
        color-mix(in oklab, var(--_accent) 34%, #f4efec),
        color-mix(in oklab, var(--_accent) 34%, #0c0a18)
      );
      --_warm: light-dark(
        color-mix(in oklab, var(--_accent) 12%, #ffe3cf),
        color-mix(in oklab, var(--_accent) 40%, #4a2a38)
      );
      --_cool: light-dark(
        color-mix(in oklab, var(--_accent) 16%, #d6ecff),
        color-mix(in oklab, var(--_accent) 40%, #103a5c)
      );
      --_body: light-dark(
        color-mix(in oklab, var(--_accent) 62%, #fff),
        color-mix(in oklab, var(--_accent) 46%, #1c1830)
      );
      --_face: light-dark(
        color-mix(in oklab, var(--_accent) 8%, #fff),
        color-mix(in oklab, var(--_accent) 36%, #dcd8f5)
      );
    }
  }

  .portrait {
    position: absolute;
    inset-block-end: 0;
    inset-inline: 0;
    inline-size: 100%;
    block-size: 88%;
    overflow: visible;
  }

  .rings {
    fill: none;
    stroke: var(--_face);
    stroke-opacity: 0.5;
    stroke-width: 1.5;
  }

  .hair {
    fill: color-mix(in oklab, var(--_body) 82%, #241d4d);
  }

  .glass-light {
    stop-color: color-mix(in oklab, var(--_body) 72%, var(--_face));
  }

  .glass-dark {
    stop-color: var(--_body);
  }

  .shade {
    fill: var(--_body);
    opacity: 0.55;
  }

  .glass-near-light {
    stop-color: var(--_face);
  }

  .glass-near-dark {
    stop-color: color-mix(in oklab, var(--_body) 62%, var(--_face));
  }

  .poster img[hidden] {
    display: none;
  }

  .poster img:not([hidden]),
  ::slotted([slot='poster']) {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    object-fit: var(--_object-fit);
  }

  .backdrop,
  .poster {
    transition: filter 0.5s;
  }

  :is(.authorizing, .connecting, .reconnecting, .ending, .ended, .failed) > :is(.backdrop, .poster) {
    filter: brightness(0.72) saturate(0.8);
  }

  video {
    object-fit: var(--_object-fit);
    opacity: 0;
    transition: opacity 0.35s;
  }

  .picture {
    background: #14131c;
  }

  .picture video {
    opacity: 1;
  }

  .reconnecting video {
    filter: brightness(0.6) blur(2px);
  }

  /* A shade under the buttons, so that they are seen on a white wall too. */
  .picture::after {
    content: '';
    position: absolute;
    inset-inline: 0;
    inset-block-end: 0;
    block-size: min(11em, 55%);
    z-index: -1;
    background: linear-gradient(to top, rgb(10 10 16 / 0.5), transparent);
    pointer-events: none;
  }

  /* Not before the picture has come over them: it would be dark in between. */
  .picture .backdrop,
  .picture .poster {
    visibility: hidden;
    transition: visibility 0s 0.35s;
  }

  .top,
  .middle,
  .bottom {
    min-inline-size: 0;
    min-block-size: 0;
    --_edge: clamp(8px, 2.5cqmin, 20px);
    padding: var(--_edge);
  }

  /* A visitor's large letters are as large as the smallest boxes can hold: nothing is pushed out of sight. */
  .top,
  .middle,
  .bottom {
    font-size: min(1em, max(10cqmin, 12px));
  }

  /* Above the middle, though it comes after it: who opens the panel comes to its start before the button that closes it. */
  .top {
    display: flex;
    order: -1;
    flex: none;
    align-items: flex-start;
    padding-block: calc(var(--_edge) + var(--_safe-top, 0px)) 0;
  }

  .middle {
    display: grid;
    flex: 1;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    place-items: center;
    padding-block: 0;
  }

  .idle .middle {
    align-items: end;
  }

  .bottom {
    display: flex;
    flex: 0 1 auto;
    flex-direction: column;
    align-items: center;
    gap: clamp(6px, 2cqmin, 12px);
    /* There too where nothing is above it. */
    margin-block-start: auto;
    padding-block-end: calc(var(--_edge) + var(--_safe-bottom, 0px));
  }

  /* Where there is no room to spare, buttons are as low as they may be. */
  @container stage (max-width: 13em) or (max-height: max(11em, 176px)) {
    .top,
    .middle,
    .bottom {
      --_low: 2em;
    }
  }

  .mode {
    display: inline-flex;
    align-items: center;
    gap: 3px;
    padding: 4px 12px;
    border-radius: 99px;
    background: var(--_glass);
    font-size: 0.8125em;
  }

  .mode i {
    inline-size: 0.308em;
    block-size: 0.923em;
    border-radius: 99px;
    background: currentColor;
    transform: scaleY(0.34);
  }

  .mode span {
    margin-inline-start: 5px;
  }

  .listening i,
  .speaking i {
    animation: speak 0.9s ease-in-out infinite alternate;
  }

  .thinking i {
    animation: think 0.7s ease-in-out infinite alternate;
  }

  .mode i:nth-child(2) {
    animation-delay: -0.3s;
  }

  .mode i:nth-child(3) {
    animation-delay: -0.6s;
  }

  @keyframes speak {
    to {
      transform: none;
    }
  }

  @keyframes think {
    from {
      opacity: 0.3;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;
