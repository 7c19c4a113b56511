import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs, {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { DeltaFilter } from '../../../../src/delta';
import { openStateFile, saveStateFile } from '../../../../src/delta/persist';
import { assertProperty } from '../../../harness/assertProperty';

interface Message {
  readonly topic: string;
  readonly payload: unknown;
  readonly time: number;
}

describe('the state file of a filter', () => {
  const folder = mkdtempSync(join(tmpdir(), 'delta-'));
  const file = join(folder, 'below', 'state.json');
  after(() => rmSync(folder, { recursive: true }));
  const read = (kept: unknown): Message => Object(kept);

  it('is removed before it is used, so that there is none after a crash', () => {
    const filter = new DeltaFilter<Message>();
    saveStateFile(file, filter.takeState(), () => null);
    assert.ok(openStateFile(file, read).state);
    assert.equal(existsSync(file), false);
    assert.deepEqual(openStateFile(file, read), {});
  });

  describe('on a file system without sync', () => {
    const { fsyncSync } = fs;
    const refuseSync = (code: string): void => {
      const refuse = (): never => {
        throw Object.assign(new Error(`${code}: injected, fsync`), { code });
      };
      Object.assign(fs, { fsyncSync: refuse });
    };
    afterEach(() => Object.assign(fs, { fsyncSync }));

    for (const code of ['EINVAL', 'ENOSYS', 'ENOTSUP', 'EPERM', 'ERR_ACCESS_DENIED']) {
      it(`is written and used anyway (${code}), with a warning about the risk`, () => {
        refuseSync(code);
        const filter = new DeltaFilter<Message>();
        filter.check('a', 1);
        saveStateFile(file, filter.takeState(), () => null);
        const { state, warning } = openStateFile(file, read);
        assert.equal(state?.store.leaves, 1);
        assert.match(warning ?? '', new RegExp(`state\\.json: .*cannot sync.*${code}.*power cut`));
      });
    }

    it('still reports a failed sync', () => {
      refuseSync('EIO');
      assert.throws(() => saveStateFile(file, new DeltaFilter<Message>().takeState(), () => null), /EIO/);
    });
  });

  it('that is damaged anywhere is ignored, with the reason', () => {
    const filter = new DeltaFilter<Message>({ mode: 'change' });
    for (const topic of ['a', 'b']) filter.check(topic, { v: 'on' });
    saveStateFile(file, filter.takeState(), () => null);
    const bytes = readFileSync(file);
    assertProperty(
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
          assert.match(warning ?? '', /state\.json.*starts afresh/);
        },
      ),
    );
  });

  it('of another version or format is ignored', () => {
    mkdirSync(join(folder, 'directory'));
    assert.match(openStateFile(join(folder, 'directory'), read).warning ?? '', /starts afresh/);
    for (const text of ['{"format":"wireband-delta-state","version":2}\n', '{"version":1}\n', '7\n', '']) {
      writeFileSync(file, `${text}${createHash('sha256').update(text).digest('hex')}\n`);
      assert.match(openStateFile(file, read).warning ?? '', /not a wireband-delta-state of version 1/);
    }
  });

  it('stays as it was, with nothing beside it, if writing fails', () => {
    const filter = new DeltaFilter<Message>({ mode: 'change' });
    filter.check('t', 1);
    saveStateFile(file, filter.takeState(), () => null);
    const before = readFileSync(file);
    filter.check('t', { v: 5 });
    const failing = filter.takeState();
    failing.store.keyOf = () => {
      throw new Error('no space left');
    };
    assert.throws(() => saveStateFile(file, failing, () => null), /no space left/);
    assert.deepEqual(readFileSync(file), before);
    assert.deepEqual(readdirSync(join(folder, 'below')), ['state.json']);
  });

  it('that is too large to be read is removed, so that a later start does not use it', () => {
    writeFileSync(file, '');
    truncateSync(file, 2 ** 31 + 1);
    assert.match(openStateFile(file, read).warning ?? '', /starts afresh/);
    assert.equal(existsSync(file), false);
  });

  it('leaves out an unsent message that cannot be written, and keeps everything else', () => {
    const filter = new DeltaFilter<Message>({ mode: 'absolute', threshold: 1, sendPrevious: true });
    const send = (topic: string, payload: unknown): boolean =>
      filter.check(topic, 1, { now: 0, ref: { topic, payload, time: 0 } }).pass;
    const circular: unknown[] = [];
    circular.push(circular);
    for (const [topic, payload] of [
      ['a', circular],
      ['b', 'fine'],
    ] as const) {
      send(topic, payload);
      send(topic, payload);
      filter.reset(topic);
    }
    send('c', 1);
    saveStateFile(file, filter.takeState(), (message) => message, 20_000);
    const { state, warning } = openStateFile(file, read);
    assert.equal(warning, undefined);
    assert.deepEqual(
      state?.released.map(({ ref }) => ref?.payload),
      ['fine'],
    );
    assert.ok((state?.store.find('c') ?? -1) >= 0);
  });

  it('holds every payload that can be compared, however deep', () => {
    let nested: unknown = 1;
    for (let depth = 0; depth < 30; depth++) nested = [nested];
    const filter = new DeltaFilter<Message>();
    const payload = Object.fromEntries(Array.from({ length: 800 }, (_, i) => [`k${i}`, nested]));
    filter.check('t', payload);
    assert.equal(filter.series, 800);
    saveStateFile(file, filter.takeState(), () => null);
    assert.equal(openStateFile(file, read).state?.store.leaves, 800);
  });

  it('is not readable by other users', () => {
    saveStateFile(file, new DeltaFilter<Message>().takeState(), () => null);
    if (process.platform !== 'win32') assert.equal(statSync(file).mode & 0o777, 0o600);
  });
});
