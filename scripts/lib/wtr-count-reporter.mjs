/** A reporter of Web Test Runner that leaves the numbers, and what failed, for scripts/test.mjs. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';

/** Every test of a suite, with the names of the suites around it. */
const testsOf = (suite, path) => [
  ...suite.tests.map((test) => ({ ...test, name: [...path, test.name].join(' › ') })),
  ...suite.suites.flatMap((inner) => testsOf(inner, [...path, inner.name])),
];

const failuresOf = ({ testFile, browser, errors }, tests) => {
  const failed = tests.filter((test) => !test.passed || test.skipped);
  const told = failed.map(({ name, error, skipped }) => ({
    name,
    error: skipped ? 'Skipped.' : (error?.message ?? 'It failed without an error.'),
  }));
  // A file that does not load has no tests.
  const others = errors.map(({ message }) => ({ name: relative('', testFile), error: message }));
  return [...told, ...others].map(({ name, error }) => ({ name: `${browser.name} › ${name}`, error }));
};

export const countReporter = (file) => ({
  onTestRunFinished({ sessions }) {
    const counts = { passed: 0, failures: [] };
    for (const session of sessions) {
      const tests = session.testResults ? testsOf(session.testResults, [relative('', session.testFile)]) : [];
      const failures = failuresOf(session, tests);
      counts.failures.push(...failures);
      counts.passed += tests.filter((test) => test.passed && !test.skipped).length;
    }
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(counts));
  },
});
