import assert from 'node:assert/strict';
import { makeFormat, readFormatOptions } from '../../../../src/frame';
import { SymbolCatalog } from '../../../../src/symbols';
import { UplinkRig } from '../../../harness/uplink/uplinkRig';

const CONTROLS = /[\p{Cc}\u2028\u202e]/u;
const NASTY = 'red \u001b[31m\r\nline \u0000 \u009b2J \u202eevil\u2028';

describe('control characters of a response', () => {
  for (const status of [400, 401, 503]) {
    it(`reach neither errors nor reports (${status})`, async () => {
      const rig = new UplinkRig({ maxRetries: 0 });
      rig.transport.reply = () => ({ kind: 'answered', status, text: NASTY });
      rig.ingest('a');
      await rig.clock.advance(1000);
      const { last_error } = rig.uplink.stats();
      assert.match(String(last_error), /^HTTP \d+: red .*line/);
      for (const text of [String(last_error), ...told(rig)]) assert.doesNotMatch(text, CONTROLS);
    });
  }

  it('are also removed from its errors for single events', async () => {
    const options = readFormatOptions({ format: 'json' }, new SymbolCatalog());
    const rig = new UplinkRig({ format: makeFormat(options) });
    const text = JSON.stringify({ rejected: [{ index: 0, error: NASTY }] });
    rig.transport.reply = () => ({ kind: 'answered', status: 200, text, contentType: 'application/json' });
    rig.ingest('a', 'b');
    await rig.clock.advance(1000);
    assert.equal(rig.of('quarantined').length, 1);
    for (const each of told(rig)) assert.doesNotMatch(each, CONTROLS);
  });
});

/** All errors that the listener was told. */
const told = (rig: UplinkRig): string[] =>
  [...rig.events.map(({ payload }) => payload), ...rig.states].map((each) =>
    String(Object(each).error ?? ''),
  );
