/** Owns the page's scrolling while something covers all of it: held by the first who wants that, given back by the last. */

interface Hold {
  count: number;
  /** What the page itself had set. */
  readonly before: string;
}

/** A fact about documents, which several elements may share. */
const holds = new WeakMap<HTMLElement, Hold>();

/** Holds the page where it is. Returns how to let it go, which counts once. */
export function holdScroll({ documentElement: root }: Document): () => void {
  const hold = holds.get(root) ?? { count: 0, before: root.style.overflow };
  holds.set(root, hold);
  hold.count += 1;
  root.style.overflow = 'hidden';
  let held = true;
  return () => {
    if (!held) return;
    held = false;
    hold.count -= 1;
    if (hold.count > 0) return;
    holds.delete(root);
    // The page may have set something else meanwhile: that is not ours to take back.
    if (root.style.overflow === 'hidden') root.style.overflow = hold.before;
  };
}
