/** Owns the look of what is loaded when it is needed: transcript, menu, consent, floating layout. */
import { conversationStyles } from './conversation.styles.js';
import { coveringStyles } from './covering.styles.js';
import { floatingStyles } from './floating.styles.js';
import { menuStyles } from './menu.styles.js';

export const extrasStyles = [conversationStyles, coveringStyles, menuStyles, floatingStyles];
