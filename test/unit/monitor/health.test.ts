import assert from 'node:assert/strict';
import { healthOf, type UplinkCondition } from '../../../src/monitor';

const condition = (parts: Partial<UplinkCondition>): UplinkCondition => ({
  id: 'u',
  name: 'Main',
  link: { kind: 'online' },
  storage: { kind: 'disk' },
  ...parts,
});

describe('the health check', () => {
  it('is good while backends accept events, and while a user has paused', () => {
    for (const kind of ['online', 'connecting', 'paused'] as const) {
      assert.equal(healthOf([condition({ link: { kind } })]).status, 'ok');
    }
    assert.equal(healthOf([]).status, 'ok');
  });

  it('is bad, with the reason, if an uplink cannot deliver or its disk fails', () => {
    const cases: [Partial<UplinkCondition>, RegExp][] = [
      [{ link: { kind: 'offline', since: 0, error: 'connect ECONNREFUSED' } }, /ECONNREFUSED/],
      [{ link: { kind: 'refused', since: 0, error: 'HTTP 401', status: 401 } }, /HTTP 401/],
      [{ storage: { kind: 'failing', since: 0, error: 'ENOSPC' } }, /ENOSPC/],
    ];
    for (const [parts, reason] of cases) {
      const { status, uplinks } = healthOf([condition({}), condition(parts)]);
      assert.equal(status, 'failing');
      assert.equal(uplinks[0]?.reason, undefined);
      assert.match(uplinks[1]?.reason ?? '', reason);
    }
  });

  it('is bad while a setting prevents an uplink from starting', () => {
    const stopped = { id: 's', name: 'Second', reason: 'No backend.' };
    const { status, uplinks } = healthOf([condition({})], [stopped]);
    assert.equal(status, 'failing');
    assert.deepEqual(uplinks[1], { ...stopped, state: 'stopped' });
  });
});
