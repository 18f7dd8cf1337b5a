/** Owns the order of the style sheets: tokens first, then from the outside in. */
import { cardStyles } from './card.styles.js';
import { controlsStyles } from './controls.styles.js';
import { forcedStyles } from './forced.styles.js';
import { overlayStyles } from './overlay.styles.js';
import { stageStyles } from './stage.styles.js';
import { tokenStyles } from './tokens.styles.js';

export const styles = [tokenStyles, stageStyles, cardStyles, overlayStyles, controlsStyles, forcedStyles];
