/** Classic markup injections, and how a page shows that one of them worked. */
import { expect, type Page } from '@playwright/test';

/** Each leaves a mark when it is rendered as HTML (`data-pwned`), and sets `globalThis.pwned` when it is executed. */
export const PAYLOADS: readonly string[] = [
  `<img src=x data-pwned onerror="globalThis.pwned='img'">`,
  `<script data-pwned>globalThis.pwned='script'</script>`,
  `"><svg data-pwned onload="globalThis.pwned='svg'">`,
  `' data-pwned autofocus tabindex=0 onfocus="globalThis.pwned='attribute'" x='`,
  `</textarea></title></style></p><i data-pwned></i>`,
  `<iframe data-pwned srcdoc="<script>parent.pwned='frame'</script>"></iframe>`,
  `<a data-pwned href="javascript:globalThis.pwned='link'">a link</a>`,
  `<details data-pwned open ontoggle="globalThis.pwned='toggle'">`,
  `<math><mtext><table><mglyph><style><img data-pwned src=x onerror="globalThis.pwned='mutation'">`,
  `<!--<img src="--><img data-pwned src=x onerror=globalThis.pwned='comment'//">`,
  `<style data-pwned>* { display: none !important }</style>`,
  `<?lit$?><!--lit-part--><i data-pwned></i><!--/lit-part-->`,
  `{{constructor.constructor("globalThis.pwned='template'")()}}`,
  "${globalThis.pwned='literal'}",
  `javascript:globalThis.pwned='address'`,
  `\u003Cscript data-pwned\u003EglobalThis.pwned='escaped'\u003C/script\u003E`,
  `&lt;script data-pwned&gt;globalThis.pwned='entity'&lt;/script&gt;`,
];

/** All of them in one text. */
export const PAYLOAD = PAYLOADS.join(' ');

/** Everything that was executed or rendered, in the document and in every shadow root. */
export const injuries = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    const { pwned } = globalThis as unknown as { pwned?: string };
    if (pwned !== undefined) found.push(`executed: ${pwned}`);
    const roots: (Document | ShadowRoot)[] = [document];
    for (let root = roots.pop(); root; root = roots.pop()) {
      const bad = root.querySelectorAll(
        '[data-pwned], a[href^="javascript" i], a[href^="data" i], :is(iframe, embed, object)',
      );
      found.push(...[...bad].map(({ outerHTML }) => `rendered: ${outerHTML.slice(0, 80)}`));
      for (const { shadowRoot } of root.querySelectorAll('*')) if (shadowRoot) roots.push(shadowRoot);
    }
    return found;
  });

/** Nothing was, also after what was loaded meanwhile has had its turn. */
export const expectUnharmed = async (page: Page): Promise<void> => {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50))));
  expect(await injuries(page)).toEqual([]);
};
