/** A reporter of Node's test runner that leaves the numbers for scripts/test.mjs. Counts tests, not the suites around them. */
export default async function* count(source) {
  const counts = { passed: 0, failed: 0 };
  for await (const { type, data } of source) {
    if (data?.details?.type === 'suite') continue;
    if (type === 'test:pass') counts[data.skip || data.todo ? 'failed' : 'passed'] += 1;
    if (type === 'test:fail') counts.failed += 1;
  }
  yield JSON.stringify(counts);
}
