import assert from 'node:assert/strict';
import { readBrokerAddress } from '../../../../nodes/editor/monitor/start/brokerAddress';

describe('the address of a broker', () => {
  const none = { user: '', password: '' };
  const addresses: readonly [string, object][] = [
    ['localhost', { host: 'localhost', port: 1883, tls: false, ...none }],
    [' 10.0.0.7:1884 ', { host: '10.0.0.7', port: 1884, tls: false, ...none }],
    ['mqtt://broker.example.com/', { host: 'broker.example.com', port: 1883, tls: false, ...none }],
    ['mqtts://broker.example.com', { host: 'broker.example.com', port: 8883, tls: true, ...none }],
    ['mqtt://[::1]:1885', { host: '::1', port: 1885, tls: false, ...none }],
    ['mqtt://a:p%40ss@b', { host: 'b', port: 1883, tls: false, user: 'a', password: 'p@ss' }],
  ];
  for (const [text, address] of addresses) {
    it(`accepts common spellings: ${text}`, () => {
      assert.deepEqual(readBrokerAddress(text), address);
    });
  }

  it('rejects a web page, a topic and half an address', () => {
    for (const text of [
      '',
      'http://a',
      'ws://a',
      'mqtt://',
      'mqtt://a/sensors/#',
      'a:b',
      'mqtt://a:p%@b',
      'a b',
    ]) {
      assert.equal(readBrokerAddress(text), undefined, text);
    }
  });
});
