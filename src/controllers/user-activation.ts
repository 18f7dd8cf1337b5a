/** Reads what the browser knows of the visitor's gestures; `undefined` in a browser that does not say, whatever the types claim. */
export const userActivation = (): UserActivation | undefined =>
  (navigator as { readonly userActivation?: UserActivation }).userActivation;
