/** Whether `emulateMedia` has an effect here: over WebDriver BiDi, in Firefox, it has none (docs/browsers.md). */
export const CAN_EMULATE = !navigator.userAgent.includes('Firefox');
