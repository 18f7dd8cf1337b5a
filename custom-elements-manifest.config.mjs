import { cemValidatorPlugin } from '@wc-toolkit/cem-validator';
import { customElementJetBrainsPlugin } from 'custom-element-jet-brains-integration';
import { customElementVsCodePlugin } from 'custom-element-vs-code-integration';

/** Where the package has what a source file declares: the class and its events leave by one door. */
const CLASS_DOOR = 'dist/element.js';
const DOORS = {
  'src/anam-persona.ts': CLASS_DOOR,
  'src/anam-persona.events.ts': CLASS_DOOR,
  'src/define.ts': 'dist/define.js',
};

/** No members for a page: Lit's and the platform's callbacks. */
const CALLBACKS = /Callback$/;

/** Describes what is shipped: public members only, under the paths of the package. */
const shipped = {
  name: 'shipped',
  packageLinkPhase({ customElementsManifest }) {
    const modules = new Map();
    for (const source of customElementsManifest.modules) {
      const path = DOORS[source.path];
      // Base classes: what they declare stands in the element's own entry.
      if (!path) continue;
      for (const { declaration } of source.exports ?? [])
        if (declaration?.module) declaration.module = CLASS_DOOR;
      for (const declaration of source.declarations ?? []) tidy(declaration);
      const module = modules.get(path) ?? { ...source, path, declarations: [], exports: [] };
      module.declarations.push(...(source.declarations ?? []));
      module.exports.push(...(source.exports ?? []));
      modules.set(path, module);
    }
    customElementsManifest.schemaVersion = '2.1.0';
    customElementsManifest.modules = [...modules.values()];
  },
};

const tidy = (declaration) => {
  const isPublic = ({ privacy, name }) =>
    !/private|protected/.test(privacy ?? '') && !/^[#_]/.test(name) && !CALLBACKS.test(name);
  declaration.members = declaration.members?.filter(isPublic);
  declaration.attributes = declaration.attributes?.filter(({ name }) => !name.startsWith('_'));
  // The analyzer also takes every dispatchEvent() in the code for an event; the doc comment is the contract.
  declaration.events = declaration.events?.filter(({ name }) => name?.startsWith('anam-'));
  for (const entry of [...(declaration.members ?? []), ...(declaration.attributes ?? [])])
    delete entry.inheritedFrom;
  if (declaration.tagName) delete declaration.superclass;
};

export default {
  globs: ['src/anam-persona*.ts', 'src/define.ts'],
  litelement: true,
  outdir: '.',
  packagejson: false,
  plugins: [
    shipped,
    customElementVsCodePlugin({
      outdir: 'types/generated',
      htmlFileName: 'vscode.html-custom-data.json',
      cssFileName: 'vscode.css-custom-data.json',
      hideLogs: true,
    }),
    customElementJetBrainsPlugin({
      outdir: 'types/generated',
      webTypesFileName: 'web-types.json',
      packageJson: false,
      hideLogs: true,
    }),
    // TypeScript types are no JavaScript exports, so that rule has nothing to find.
    cemValidatorPlugin({ rules: { manifest: { exportTypes: 'off' } } }),
  ],
};
