/** The contact sheet: every picture small, in groups, and in full when pressed. */

const figure = ({ path, theme, size, direction }, changes) => {
  const share = changes.get(path);
  const changed = changes.has(path)
    ? ` · <strong>${share === null ? 'new' : `${(share * 100).toFixed(2)} %`}</strong>`
    : '';
  return `<figure class="${size.name}"><a href="${path}"><img src="${path}" alt="" loading="lazy" /></a>
    <figcaption>${theme} · ${size.name} · ${direction}${changed}</figcaption></figure>`;
};

export function contactSheet(pictures, changes) {
  const groups = new Map();
  for (const picture of pictures) {
    const title = `${picture.layout}: ${picture.face}`;
    groups.set(title, [...(groups.get(title) ?? []), picture]);
  }
  const sections = [...groups].map(
    ([title, group]) =>
      `<h2>${title}</h2>\n<div>${group.map((picture) => figure(picture, changes)).join('\n')}</div>`,
  );
  return `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <title>Every face of anam-persona</title>
  <style>
    body { margin: 1.5rem; background: #ddd; color: #222; font: 0.75rem system-ui, sans-serif; }
    div { display: flex; flex-wrap: wrap; gap: 0.75rem; }
    figure { margin: 0; }
    img { display: block; block-size: 15rem; border: 1px solid #999; }
    strong { color: #b00; }
  </style>
  <h1>Every face of anam-persona: ${pictures.length} pictures</h1>
  ${sections.join('\n')}
</html>
`;
}
