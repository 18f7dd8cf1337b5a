/** `anam-persona/react` and its kind are types only; bundlers want a file all the same. */
export {};
