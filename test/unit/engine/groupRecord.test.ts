import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EventGroup, visitGroup } from '../../../src/engine/EventGroup';
import { GroupBlocks } from '../../../src/engine/GroupBlocks';
import {
  endOf,
  isAlarm,
  isDropped,
  markDropped,
  mostBytes,
  readRecord,
  suppressedOf,
  writeRecord,
} from '../../../src/engine/groupRecord';
import type { EdgeEvent } from '../../../src/frame';
import { assertProperty } from '../../harness/assertProperty';

const text = fc.string({ unit: 'binary', maxLength: 40 });
const shortText = text.filter((each) => each !== '');

const anyEvent: fc.Arbitrary<EdgeEvent> = fc
  .record(
    {
      topic: text,
      symbol: fc.nat(0xffff),
      data: text,
      time: fc.double({ noNaN: true }),
      bytesIn: fc.nat(0xffffffff),
      alarm: fc.constant(true as const),
      stamped: fc.constant(true as const),
      quantity: shortText,
      unit: shortText,
    },
    { requiredKeys: ['topic', 'symbol', 'data', 'time', 'bytesIn'] },
  )
  .map((event) => ({ ...event }));

describe('the record of an event on its way to the engine', () => {
  it('is read back with its event and the count of suppressed messages before it', () => {
    assertProperty(
      fc.property(anyEvent, fc.nat(), fc.nat(20), (event, suppressed, start) => {
        const buffer = Buffer.alloc(start + mostBytes(event));
        const end = writeRecord(buffer, start, event, suppressed);
        assert.ok(end <= buffer.length);
        assert.equal(endOf(buffer, start), end);
        assert.deepEqual(readRecord(buffer, start), event);
        assert.equal(suppressedOf(buffer, start), suppressed);
        assert.equal(isAlarm(buffer, start), event.alarm === true);
      }),
    );
  });

  it('still holds the same event when marked as dropped', () => {
    const event = { topic: 'a/b', symbol: 1, data: '{"x":1}', time: 5, bytesIn: 9, alarm: true as const };
    const buffer = Buffer.alloc(mostBytes(event));
    writeRecord(buffer, 0, event, 3);
    assert.ok(!isDropped(buffer, 0));
    markDropped(buffer, 0);
    assert.ok(isDropped(buffer, 0));
    assert.deepEqual(readRecord(buffer, 0), event);
  });

  it('leaves out a unit of absurd length', () => {
    const event = { topic: 'a', symbol: 1, data: '1', time: 5, bytesIn: 2 };
    const buffer = Buffer.alloc(300_000);
    writeRecord(buffer, 0, { ...event, unit: 'x'.repeat(70_000) }, 0);
    assert.deepEqual(readRecord(buffer, 0), event);
  });
});

describe('a group of events', () => {
  const blocks = new GroupBlocks();
  const groupOf = (...names: string[]): EventGroup => {
    const events = names.map((topic) => ({
      ...{ topic, symbol: 1, data: '1', time: 5, bytesIn: 2 },
      ...(/[A-Z]/.test(topic) ? { alarm: true as const } : {}),
    }));
    const block = blocks.withRoom(events.reduce((sum, event) => sum + mostBytes(event), 0));
    const group = new EventGroup(1, block, 11);
    for (const event of events) {
      group.added(writeRecord(block.memory, group.end, event, 1), event, 1, () => undefined);
    }
    return group;
  };
  const contents = (group: EventGroup): string => {
    const found: string[] = [];
    visitGroup(group.sent, ({ topic }, sequence) => found.push(`${topic}${sequence}`));
    return found.join(' ');
  };

  it('has consecutive numbers, even if some events were dropped', () => {
    const group = groupOf('a', 'B', 'c', 'd');
    assert.equal(contents(group), 'a11 B12 c13 d14');
    assert.equal(group.dropOldest(false)?.event.topic, 'a');
    assert.equal(group.dropNewest()?.event.topic, 'd');
    assert.equal(contents(group), 'B12 c13');
    assert.deepEqual([group.live, group.alarms, group.bytesIn, group.suppressed], [2, 1, 4, 2]);
  });

  it('drops alarms only if told to', () => {
    const group = groupOf('A', 'b', 'C');
    assert.equal(group.dropOldest(false)?.event.topic, 'b');
    assert.equal(group.dropOldest(false), undefined);
    assert.equal(group.dropNewest(), undefined);
    assert.equal(group.dropOldest(true)?.event.topic, 'A');
    assert.equal(contents(group), 'C13');
  });

  it('shares its memory with other groups, and frees it when all are released', () => {
    const few = new GroupBlocks();
    const first = new EventGroup(1, few.withRoom(100), 1);
    first.block.used = 40;
    const second = new EventGroup(2, few.withRoom(100), 2);
    assert.equal(first.block, second.block);
    few.release(first);
    assert.equal(second.block.used, 40);
    few.release(second);
    assert.equal(second.block.used, 0);
  });
});
