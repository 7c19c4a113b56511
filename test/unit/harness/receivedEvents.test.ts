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

/** What a backend has got after these requests. */
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

describe('what a test of crashes holds against a backend', () => {
  it('lets a retry with the same key and the same bytes pass', () => {
    const good = received(
      { key: 'a', numbers: [0, 1] },
      { key: 'a', numbers: [0, 1] },
      { key: 'b', numbers: [2] },
    );
    checkArrived(good, [0, 1, 2]);
    checkRepetitions(good);
    checkOrder(good, 'together');
  });

  it('lets the parts of a batch pass in which every event keeps its id', () => {
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

  it('notices an event that is lost', () => {
    assert.throws(
      () => checkArrived(received({ key: 'a', numbers: [0, 2] }), [0, 1, 2]),
      /1 events are lost/,
    );
  });

  it('notices a key that comes again with other bytes', () => {
    const changed = received({ key: 'a', numbers: [0] }, { key: 'a', numbers: [0], digest: 'other' });
    assert.throws(() => checkRepetitions(changed), /a came 2 times, with 2 bodies/);
  });

  it('lets a batch come without compression only after it was refused compressed, and with the same content', () => {
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

  it('notices an event that comes under two ids, also when only one of the two was taken', () => {
    for (const status of [200, 503]) {
      const twice = received({ key: 'a', numbers: [0, 1], status }, { key: 'b', numbers: [1, 2] });
      assert.throws(() => checkRepetitions(twice), /event 1 came under two ids/);
    }
  });

  it('notices an event out of order, and an alarm where these must keep their place', () => {
    assert.throws(
      () => checkOrder(received({ key: 'a', numbers: [1, 0] }), 'apart'),
      /1 events came out of order/,
    );
    const overtaken = received({ key: 'a', numbers: [39] }, { key: 'b', numbers: [37, 38, 40] });
    checkOrder(overtaken, 'apart');
    assert.throws(() => checkOrder(overtaken, 'together'), /1 events came out of order/);
  });

  it('lets an event go ahead by which a backend was asked that rejects, and nothing else', () => {
    const rejected = { key: 'a', numbers: [0, 1, 2, 3], status: 400 };
    const rest = { key: 'a:0+2', numbers: [0, 1] };
    const asked = { key: 'a:2+1', numbers: [2] };
    checkOrder(received(rejected, asked, rest), 'together');
    assert.throws(() => checkOrder(received(asked, rest), 'together'), /1 events came out of order/);
    const parts = received(rejected, { key: 'a:2+2', numbers: [2, 3] }, rest);
    assert.throws(() => checkOrder(parts, 'together'), /1 events came out of order/);
  });

  it('notices an event that is not as it was sent', () => {
    const [event] = received({ key: 'a', numbers: [12] }).taken;
    assert.ok(event);
    assert.equal(numberOf(event), 12);
    assert.throws(() => numberOf({ ...event, data: { number: 12, text: 'other' } }), /arrived changed/);
    assert.throws(() => numberOf({ ...event, topic: 'plant/line3/temp' }), /arrived changed/);
  });
});
