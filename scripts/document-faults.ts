/**
 * Writes `docs/faults.md` from the simulator's table of faults: `node --import tsx scripts/document-faults.ts`.
 * A test compares the page with what this makes of the table.
 */

import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { PLACES, type Fault, type Place } from '../simulator/faults/fault.js';
import { faults } from '../simulator/faults/table.js';

/** Where the page is. */
export const page = new URL('../docs/faults.md', import.meta.url);

const HEADINGS: Record<Place, string> = {
  token: 'The token request',
  engine: 'Starting the session, and other calls',
  signalling: 'Signalling',
  connection: 'The connection',
  media: 'Picture and sound',
  channel: 'The data channel',
  session: 'The conversation',
};

const INTRODUCTION = `# Faults of the simulator

The simulator can do everything wrong that a service, a proxy or a network can do. Each fault has a name. Switch it on

- from code: \`startSimulator({ fault: 'ice-lost' })\`, or later \`simulator.faults.apply('ice-lost')\` and \`simulator.faults.clear()\`;
- by a call: \`POST /_simulator/faults\` with \`"ice-lost"\`, \`{ "name": "ice-lost", "after": 500 }\` or a list of them; \`DELETE\` switches all off, \`GET\` lists them;
- for one session: \`POST /v1/auth/session-token?fault=ice-lost\`, which may be given several times; what belongs to no session is refused with 400;
- on the command line: \`npx --no-install anam-persona simulate --fault ice-lost\`.

A fault that waits for a moment of the session strikes a session at once when that moment has already passed. Numbers
can be changed: \`ice-lost:after=500\`, or \`{ "name": "ice-lost", "after": 500 }\`. There are \`after\` (milliseconds after
the moment), \`moment\` (\`socket-open\`, \`offer\`, \`answered\`, \`connected\`, \`live\`, \`speaking\`, \`user-message\`), \`milliseconds\`
(how long it lasts), \`times\` (how often it strikes), \`delay\`, \`loss\`, \`status\`, \`code\`, \`reason\`, \`count\` and \`seconds\`,
where they make sense; anything else, and values that cannot work, are refused with a message that says what can.

\`GET /_simulator/faults\` and \`simulator.faults.struck()\` count how often each fault has struck: a test that sees nothing
unusual can prove that there was something to see.

The last column tells what the unmodified JavaScript SDK 4.27.0 makes of it in Chromium. Real services may differ: the
simulator only knows what is public of them.

`;

/** The text of the page, formatted. */
export async function faultsPage(): Promise<string> {
  const sections = PLACES.map((place) => {
    const rows = faults.filter(({ where }) => where === place).map(row);
    return `## ${HEADINGS[place]}\n\n| name | | what happens | the SDK |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  const text = `${INTRODUCTION}There are ${faults.length} of them. This page is written from the table by \`scripts/document-faults.ts\`.\n\n${sections.join('\n')}`;
  const options = await resolveConfig(fileURLToPath(page));
  return format(text, { ...options, parser: 'markdown' });
}

function row({ name, title, does, expect }: Fault): string {
  return `| \`${name}\` | ${title} | ${cell(does)} | ${cell(expect ?? '')} |`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\b([A-Z]+(?:_[A-Z]+)+)\b/g, '`$1`');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(page, await faultsPage());
