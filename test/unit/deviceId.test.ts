import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { readDeviceId } from '../../src/uplink/deviceId';

describe('the device id', () => {
  it('is edge-node where none is given', () => {
    for (const given of [undefined, '']) assert.equal(readDeviceId(given, 'plant-7'), 'edge-node');
  });

  it('is taken as it is given', () => {
    for (const given of ['edge 7', '{host}', 'a$&b', '__proto__'])
      assert.equal(readDeviceId(given, 'x'), given);
  });

  it('holds the variable HOSTNAME in place of {hostname}, as often as it stands there', () => {
    assert.equal(readDeviceId('{hostname}', 'plant-7'), 'plant-7');
    assert.equal(readDeviceId('site-{hostname}/{hostname}', 'a$&b'), 'site-a$&b/a$&b');
  });

  it('holds the machine’s name where HOSTNAME is not set', () => {
    for (const variable of [undefined, '']) {
      if (hostname() === 'localhost') return;
      assert.equal(readDeviceId('{hostname}', variable), hostname());
    }
  });

  it('is refused for {hostname} on a machine that has no name of its own', () => {
    for (const name of ['localhost', 'localhost.localdomain']) {
      assert.throws(() => readDeviceId('{hostname}', name), { name: 'SettingError', setting: 'deviceId' });
    }
  });

  it('is refused where a variable is not set, instead of naming every gateway after it', () => {
    assert.throws(() => readDeviceId(`\${HOSTNAME}`), /set that environment variable/);
  });
});
