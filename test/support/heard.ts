/** Owns the ear of a screen reader in the tests. */

/** What a live region has been given since, each change of it. */
export function heard(region: Element): string[] {
  const sentences: string[] = [];
  new MutationObserver(() => sentences.push(region.textContent)).observe(region, {
    characterData: true,
    childList: true,
    subtree: true,
  });
  return sentences;
}
