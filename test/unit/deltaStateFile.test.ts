import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { DeltaFilter } from '../../src/delta';
import { openStateFile, saveStateFile } from '../../src/delta/persist';

interface Message {
  readonly topic: string;
  readonly payload: unknown;
  readonly time: number;
}

describe('the file of what a filter remembers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'delta-'));
  const file = join(folder, 'below', 'state.json');
  after(() => rmSync(folder, { recursive: true }));
  const read = (kept: unknown): Message => Object(kept);

  it('is removed before it is believed, so that a crash finds none', () => {
    const filter = new DeltaFilter<Message>();
    saveStateFile(file, filter.takeState(), () => null);
    assert.ok(openStateFile(file, read).state);
    assert.equal(existsSync(file), false);
    assert.deepEqual(openStateFile(file, read), {});
  });

  it('that is damaged in any place counts for nothing, and says why', () => {
    const filter = new DeltaFilter<Message>({ mode: 'change' });
    for (const topic of ['a', 'b']) filter.check(topic, { v: 'on' });
    saveStateFile(file, filter.takeState(), () => null);
    const bytes = readFileSync(file);
    fc.assert(
      fc.property(
        fc.nat(bytes.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        (at, flip, isCut) => {
          const damaged = isCut ? bytes.subarray(0, at) : Buffer.from(bytes);
          if (!isCut) damaged[at] = (damaged[at] ?? 0) ^ flip;
          writeFileSync(file, damaged);
          const { state, warning } = openStateFile(file, read);
          assert.equal(state, undefined);
          assert.match(warning ?? '', /state\.json.*begins anew/);
        },
      ),
    );
  });

  it('of another version, or none of ours, counts for nothing', () => {
    mkdirSync(join(folder, 'directory'));
    assert.match(openStateFile(join(folder, 'directory'), read).warning ?? '', /begins anew/);
    for (const text of ['{"format":"wireband-delta-state","version":2}\n', '{"version":1}\n', '7\n', '']) {
      writeFileSync(file, `${text}${createHash('sha256').update(text).digest('hex')}\n`);
      assert.match(openStateFile(file, read).warning ?? '', /no wireband-delta-state of version 1/);
    }
  });

  it('stays as it was, with nothing beside it, where writing fails', () => {
    const filter = new DeltaFilter<Message>({ mode: 'change' });
    filter.check('t', 1);
    saveStateFile(file, filter.takeState(), () => null);
    const before = readFileSync(file);
    filter.check('t', { v: 5 });
    const failing = filter.takeState();
    const broken = {
      ...failing,
      released: [
        {
          kind: 'held',
          topic: 't',
          ref: { topic: 't', payload: 1, time: 0 },
          time: 0,
          reason: 'line',
          suppressed: 0,
        },
      ],
    } as const;
    assert.throws(
      () =>
        saveStateFile(file, broken, () => {
          throw new Error('no message');
        }),
      /no message/,
    );
    assert.deepEqual(readFileSync(file), before);
    assert.deepEqual(readdirSync(join(folder, 'below')), ['state.json']);
  });

  it('is for nobody else to read', () => {
    saveStateFile(file, new DeltaFilter<Message>().takeState(), () => null);
    if (process.platform !== 'win32') assert.equal(statSync(file).mode & 0o777, 0o600);
  });
});
