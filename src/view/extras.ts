/** Owns the part of the interface that many visitors never see: loaded when it is needed. */
export { consent } from './consent.js';
export { extrasStyles as styles } from './extras.styles.js';
export { copyText, download } from './handout.js';
export { beside, launcher, minimise } from './launcher.js';
export { menu } from './menu.js';
export { asText, transcript } from './transcript.js';
