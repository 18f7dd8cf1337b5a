/** Owns the ways in which a text is handed to the visitor: into the clipboard, and as a file. */

/** Rejects when the browser allows neither way. Call it inside a gesture. */
export async function copyText(text: string, root: ShadowRoot): Promise<void> {
  // Absent on insecure pages, whatever the types say.
  const { clipboard } = navigator as Partial<Pick<Navigator, 'clipboard'>>;
  const isDone = await clipboard?.writeText(text).then(
    () => true,
    () => false,
  );
  if (!isDone && !copyBySelection(text, root)) throw new Error('The browser refuses to copy.');
}

/** The old way, which needs neither a secure page nor a permission. */
function copyBySelection(text: string, root: ShadowRoot): boolean {
  const { ownerDocument, activeElement } = root;
  const field = ownerDocument.createElement('textarea');
  field.className = 'unseen';
  field.value = text;
  root.append(field);
  field.focus({ preventScroll: true });
  field.select();
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way on insecure pages
  const isDone = ownerDocument.execCommand('copy');
  field.remove();
  if (activeElement instanceof HTMLElement) activeElement.focus({ preventScroll: true });
  return isDone;
}

export function download(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
