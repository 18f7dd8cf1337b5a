/** Owns small checks of options that several modules share. */

/** @throws Error naming the field unless the value is a finite number above zero. */
export function positive(field: string, value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value;
  throw new Error(`${field} must be a number above 0.`);
}
