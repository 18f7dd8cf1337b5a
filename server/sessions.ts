/** Owns what Anam tells about sessions: reading one or a page of a list, and stopping one. */
import { isObject } from './body.js';
import { Problem } from './problems.js';
import { refusal, type Upstream } from './upstream.js';

/** What is read of a session. */
export interface SessionRecord {
  id: string;
  clientLabel: string;
  ended: boolean;
}

/** Reads one session; undefined when Anam does not know it (or it never reached an engine). */
export async function readSession(upstream: Upstream, id: string): Promise<SessionRecord | undefined> {
  const answer = await upstream({ method: 'GET', path: `/v1/sessions/${encodeURIComponent(id)}` });
  if (answer.status === 404) return undefined;
  if (answer.status !== 200) throw refusal(answer);
  return toRecord(answer.json);
}

/** Stops a session. @returns false when Anam says that it never reached an engine. */
export async function stopSession(upstream: Upstream, id: string): Promise<boolean> {
  const answer = await upstream({ method: 'POST', path: `/v1/sessions/${encodeURIComponent(id)}/stop` });
  if (answer.status === 404) return false;
  if (answer.status < 200 || answer.status > 299) throw refusal(answer);
  return true;
}

/** When what is to be stopped is looked for, in milliseconds after the one before: its allocation may be under way. */
export const LOOKS = [0, 1000, 2000];

const PER_PAGE = 100;
const PAGES = 1000;
/** A hundred sessions with all their fields, in bytes. */
const LIST_LIMIT = 1024 * 1024;

/** Reads one page of the sessions that Anam finds by a text, which other labels may contain too. */
export async function readPage(upstream: Upstream, search: string, page = 1): Promise<SessionRecord[]> {
  const query = new URLSearchParams({ search, page: `${page}`, perPage: `${PER_PAGE}` });
  const path = `/v1/sessions?${query.toString()}`;
  const answer = await upstream({ method: 'GET', path, answerLimit: LIST_LIMIT });
  if (answer.status !== 200) throw refusal(answer);
  const rows: unknown = isObject(answer.json) ? answer.json['data'] : answer.json;
  if (!Array.isArray(rows)) throw unusable('The list of sessions has a shape that is not known here.');
  return rows.map(toRecord);
}

/**
 * Lists the sessions that Anam finds by a label, each once. It ends with a page that brings nothing new, for Anam
 * may give shorter pages than it is asked for.
 */
export async function* listSessions(upstream: Upstream, label: string): AsyncGenerator<SessionRecord> {
  const seen = new Set<string>();
  for (let page = 1; page <= PAGES; page++) {
    const rows = (await readPage(upstream, label, page)).filter(({ id }) => !seen.has(id));
    if (rows.length === 0) return;
    for (const row of rows) {
      // A page may hold one row twice.
      if (!seen.has(row.id)) yield row;
      seen.add(row.id);
    }
  }
  throw unusable(`The list of sessions has more than ${PAGES} pages.`);
}

function toRecord(json: unknown): SessionRecord {
  if (!isObject(json) || typeof json['id'] !== 'string')
    throw unusable('A session has a shape that is not known here.');
  const { id, clientLabel, endTime } = json as { id: string; clientLabel?: unknown; endTime?: unknown };
  return {
    id,
    clientLabel: typeof clientLabel === 'string' ? clientLabel : '',
    ended: typeof endTime === 'string',
  };
}

function unusable(detail: string): Problem {
  return new Problem('upstream-error', detail, { reason: 'unusable answer about sessions' });
}
