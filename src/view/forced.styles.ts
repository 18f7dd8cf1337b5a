/** Owns the look in forced colours: the visitor's palette, borders instead of shades. Comes last, because it overrules. */
import { css } from 'lit';

export const forcedStyles = css`
  @media (forced-colors: active) {
    :host {
      --_surface: Canvas;
      --_text: CanvasText;
    }

    .mode,
    .notice,
    .card,
    .captions p {
      border: 1px solid CanvasText;
      background: Canvas;
      color: CanvasText;
      backdrop-filter: none;
    }

    .controls,
    .composer,
    .round,
    .composer .round.send,
    .start,
    .quiet {
      border: 1px solid ButtonText;
      background: ButtonFace;
      color: ButtonText;
      backdrop-filter: none;
    }

    .round[aria-disabled='true'] {
      border-color: GrayText;
      color: GrayText;
      opacity: 1;
    }

    .round.on,
    .round.off {
      border-color: Highlight;
      background: Highlight;
      color: HighlightText;
    }

    .mode i {
      background: CanvasText;
    }

    .ring {
      stroke: GrayText;
    }

    .ring .reached {
      stroke: Highlight;
    }

    .alarm,
    .beckon {
      border: 1px solid CanvasText;
      color: CanvasText;
    }

    .stage,
    .backdrop {
      background: Canvas;
    }

    .stage .backdrop,
    .stage .poster {
      filter: none;
    }

    :focus-visible {
      outline-color: Highlight;
      box-shadow: none;
    }
  }
`;
