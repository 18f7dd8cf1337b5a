/**
 * What a screen reader is given in every face, kept beside this file: roles, names, states, in their order.
 * After a change that is meant: `FILES=test/element/aria.test.ts npx web-test-runner --update-snapshots`, and read the difference.
 */
import { expect } from '@open-wc/testing';
import {
  compareSnapshot,
  executeServerCommand,
  getSnapshotConfig,
  getSnapshots,
} from '@web/test-runner-commands';
import { en } from '../../src/text/en.js';
import { FACES, face } from '../support/faces.js';

/** Without what is of this run: the server's address, the machine's devices and clipboard, the time, and how long things take. */
const settled = (tree: string): string =>
  tree
    .replaceAll(location.origin, '')
    .replaceAll(/^ *- option "(?!System default).*\n/gm, '')
    .replaceAll(/^ *- paragraph: You talked for .*\n/gm, '')
    .replaceAll(en.notCopied, en.copied)
    .replaceAll(/\d+:\d+ [AP]M/g, 'now')
    .replaceAll(/\d+ (seconds?|minutes?)/g, 'some time');

describe('the accessibility tree', () => {
  before(async () => {
    const { updateSnapshots } = await getSnapshotConfig();
    if (updateSnapshots) return;
    // A missing one would be written, and pass.
    expect(Object.keys(await getSnapshots())).to.have.members(Object.keys(FACES));
  });

  for (const name of Object.keys(FACES)) {
    it(name, async () => {
      await face(name);
      const content = settled(await executeServerCommand<string, undefined>('accessibility-tree'));
      await compareSnapshot({ name, content: `\n${content}\n` });
    });
  }
});
