/** Owns the drawings of the part that is loaded when it is needed. */
import { svg } from 'lit';
import { icon } from './icons.js';

export const extrasIcons = {
  copy: icon(svg`
    <rect x="8" y="8" width="12" height="12" rx="2.5" />
    <path d="M16 8V6.5A2.5 2.5 0 0 0 13.5 4h-7A2.5 2.5 0 0 0 4 6.5v7A2.5 2.5 0 0 0 6.5 16H8" />`),
  save: icon(svg`<path d="M12 4v11M7 10.5l5 5 5-5M4.5 20h15" />`),
  popOut: icon(svg`
    <rect x="3" y="5" width="18" height="14" rx="3" />
    <rect class="dot" x="12" y="11.5" width="6.5" height="5" rx="1" />`),
  fullscreen: icon(svg`<path d="M9 4H4v5M15 4h5v5M9 20H4v-5M15 20h5v-5" />`),
  minimise: icon(svg`<path d="M5 9l7 7 7-7" />`),
  close: icon(svg`<path d="M6 6l12 12M18 6L6 18" />`),
} as const;
