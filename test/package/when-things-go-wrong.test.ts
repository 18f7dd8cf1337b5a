import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { faults } from '../../simulator/index.js';
import { matrix } from '../e2e/faults/table.js';
import { failuresPage, page } from '../support/fault-docs.js';

test('every fault of the simulator has a row in the fault matrix, and every row a fault', () => {
  assert.deepEqual([...matrix.keys()].sort(), faults.map(({ name }) => name).sort());
});

test('docs/when-things-go-wrong.md says what the rows say', async () => {
  assert.ok(
    readFileSync(page, 'utf8') === (await failuresPage()),
    'docs/when-things-go-wrong.md is stale: run node --import tsx test/support/fault-docs.ts',
  );
});
