/**
 * A reporter of Node's test runner that leaves the numbers, and what failed, for scripts/test.mjs. Counts tests, not the
 * suites around them.
 */
import { relative } from 'node:path';

export default async function* count(source) {
  const counts = { passed: 0, failures: [] };
  for await (const { type, data } of source) {
    if (data?.details?.type === 'suite') continue;
    if (type === 'test:pass' && !data.skip && !data.todo) counts.passed += 1;
    else if (type === 'test:pass') counts.failures.push({ name: name(data), error: 'Skipped.' });
    else if (type === 'test:fail') {
      const { error } = data.details;
      counts.failures.push({
        name: name(data),
        error: String(error?.cause?.stack ?? error?.message ?? error),
      });
    }
  }
  yield JSON.stringify(counts);
}

const name = ({ file, line, name }) => `${file ? `${relative('', file)}:${line} › ` : ''}${name}`;
