/** Owns the drawings: one 24-unit grid, one stroke, the colour of the text around them. */
import { svg, html, type SVGTemplateResult, type TemplateResult } from 'lit';

export const icon = (drawing: SVGTemplateResult): TemplateResult => html`
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${drawing}</svg>
`;

/** Crosses out whatever it is laid over. */
const slash = svg`<path d="M4 4l16 16" />`;

const micBody = svg`
  <rect x="9" y="3" width="6" height="11" rx="3" />
  <path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3" />`;
const speakerBody = svg`<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5z" />`;

export const icons = {
  talk: icon(svg`<path d="M4 10v4M8 7v10M12 4v16M16 7v10M20 10v4" />`),
  mic: icon(micBody),
  micOff: icon(svg`${micBody}${slash}`),
  sound: icon(svg`${speakerBody}<path d="M15.5 9a4 4 0 0 1 0 6M18 6.5a7.5 7.5 0 0 1 0 11" />`),
  soundOff: icon(svg`${speakerBody}<path d="M16 9.5l5 5M21 9.5l-5 5" />`),
  captions: icon(svg`
    <rect x="3" y="5" width="18" height="14" rx="3" />
    <path d="M10.5 10.5a2 2 0 1 0 0 3M17 10.5a2 2 0 1 0 0 3" />`),
  transcript: icon(svg`<path d="M4 5h16v11H9.5L5 20v-4H4zM8 9h8M8 12h5" />`),
  interrupt: icon(svg`
    <path d="M8 12V6.2a1.5 1.5 0 0 1 3 0V11M11 11V4.7a1.5 1.5 0 0 1 3 0V11M14 11V6.2a1.5 1.5 0 0 1 3 0V14a7 7 0 0 1-7 7c-2.5 0-4-1.2-5.2-3.2L3.2 14.5a1.5 1.5 0 0 1 2.5-1.6L8 15.5" />`),
  end: icon(svg`
    <path d="M3.5 14.5v-1.2C3.5 10.6 7 8.5 12 8.5s8.5 2.1 8.5 4.8v1.2c0 .8-.7 1.3-1.4 1.1l-2.8-.7a1.2 1.2 0 0 1-.9-1.1v-1.6a12 12 0 0 0-6.8 0v1.6c0 .5-.4 1-.9 1.1l-2.8.7c-.7.2-1.4-.3-1.4-1.1z" />`),
  more: icon(svg`
    <circle class="dot" cx="5" cy="12" r="1.6" />
    <circle class="dot" cx="12" cy="12" r="1.6" />
    <circle class="dot" cx="19" cy="12" r="1.6" />`),
  send: icon(svg`<path d="M12 19V5M6 11l6-6 6 6" />`),
  warning: icon(svg`<path d="M12 4l9 16H3zM12 10v4.5M12 17.2v.1" />`),
} as const;
