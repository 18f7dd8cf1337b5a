/** What is kept of a token, and for how long. */

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ActiveFaults } from '../../simulator/faults/active.js';
import { TokenStore } from '../../simulator/tokens.js';

const grant = { personaConfig: {}, clientLabel: null, sessionOptions: {}, faults: new ActiveFaults() };

it('nothing is kept of a token that is spent, and it is still known for one', () => {
  const store = new TokenStore(60);
  const token = store.mint(grant, 0);
  assert.equal(store.size, 1);
  store.spend(token);
  assert.equal(store.size, 0);
  assert.equal(store.check(token, 1000), 'used');
  assert.equal(store.check(token, 61_000), 'expired');
});

it('nothing is kept of tokens that have expired', () => {
  const store = new TokenStore(60);
  const old = store.mint(grant, 0);
  for (let i = 0; i < 100; i++) store.mint(grant, 1000);
  store.mint(grant, 62_000);
  assert.equal(store.size, 1);
  assert.equal(store.check(old, 62_000), 'expired');
});

it('a token from another time takes none of the others along', () => {
  const store = new TokenStore(60);
  const token = store.mint(grant, 0);
  store.spoiled('future', grant, 0);
  store.spoiled('expired', grant, 0);
  assert.equal(typeof store.check(token, 0), 'object');
});

it('a token of another store, or one that was changed, is unknown', () => {
  const store = new TokenStore(60);
  assert.equal(store.check(new TokenStore(60).mint(grant, 0), 0), 'unknown');
  const [head, , signature] = store.mint(grant, 0).split('.');
  assert.equal(store.check(`${head}.e30.${signature}`, 0), 'unknown');
  assert.equal(store.check(store.legacy(0), 0), 'unknown');
});
