/**
 * Makes docs/when-things-go-wrong.md from the simulator's faults and the rows of the fault matrix; writes it when it
 * is run: `node --import tsx test/support/fault-docs.ts`. A test compares the page with what this makes of the rows.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { faults, type Fault } from '../../simulator/index.js';
import { ERRORS } from '../../src/session/error.js';
import { en } from '../../src/text/en.js';
import { demanded } from './fault-run.js';
import { matrix } from '../e2e/faults/table.js';
import type { Row } from '../e2e/faults/row.js';

const HEADINGS: Readonly<Record<Fault['where'], string>> = {
  token: 'No token',
  engine: 'The engine',
  signalling: 'Signalling',
  connection: 'The connection',
  media: 'Picture and sound',
  channel: 'Messages and tools',
  session: 'The conversation',
};

const INTRODUCTION = `# When things go wrong

How \`<anam-persona>\` behaves under every fault that the simulator knows: what the visitor sees, what the page is
told, and what the element does. Every row is a test that drives the built element with the real SDK and real WebRTC
through the fault in Chromium (\`test/e2e/faults.spec.ts\`); this page is written from the same rows. It says nothing
about how often Anam's service does any of this.

After every row, whatever it was, every session that was opened is closed, no peer connection is left, and every
track of the microphone is stopped.

This page is written by \`test/support/fault-docs.ts\`.

To see one of them yourself, start the simulator with it: \`npx --no-install anam-persona simulate --fault ice-lost\`. The codes
are explained in [errors.md](errors.md). Where nothing else is said, \`reconnect\` is 0, so that the end is seen and not
the replacement.
`;

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

const seen = (row: Row): string => {
  const words = demanded(row).texts.map((key) => `“${sentence(key)}”`);
  if (row.state === 'failed')
    words.push(ERRORS[row.error].retryable ? 'with “Try again”' : 'without “Try again”');
  if (row.state === 'live') words.push(row.sees ?? (words.length > 0 ? 'then the persona' : 'The persona'));
  return words.join(', ');
};

const sentence = (key: string): string => {
  const text: string = en[key as keyof typeof en];
  return text.replace('{time}', '… seconds');
};

/** States as they are told, without those that every start passes. */
const told = (row: Row): string => {
  const { way, errors } = demanded(row);
  const events = [
    ...errors.map((code) => `anam-error:${code}`),
    ...(row.told ?? []),
    ...(row.state === 'ended' ? [`anam-session-end:${row.reason}`] : []),
  ];
  const words = events.map((event) => {
    const [name = '', ...detail] = event.split(':');
    return detail.length > 0 ? `\`${name}\` (${detail.join(':')})` : `\`${name}\``;
  });
  const path = way.filter((state) => state !== 'authorizing' && state !== 'ending').join(' → ');
  const rejected = row.rejects ? [`the call is rejected with \`${row.rejects}\``] : [];
  return [path, ...words, ...rejected].join('; ');
};

const counted = (number: number, one: string): string => `${number} ${one}${number === 1 ? '' : 's'}`;

const costs = (row: Row): string => {
  const { tokens, sessions } = demanded(row);
  return `${counted(tokens, 'token')}, ${counted(sessions, 'session')}`;
};

const line = (fault: Fault, row: Row): string => {
  const cells = [`\`${fault.name}\`: ${fault.does}`, seen(row), told(row), row.does, costs(row)];
  return `| ${cells.map(cell).join(' | ')} |`;
};

/** Where the page is. */
export const page = new URL('../../docs/when-things-go-wrong.md', import.meta.url);

/** The text of the page, formatted. Throws when a fault has no row. */
export const failuresPage = async (): Promise<string> => {
  const sections = Object.entries(HEADINGS).map(([place, heading]) => {
    const lines = faults
      .filter(({ where }) => where === place)
      .map((fault) => {
        const row = matrix.get(fault.name);
        if (!row) throw new Error(`The fault "${fault.name}" has no row in test/e2e/faults/.`);
        return line(fault, row);
      });
    const head = ['What happens', 'The visitor sees', 'The page is told', 'The element', 'It asks for'];
    const rule = head.map(() => '---');
    return [`## ${heading}`, '', `| ${head.join(' | ')} |`, `| ${rule.join(' | ')} |`, ...lines].join('\n');
  });
  const text = `${[INTRODUCTION.trimEnd(), ...sections].join('\n\n')}\n`;
  return format(text, { ...(await resolveConfig(fileURLToPath(page))), parser: 'markdown' });
};

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(page, await failuresPage());
