import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { deviceIdHere } from '../../../../src/uplink/settings/deviceId';

describe('the device id', () => {
  it('is left to its default where none is given', () => {
    for (const given of [undefined, '']) assert.equal(deviceIdHere(given, 'plant-7'), given);
  });

  it('is taken as it is given', () => {
    for (const given of ['edge 7', '{host}', 'a$&b', '__proto__'])
      assert.equal(deviceIdHere(given, 'x'), given);
  });

  it('holds the variable HOSTNAME in place of {hostname}, as often as it stands there', () => {
    assert.equal(deviceIdHere('{hostname}', 'plant-7'), 'plant-7');
    assert.equal(deviceIdHere('site-{hostname}/{hostname}', 'a$&b'), 'site-a$&b/a$&b');
  });

  it('holds the machine’s name where HOSTNAME is not set', () => {
    for (const variable of [undefined, '']) {
      if (hostname() === 'localhost') return;
      assert.equal(deviceIdHere('{hostname}', variable), hostname());
    }
  });

  it('is refused for {hostname} on a machine that has no name of its own', () => {
    for (const name of ['localhost', 'localhost.localdomain']) {
      assert.throws(() => deviceIdHere('{hostname}', name), { name: 'SettingError', setting: 'deviceId' });
    }
  });

  it('is refused where a variable is not set, instead of naming every gateway after it', () => {
    assert.throws(() => deviceIdHere(`\${HOSTNAME}`), /set that environment variable/);
  });
});
