import assert from 'node:assert/strict';
import { matchesNoProxyPattern } from '../../../../src/uplink/transport/noProxy';

describe('a pattern in NO_PROXY', () => {
  for (const [list, address, matches] of [
    ['127.*', 'http://127.0.0.1:8000/x', true],
    ['localhost, 10.0.*', 'http://10.0.7.9/', true],
    ['10.*.9', 'https://10.1.2.9/', true],
    ['*.plant.example', 'http://A.Plant.Example/', true],
    ['gateway-*', 'http://gateway-7/', true],
    ['127.*:8000', 'http://127.0.0.1:8000/', true],
    ['127.*:443', 'https://127.0.0.1/', true],
    ['fd00:*', 'http://[fd00::1]:8000/', true],
    ['*', 'http://a/', true],
    ['127.*:8001', 'http://127.0.0.1:8000/', false],
    ['127.*', 'http://1270.example/', false],
    ['127.*', 'http://a.127.0.0.1.example/', false],
    ['10.0.*', 'http://10.1.0.1/', false],
    ['127.0.0.1', 'http://127.0.0.1/', false],
    ['(a+)+*[', 'http://aaaa/', false],
    ['', 'http://a/', false],
  ] as const) {
    it(`${list || 'nothing'} ${matches ? 'matches' : 'does not match'} ${address}`, () => {
      assert.equal(matchesNoProxyPattern(address, list), matches);
    });
  }
});
