import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clientAddress, normalise } from '../../server/client-address.js';
import { createTokenHandler } from '../../server/index.js';
import { ENDPOINT, options } from './support/endpoint.js';

const SPELLINGS: [text: string, normal: string][] = [
  ['192.0.2.1', '192.0.2.1'],
  ['192.0.2.1:4711', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['::ffff:c000:201', '192.0.2.1'],
  [' 192.0.2.1 ', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
  ['[2001:db8:1:2::9]:443', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['999.0.2.1', 'unknown'],
  ['1:2:3', 'unknown'],
  ['::g', 'unknown'],
  ['localhost', 'unknown'],
  ['', 'unknown'],
];

for (const [text, normal] of SPELLINGS) {
  test(`address “${text}” → ${normal}`, () => assert.equal(normalise(text), normal));
}

const of = (
  headers: Record<string, string>,
  peer: string | undefined,
  trustedProxies: number,
  header?: string,
) => clientAddress(new Request(ENDPOINT, { method: 'POST', headers }), peer, { trustedProxies, header });

test('without proxies of ours the forwarded header is not believed', () => {
  assert.equal(of({ 'x-forwarded-for': '203.0.113.9' }, '192.0.2.1', 0), '192.0.2.1');
});

test('behind proxies the header is counted from its end', () => {
  const forged = { 'x-forwarded-for': '198.51.100.7, 203.0.113.9, 10.0.0.2' };
  assert.equal(of(forged, '10.0.0.1', 1), '10.0.0.2');
  assert.equal(of(forged, '10.0.0.1', 2), '203.0.113.9');
  assert.equal(of({ 'x-forwarded-for': '203.0.113.9' }, '10.0.0.1', 1), '203.0.113.9');
  assert.equal(of({}, '10.0.0.1', 1), '10.0.0.1');
  assert.equal(of({ 'x-forwarded-for': '203.0.113.9' }, undefined, 1), '203.0.113.9');
});

test('with fewer entries than proxies the peer counts, for a proxy was passed by and the entries are forged', () => {
  assert.equal(of({ 'x-forwarded-for': '203.0.113.9' }, '10.0.0.1', 2), '10.0.0.1');
  assert.equal(of({ 'x-forwarded-for': '203.0.113.9, 198.51.100.7' }, '10.0.0.1', 3), '10.0.0.1');
  assert.equal(of({ 'x-forwarded-for': '203.0.113.9' }, undefined, 2), 'unknown');
});

test("a platform's own header wins where it is named", () => {
  const headers = { 'cf-connecting-ip': '203.0.113.9', 'x-forwarded-for': '198.51.100.7' };
  assert.equal(of(headers, '10.0.0.1', 0, 'cf-connecting-ip'), '203.0.113.9');
  assert.equal(of({}, '10.0.0.1', 0, 'cf-connecting-ip'), 'unknown');
});

test('wrong rules are refused at creation', () => {
  assert.throws(() => createTokenHandler(options({ trustedProxies: -1 })), /trustedProxies/);
  assert.throws(() => createTokenHandler(options({ trustedProxies: 1.5 })), /trustedProxies/);
  assert.throws(() => createTokenHandler(options({ clientAddressHeader: 'a b' })), /clientAddressHeader/);
  assert.throws(() => createTokenHandler(options({ stopSecret: 'short' })), /stopSecret/);
});
