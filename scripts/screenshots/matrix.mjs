/** The dimensions of the screenshots, and the name of each picture. Words of a name are what `--only` looks for. */

export const LAYOUTS = ['inline', 'floating'];
export const THEMES = ['light', 'dark', 'forced'];
export const DIRECTIONS = ['ltr', 'rtl'];

/** The window, and the box of the inline element in it. */
export const SIZES = [
  { name: 'phone', window: { width: 390, height: 844 }, box: { width: 358, height: 477 } },
  { name: 'tablet', window: { width: 820, height: 1180 }, box: { width: 772, height: 515 } },
  { name: 'desktop', window: { width: 1280, height: 800 }, box: { width: 960, height: 640 } },
];

/** Faces that belong to no layout are shown in both: the floating panel is open then. */
export const facesOf = (faces, layout) =>
  faces.filter((name) => layout === 'floating' || !name.startsWith('floating'));

const slug = (text) => text.replaceAll(/[^a-z]+/g, '-');

export const pictureOf = (facts) => {
  const { layout, face, theme, size, direction } = facts;
  const path = `${layout}/${slug(face)}/${theme}-${size.name}-${direction}.png`;
  return { ...facts, path, name: `${layout} ${face} ${theme} ${size.name} ${direction}` };
};
