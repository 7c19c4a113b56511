import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { deviceIdHere } from '../../../../src/uplink/settings/deviceId';

describe('the device ID', () => {
  it('stays empty for its default if not given', () => {
    for (const given of [undefined, '']) assert.equal(deviceIdHere(given, 'plant-7'), given);
  });

  it('is used as given', () => {
    for (const given of ['edge 7', '{host}', 'a$&b', '__proto__'])
      assert.equal(deviceIdHere(given, 'x'), given);
  });

  it('replaces every {hostname} with the variable HOSTNAME', () => {
    assert.equal(deviceIdHere('{hostname}', 'plant-7'), 'plant-7');
    assert.equal(deviceIdHere('site-{hostname}/{hostname}', 'a$&b'), 'site-a$&b/a$&b');
  });

  it('uses the machine’s name if HOSTNAME is not set', () => {
    for (const variable of [undefined, '']) {
      if (hostname() === 'localhost') return;
      assert.equal(deviceIdHere('{hostname}', variable), hostname());
    }
  });

  it('is refused with {hostname} on a machine without a name of its own', () => {
    for (const name of ['localhost', 'localhost.localdomain']) {
      assert.throws(() => deviceIdHere('{hostname}', name), { name: 'SettingError', setting: 'deviceId' });
    }
  });

  it('is refused with an unset variable, so that gateways do not all share its name', () => {
    assert.throws(() => deviceIdHere(`\${HOSTNAME}`), /set that environment variable/);
  });
});
