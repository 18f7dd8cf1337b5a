/** Owns docs/element.md: the manifest, and the commands and types of the source, as a page for people. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import ts from 'typescript';
import { root } from './run.mjs';

/** What `<button commandfor="…" command="…">` does. The source has the names, and each must have its words here. */
const COMMANDS = {
  '--start': '`start()`',
  '--stop': '`stop()`',
  '--interrupt': '`interrupt()`',
  '--toggle-mic': 'mutes and unmutes the microphone',
  '--toggle-captions': 'shows and hides captions',
  '--toggle-sound': "switches the persona's sound off and on",
  '--show': 'opens the floating panel',
  '--hide': 'closes the floating panel',
};

const cell = (text = '') => text.replaceAll('\n', ' ').replaceAll('|', '\\|');
const code = (text) => (text ? `\`${cell(text)}\`` : '');
const table = (heads, rows) =>
  [heads, heads.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
const named = (head, entries = []) =>
  table([head, ''], entries.map(({ name, description }) => [code(name) || 'default', cell(description)])); // prettier-ignore

const signature = ({ name, parameters = [], return: returned }) => {
  const taken = parameters.map(
    (each) => `${each.name}${each.default || each.optional ? '?' : ''}: ${each.type?.text}`,
  );
  return `${name}(${taken.join(', ')}): ${returned?.type?.text ?? 'void'}`;
};

const commandRows = () => {
  const source = readFileSync(join(root, 'src/anam-persona.commands.ts'), 'utf8');
  return [...source.matchAll(/'(--[\w-]+)'/g)].map(([, name]) => {
    if (!COMMANDS[name])
      throw new Error(`scripts/lib/element-page.mjs has no words for the command ${name}.`);
    return [code(name), COMMANDS[name]];
  });
};

/** What the tables above name, printed from where it is declared. */
const TYPES = {
  'src/session/events.ts': ['PersonaState', 'EndReason', 'PersonaMessage', 'Milestone', 'Timings'],
  'src/session/media.ts': ['MicState'],
  'src/session/client.ts': ['Role', 'CueOptions', 'AudioFormat'],
  'src/session/tools.ts': ['ToolHandler'],
  'src/session/settings.ts': ['TokenProvider', 'TokenContext', 'TokenResponse', 'TokenHeaders'],
  'src/controllers/devices.ts': ['DeviceList'],
};

const types = () =>
  Object.entries(TYPES)
    .flatMap(([path, names]) => {
      const source = readFileSync(join(root, path), 'utf8');
      const { statements } = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
      return names.map((name) => {
        const declaration = statements.find((statement) => statement.name?.text === name);
        if (!declaration) throw new Error(`scripts/lib/element-page.mjs looks for ${name} in ${path}.`);
        // A comment above a blank line is the file's.
        const comment = ts.getLeadingCommentRanges(source, declaration.pos)?.at(-1);
        const own = comment && !source.slice(comment.end, declaration.getStart()).includes('\n\n');
        const text = own ? source.slice(comment.pos, declaration.end) : declaration.getText();
        return text.replace(/^export /m, '');
      });
    })
    .join('\n\n');

/** The page, formatted. */
export const elementPage = async (manifest) => {
  const declarations = manifest.modules.flatMap((module) => module.declarations);
  const element = declarations.find(({ tagName }) => tagName === 'anam-persona');
  const fields = element.members.filter(({ kind }) => kind === 'field');
  const methods = element.members.filter(({ kind }) => kind === 'method');
  const settable = fields.filter(({ readonly }) => !readonly);
  const withAttribute = settable.filter(({ attribute }) => attribute);
  const eventRow = ({ name, type, description }) => {
    const { members = [] } = declarations.find((declaration) => declaration.name === type.text) ?? {};
    return [code(name), members.map((member) => code(member.name)).join(', '), cell(description)];
  };
  const page = `# \`<anam-persona>\`

${element.description} This page is written by \`npm run analyze\` from the sources; \`custom-elements.json\` tells editors the same.

## Attributes

Every attribute is a property too, under the name beside it. A boolean attribute is true when it is there; the text \`false\`
is false. A value that cannot be meant is ignored with one warning on the console.

${table(
  ['attribute', 'property', 'type', 'default', ''],
  withAttribute.map((each) => [code(each.attribute), code(each.name), code(each.type?.text), code(each.default), `${cell(each.description)}${each.reflects ? ' Reflects.' : ''}`]), // prettier-ignore
)}

\`lang\`, on the element or around it, chooses the language of the interface ([languages](languages.md)).

## Properties without an attribute

${table(
  ['property', 'type', ''],
  settable.filter((each) => !each.attribute).map((each) => [code(each.name), code(each.type?.text), cell(each.description)]), // prettier-ignore
)}

## Properties to read

${table(
  ['property', 'type', ''],
  fields.filter((each) => each.readonly).map((each) => [code(each.name), code(each.type?.text), cell(each.description)]), // prettier-ignore
)}

## Methods

A method that rejects does so with a \`PersonaError\`; [errors](errors.md) has its codes, and what passes on another error.
\`talkStream()\` and \`sendAudio()\` throw it. [Session](session.md) tells when what may be called. A client tool, and a language model of
your own, have to be in the persona's configuration too: [how](token-endpoint.md#tools-of-the-page).

${table(
  ['method', ''],
  methods.map((each) => [code(signature(each)), cell(each.description)]),
)}

## Events

All of them bubble and are composed. The fields are on the event itself; their types come with its class, from
\`anam-persona/element\`.

${table(['event', 'fields', ''], element.events.map(eventRow))}

## Commands

A button gives them without a script, where the browser knows invoker commands: \`<button commandfor="persona" command="--start">\`.

${table(['command', ''], commandRows())}

## Slots

${named('slot', element.slots)}

## Parts

For \`::part()\`; [looks](theming.md) tells more of them and of the next two.

${named('part', element.cssParts)}

## CSS properties

${table(
  ['property', 'default', ''],
  element.cssProperties.map((each) => [code(each.name), code(each.default), cell(each.description)]),
)}

## States

For \`:state()\`, as in \`anam-persona:state(live)\`.

${named('state', element.cssStates)}

## Types

As \`anam-persona/element\` exports them.

\`\`\`ts
${types()}
\`\`\`
`;
  const path = join(root, 'docs/element.md');
  return format(page, { ...(await resolveConfig(path)), parser: 'markdown' });
};
