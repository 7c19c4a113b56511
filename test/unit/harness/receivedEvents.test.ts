import assert from 'node:assert/strict';
import type { ReceivedBatch, TakenEvent } from '../../harness/backend/backendServer';
import {
  checkArrived,
  checkOrder,
  checkRepetitions,
  eventIdIn,
  type Received,
} from '../../harness/backend/receivedEvents';
import { numberedEvent, numberOf } from '../../harness/numberedEvents';

/** A request with these events; the digest stands for its bytes, `content` for those before compression. */
interface Request {
  readonly key: string;
  readonly numbers: readonly number[];
  readonly digest?: string;
  readonly content?: string;
  readonly compressed?: boolean;
  readonly status?: number;
}

/** What a backend has received after these requests. */
function received(...requests: readonly Request[]): Received {
  const taken: TakenEvent[] = [];
  const keys = new Set<string>();
  const batches = requests.map((request): ReceivedBatch => {
    const { key, numbers, digest = key, content = key, compressed = false, status = 200 } = request;
    const events = numbers.map((number) => {
      const { topic, symbol, data } = numberedEvent(number, 0);
      return { device: 'gateway-7', ts: 0, topic, symbol, data: JSON.parse(data) };
    });
    if (status === 200 && !keys.has(key)) {
      keys.add(key);
      taken.push(...events.map((event, index) => ({ ...event, id: eventIdIn(key, index) })));
    }
    const body = { digest, plainDigest: content, compressed, bytes: 0, plainBytes: 0 };
    return { key, events, status, at: 0, authorization: undefined, ...body };
  });
  return { batches, taken };
}

describe('the checks of a crash test on the events a backend received', () => {
  it('accept a retry with the same key and the same bytes', () => {
    const good = received(
      { key: 'a', numbers: [0, 1] },
      { key: 'a', numbers: [0, 1] },
      { key: 'b', numbers: [2] },
    );
    checkArrived(good, [0, 1, 2]);
    checkRepetitions(good);
    checkOrder(good, 'together');
  });

  it('accept parts of a batch in which every event keeps its ID', () => {
    const parts = [
      { key: 'a:0+1', numbers: [0] },
      { key: 'a:1+1', numbers: [1] },
    ];
    for (const status of [400, 413, 503]) {
      checkRepetitions(received({ key: 'a', numbers: [0, 1], status }, ...parts));
      const moved = received({ key: 'a', numbers: [0, 1], status }, { key: 'a:0+1', numbers: [1] });
      assert.throws(() => checkRepetitions(moved), /event 1 came under two ids/);
    }
  });

  it('detect a lost event', () => {
    assert.throws(
      () => checkArrived(received({ key: 'a', numbers: [0, 2] }), [0, 1, 2]),
      /1 events are lost/,
    );
  });

  it('detect a key that is reused with other bytes', () => {
    const changed = received({ key: 'a', numbers: [0] }, { key: 'a', numbers: [0], digest: 'other' });
    assert.throws(() => checkRepetitions(changed), /a came 2 times, with 2 bodies/);
  });

  it('accept a batch without compression only after it was refused compressed, and with the same content', () => {
    const gzip = { key: 'a', numbers: [0], digest: 'gzip', compressed: true };
    const plain = { key: 'a', numbers: [0], digest: 'plain' };
    const refused = { ...gzip, status: 400 };
    checkRepetitions(received(gzip, refused, plain));
    for (const status of [200, 503]) {
      const changed = received({ ...gzip, status }, plain);
      assert.throws(() => checkRepetitions(changed), /a came 2 times, with 2 bodies/);
    }
    const other = received(refused, { ...plain, content: 'other' });
    assert.throws(() => checkRepetitions(other), /a came 2 times, with 2 contents/);
    const otherBytes = received(refused, plain, { ...gzip, digest: 'gzip, otherwise' });
    assert.throws(() => checkRepetitions(otherBytes), /a came 3 times, with 3 bodies/);
  });

  it('detect an event under two IDs, even if only one of them was accepted', () => {
    for (const status of [200, 503]) {
      const twice = received({ key: 'a', numbers: [0, 1], status }, { key: 'b', numbers: [1, 2] });
      assert.throws(() => checkRepetitions(twice), /event 1 came under two ids/);
    }
  });

  it('detect an event out of order, and an overtaking alarm if alarms must keep their place', () => {
    assert.throws(
      () => checkOrder(received({ key: 'a', numbers: [1, 0] }), 'apart'),
      /1 events came out of order/,
    );
    const overtaken = received({ key: 'a', numbers: [39] }, { key: 'b', numbers: [37, 38, 40] });
    checkOrder(overtaken, 'apart');
    assert.throws(() => checkOrder(overtaken, 'together'), /1 events came out of order/);
  });

  it('let only a probe event of a rejecting backend go ahead', () => {
    const rejected = { key: 'a', numbers: [0, 1, 2, 3], status: 400 };
    const rest = { key: 'a:0+2', numbers: [0, 1] };
    const asked = { key: 'a:2+1', numbers: [2] };
    checkOrder(received(rejected, asked, rest), 'together');
    assert.throws(() => checkOrder(received(asked, rest), 'together'), /1 events came out of order/);
    const parts = received(rejected, { key: 'a:2+2', numbers: [2, 3] }, rest);
    assert.throws(() => checkOrder(parts, 'together'), /1 events came out of order/);
  });

  it('detect a changed event', () => {
    const [event] = received({ key: 'a', numbers: [12] }).taken;
    assert.ok(event);
    assert.equal(numberOf(event), 12);
    assert.throws(() => numberOf({ ...event, data: { number: 12, text: 'other' } }), /arrived changed/);
    assert.throws(() => numberOf({ ...event, topic: 'plant/line3/temp' }), /arrived changed/);
  });
});
