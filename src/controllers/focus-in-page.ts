/** Owns the question where in the page the focus is. */

/** What has the focus, as the host's own surroundings see it: the host, something in its slots, or `null` for the rest of the page. */
export function focusInside(host: Element): Element | null {
  const { activeElement } = host.getRootNode() as Document | ShadowRoot;
  return host.contains(activeElement) ? activeElement : null;
}

/** What has the focus, also inside other elements. */
export function focused({ activeElement }: Document): HTMLElement | null {
  let element = activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element as HTMLElement | null;
}
