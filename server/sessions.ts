/** Owns what Anam tells about sessions: reading one or a page of a list, and stopping one. */
import { isObject } from './body.js';
import { refusal, type Upstream } from './upstream.js';

/** What is read of a session. */
export interface SessionRecord {
  id: string;
  clientLabel: string;
  ended: boolean;
}

/** Reads one session; undefined when Anam does not know it (or it never reached an engine). */
export async function readSession(upstream: Upstream, id: string): Promise<SessionRecord | undefined> {
  const answer = await upstream('GET', `/v1/sessions/${encodeURIComponent(id)}`);
  if (answer.status === 404) return undefined;
  if (answer.status !== 200) throw refusal(answer);
  return toRecord(answer.json);
}

/** Stops a session. One that is over or unknown is as good as stopped. */
export async function stopSession(upstream: Upstream, id: string): Promise<void> {
  const answer = await upstream('POST', `/v1/sessions/${encodeURIComponent(id)}/stop`);
  if (answer.status !== 404 && (answer.status < 200 || answer.status > 299)) throw refusal(answer);
}

const PER_PAGE = 100;
const PAGES = 100;

/** Lists the sessions that Anam finds by a label, page by page. */
export async function* listSessions(upstream: Upstream, label: string): AsyncGenerator<SessionRecord> {
  for (let page = 1; page <= PAGES; page++) {
    const query = new URLSearchParams({ search: label, page: `${page}`, perPage: `${PER_PAGE}` });
    const answer = await upstream('GET', `/v1/sessions?${query.toString()}`);
    if (answer.status !== 200) throw refusal(answer);
    const rows: unknown = isObject(answer.json) ? answer.json['data'] : answer.json;
    if (!Array.isArray(rows)) throw new Error('The list of sessions has a shape that is not known here.');
    for (const row of rows) {
      const record = toRecord(row);
      if (record) yield record;
    }
    if (rows.length < PER_PAGE) return;
  }
}

function toRecord(json: unknown): SessionRecord | undefined {
  if (!isObject(json) || typeof json['id'] !== 'string') return undefined;
  const { id, clientLabel, endTime } = json as { id: string; clientLabel?: unknown; endTime?: unknown };
  return {
    id,
    clientLabel: typeof clientLabel === 'string' ? clientLabel : '',
    ended: typeof endTime === 'string',
  };
}
