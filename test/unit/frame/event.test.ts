import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeBody, eventId, partId, placeOf, wirebandFormat } from '../../../src/frame';
import { assertProperty } from '../../harness/assertProperty';

describe('the ID of an event', () => {
  it('is the batch ID and the position', () => {
    assert.equal(eventId('x', 7), 'x:7');
  });

  it('stays the same in every part of a batch, however often that is divided', () => {
    const cuts = fc.array(fc.record({ first: fc.nat(50), count: fc.integer({ min: 1, max: 50 }) }));
    assertProperty(
      fc.property(fc.uuid(), cuts, fc.nat(50), (whole, parts, index) => {
        let id: string = whole;
        let place = 0;
        for (const { first, count } of parts) {
          id = partId(id, first, count);
          place += first;
        }
        assert.equal(eventId(id, index), eventId(whole, place + index));
        assert.deepEqual(placeOf(id), { whole, first: place });
      }),
    );
  });

  it('is derived by decodeBody from the key of a part', () => {
    const event = { topic: 'a', symbol: 0xfc60, data: '1', time: 1000, bytesIn: 2 };
    const context = { deviceId: 'd', envelope: 'object', batchId: '' } as const;
    const [{ body } = assert.fail()] = wirebandFormat.encode([event, event], context).parts;
    const ids = (key: string) => decodeBody(body, key).map(({ id }) => id);
    assert.deepEqual(ids('x:100+2'), ['x:100', 'x:101']);
    assert.deepEqual(ids('x'), ['x:0', 'x:1']);
  });

  it('uses other keys as they are', () => {
    for (const key of ['a:b', 'a:1', 'a+1', ':1+2', 'a:1+', 'a:-1+2'])
      assert.equal(eventId(key, 3), `${key}:3`);
  });
});
