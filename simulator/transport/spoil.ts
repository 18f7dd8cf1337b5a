/** Does to an HTTP answer what a fault says. */

import { setTimeout as wait } from 'node:timers/promises';
import type { ServerResponse } from 'node:http';
import type { HttpEffect } from '../faults/fault.js';
import type { Answer } from './http.js';

/**
 * Gives the answer of the fault, `done` when the response is taken care of, `lost` when the platform has to act and its
 * answer not to arrive, or undefined to go on as usual.
 */
export async function spoil(
  effect: HttpEffect,
  response: ServerResponse,
): Promise<Answer | 'done' | 'lost' | undefined> {
  if (effect.withoutCors) response.removeHeader('access-control-allow-origin');
  if (effect.delay) await wait(effect.delay, undefined, { ref: false });
  switch (effect.ending) {
    case 'hang':
      return 'done';
    case 'reset':
      response.destroy();
      return 'done';
    case 'truncate':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 400 });
      response.write('{"sessionId":"', () => response.destroy());
      return 'done';
    case 'lose':
      return 'lost';
    case undefined:
      break;
  }
  if (effect.status === undefined) return undefined;
  return {
    status: effect.status,
    ...(effect.json === undefined ? {} : { json: effect.json }),
    ...(effect.text === undefined ? {} : { text: effect.text }),
    ...(effect.contentType === undefined ? {} : { contentType: effect.contentType }),
    ...(effect.headers === undefined ? {} : { headers: effect.headers }),
  };
}

/** Changes fields of an object by dotted paths; `{host}` in texts is replaced. */
export function rewrite(
  body: Readonly<Record<string, unknown>>,
  set: Readonly<Record<string, unknown>>,
  remove: readonly string[],
  host: string,
): Record<string, unknown> {
  const copy = structuredClone(body) as Record<string, unknown>;
  for (const [path, value] of Object.entries(set)) {
    const { parent, key } = locate(copy, path);
    parent[key] = typeof value === 'string' ? value.replace('{host}', host) : value;
  }
  for (const path of remove) {
    const { parent, key } = locate(copy, path);
    Reflect.deleteProperty(parent, key);
  }
  return copy;
}

function locate(
  body: Record<string, unknown>,
  path: string,
): { parent: Record<string, unknown>; key: string } {
  const keys = path.split('.');
  const key = keys.pop() ?? '';
  let parent = body;
  for (const name of keys) parent = (parent[name] ??= {}) as Record<string, unknown>;
  return { parent, key };
}
