/** Owns what is behind the picture: a drawing of somebody who is not there yet, and the page's poster over it. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Face } from './face.js';

/** Head and shoulders in frosted glass, with the rings of a voice around them. */
const portrait = html`
  <svg class="portrait" viewBox="0 0 400 400" preserveAspectRatio="xMidYMax meet" aria-hidden="true">
    <defs>
      <linearGradient id="glass" x1="0" y1="0" x2="0" y2="1">
        <stop class="glass-light" offset="0" />
        <stop class="glass-dark" offset="1" />
      </linearGradient>
      <linearGradient id="glass-near" x1="0" y1="0" x2="1" y2="1">
        <stop class="glass-near-light" offset="0" />
        <stop class="glass-near-dark" offset="1" />
      </linearGradient>
    </defs>
    <g class="rings">
      <circle cx="200" cy="168" r="126" />
      <circle cx="200" cy="168" r="176" />
      <circle cx="200" cy="168" r="236" />
    </g>
    <path
      class="hair"
      d="M200 56c50 0 82 34 82 86 0 26-5 50-13 66-3 6-11 4-11-3v-22H142v22c0 7-8 9-11 3-8-16-13-40-13-66 0-52 32-86 82-86z"
    />
    <path
      fill="url(#glass)"
      d="M16 420c2-86 58-128 120-144 22-6 32-16 32-40v-40h64v40c0 24 10 34 32 40 62 16 118 58 120 144z"
    />
    <path class="shade" d="M168 222c8 16 20 26 32 26s24-10 32-26v22c-8 16-20 24-32 24s-24-8-32-24z" />
    <path
      fill="url(#glass-near)"
      d="M200 86c38 0 62 24 62 66 0 54-24 94-62 94s-62-40-62-94c0-42 24-66 62-66z"
    />
  </svg>
`;

/** A picture that cannot be had gives way to the drawing, until another one comes. */
const drop = (event: Event): void => {
  (event.currentTarget as HTMLElement).hidden = event.type === 'error';
};

export const backdrop = ({ poster }: Face): TemplateResult => html`
  <div class="backdrop">${portrait}</div>
  <div class="poster">
    <slot name="poster"
      >${poster ? html`<img part="poster" src=${poster} alt="" @error=${drop} @load=${drop} />` : nothing}</slot
    >
  </div>
`;
