import assert from 'node:assert/strict';
import { execFile, spawn, spawnSync } from 'node:child_process';
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
import { basename, join, resolve } from 'node:path';
import { decodeBody } from '../../src/frame';
import { spoolDirectory, writeAbout } from '../../src/spool/directory/spoolDirectory';
import type { Sync } from '../../src/spool/diskSpoolOptions';
import { packThisPackage, repository } from '../harness/package/packedPackage';
import { RunningProgram } from '../harness/runningProgram';
import { PATIENCE_MS, until } from '../harness/until';

/** How many events the process takes in; the first of them goes to quarantine. */
const EVENTS = 60;

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

describe('the command wireband-edge spool', () => {
  const program = join(repository, 'dist', 'bin', 'wireband-edge.js');
  let userDir: string;
  let directory: string;
  const programs: RunningProgram[] = [];

  before(async () => {
    await packThisPackage();
  });
  beforeEach(() => {
    userDir = mkdtempSync(join(tmpdir(), 'wireband-spools-'));
    directory = join(userDir, 'wireband', 'spool', 'a1b2');
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  });
  afterEach(async () => {
    await Promise.all(programs.splice(0).map((running) => running.kill()));
    rmSync(userDir, { recursive: true, force: true, maxRetries: 3 });
  });

  /** Resolves once all events are on disk. */
  async function startSpool(
    count = EVENTS,
    where = directory,
    sync: Sync = 'always',
  ): Promise<RunningProgram> {
    const script = resolve(__dirname, '../harness/spool/spoolProcess.ts');
    const args = ['--require', require.resolve('tsx/cjs'), script, where, String(count), sync];
    const running = new RunningProgram(process.execPath, args);
    programs.push(running);
    await running.waitFor(new RegExp(`ready ${count - 1} 1`));
    return running;
  }

  async function killedSpool(count = EVENTS, where = directory, sync: Sync = 'always'): Promise<void> {
    const running = await startSpool(count, where, sync);
    running.signal('SIGKILL');
    assert.equal(await running.ended, 'SIGKILL');
  }

  function spool(args: readonly string[], nodeArgs: readonly string[] = []): Promise<Outcome> {
    const all = [...nodeArgs, program, 'spool', ...args];
    return new Promise((fulfil, reject) => {
      execFile(process.execPath, all, { maxBuffer: 256 * 1024 * 1024 }, (error, out, errors) => {
        const code = error === null ? 0 : error.code;
        if (typeof code !== 'number') reject(error);
        else fulfil({ code, out, errors });
      });
    });
  }

  const onUserDir = (command: string, ...args: string[]): Promise<Outcome> =>
    spool([command, ...args, '--user-dir', userDir]);

  async function json(command: string, ...args: string[]) {
    const { code, out, errors } = await onUserDir(command, ...args, '--json');
    assert.equal(errors, '');
    return { code, value: JSON.parse(out) };
  }

  const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');

  function writeFlows(...ids: string[]): void {
    const nodes = ids.map((id) => ({ id, type: 'wireband-uplink', z: 'tab' }));
    writeFileSync(join(userDir, 'flows.json'), JSON.stringify([{ id: 'tab', type: 'tab' }, ...nodes]));
  }

  describe('list', () => {
    it('shows a live spool with the process that holds it, and the same spool after a kill -9', async () => {
      writeFlows('a1b2');
      const running = await startSpool();
      const { value: live } = await json('list');
      assert.equal(live.length, 1);
      const { id, state, holder, events, quarantined, directory: where } = live[0];
      assert.deepEqual([id, state, holder.pid, where], ['a1b2', 'live', running.pid, directory]);
      assert.deepEqual([events, quarantined], [EVENTS - 1, 1]);
      running.signal('SIGKILL');
      await running.ended;
      const { value: dead } = await json('list');
      assert.deepEqual(
        [dead[0].state, dead[0].events, dead[0].quarantined, dead[0].oldest],
        ['dead', EVENTS - 1, 1, live[0].oldest],
      );
      const { out } = await onUserDir('list');
      assert.match(out, /^ID +NODE +DEVICE +EVENTS +QUARANTINED +ON DISK +OLDEST +STATE$/m);
      assert.match(out, /^a1b2 +- +- +59 +1 +[\d.]+ KiB +20\S+Z +not in use$/m);
    });

    it('shows which node a spool belongs to, and finds it by the ID of its node', async () => {
      const id = 'a node/../id';
      const where = spoolDirectory(userDir, id);
      await writeAbout(where, { id, name: 'Line \u001b[31m1', deviceId: 'rpi-7' });
      await killedSpool(2, where);
      rmSync(directory, { recursive: true });
      const { value } = await json('list');
      assert.deepEqual(
        [value.length, value[0].id, value[0].name, value[0].device_id, value[0].directory],
        [1, id, 'Line \u001b[31m1', 'rpi-7', where],
      );
      const { out } = await onUserDir('list');
      assert.match(out, /^a node\/\.\.\/id +Line \ufffd\[31m1 +rpi-7 +1 +1 /m);
      assert.ok(!out.includes('\u001b'), 'a name must not steer the terminal');
      assert.equal((await onUserDir('inspect', basename(where))).code, 0);
    });

    it('recognizes a spool whose node was deleted', async () => {
      await killedSpool(2);
      const stateNow = async () => (await json('list')).value[0].state;
      assert.equal(await stateNow(), 'dead', 'without flows nobody knows');
      writeFlows('c3d4');
      assert.equal(await stateNow(), 'deleted');
      assert.match((await onUserDir('list')).out, /of a deleted node$/m);
      writeFlows('c3d4', 'a1b2');
      assert.equal(await stateNow(), 'dead');
    });

    it('says so if there is no spool at all', async () => {
      rmSync(join(userDir, 'wireband'), { recursive: true });
      const { code, out } = await onUserDir('list');
      assert.equal(code, 0);
      assert.match(out, /No spools under .*spool\./);
      assert.deepEqual((await json('list')).value, []);
    });
  });

  describe('inspect', () => {
    it('shows the same contents for a live and a dead spool', async () => {
      const running = await startSpool();
      const { value: live } = await json('inspect', 'a1b2');
      running.signal('SIGKILL');
      await running.ended;
      const { value: dead } = await json('inspect', directory);
      assert.deepEqual([live.state, dead.state], ['live', 'dead']);
      for (const seen of [live, dead]) {
        assert.deepEqual([seen.waiting + seen.in_batches, seen.quarantined], [EVENTS - 1, 1]);
        assert.ok(seen.batches >= 1 && seen.in_batches >= 5, 'a batch of 5 is on its way');
        assert.deepEqual(seen.series, {
          ...{ 'plant/line0/temp': 18, 'plant/line1/temp': 18, 'plant/line2/temp': 18 },
          'plant/alarm': 6,
        });
        assert.deepEqual(seen.quarantine, [
          { topic: 'plant/line0/temp', time: 1_700_000_000_000, error: 'HTTP 422: no such series' },
        ]);
        assert.deepEqual([seen.gaps, seen.findings, seen.unreadable], [[], [], 0]);
      }
    });

    it('prints text for people', async () => {
      await startSpool();
      const { code, out } = await onUserDir('inspect', 'a1b2');
      assert.equal(code, 0);
      assert.match(out, /^state +live \(process \d+\)$/m);
      assert.match(out, /^events +\d+ waiting, \d+ in \d+ batch(es)?$/m);
      assert.match(out, /^ {2}18 {2}plant\/line1\/temp$/m);
      assert.match(out, /plant\/line0\/temp: HTTP 422: no such series/);
      assert.ok(!out.includes('findings'));
    });
  });

  describe('verify', () => {
    it('exits with 0 on a sound spool, live or killed', async () => {
      const running = await startSpool();
      const live = await onUserDir('verify', 'a1b2');
      running.signal('SIGKILL');
      await running.ended;
      const dead = await onUserDir('verify', 'a1b2');
      for (const { code, out } of [live, dead]) {
        assert.equal(code, 0, out);
        assert.match(out, /^sound: \d+ records in [34] files$/m);
      }
    });

    it('exits with 1 on a damaged spool, and names file and offset', async () => {
      await killedSpool();
      const name = readdirSync(directory).find((file) => file.startsWith('ordinary-')) ?? '';
      const bytes = readFileSync(join(directory, name));
      const at = bytes.indexOf('"number":12,');
      bytes.fill(0, at, at + 4);
      writeFileSync(join(directory, name), bytes);
      const { code, out } = await onUserDir('verify', 'a1b2');
      assert.equal(code, 1);
      const [, length, offset] =
        out.match(new RegExp(`damaged: ${name}, (\\d+) bytes at offset (\\d+)`)) ?? [];
      assert.ok(Number(offset) < at && at < Number(offset) + Number(length), out);
      assert.match(out, /^DAMAGED: /m);
      const { code: jsonCode, value } = await json('verify', 'a1b2');
      assert.equal(jsonCode, 1);
      assert.deepEqual(value.damage, [{ file: name, offset: Number(offset), length: Number(length) }]);
      const { code: exported, errors } = await onUserDir('export', 'a1b2');
      assert.equal(exported, 1);
      assert.match(errors, /59 events exported[\s\S]*1 event could not be read/);
    });
  });

  describe('export', () => {
    for (const state of ['live', 'killed'] as const) {
      it(`writes every event of a ${state} spool as a line of JSON, with quarantined ones marked`, async () => {
        await (state === 'live' ? startSpool() : killedSpool());
        const { code, out, errors } = await onUserDir('export', 'a1b2');
        assert.equal(code, 0);
        assert.match(errors, /60 events exported\.$/m);
        const lines = linesOf(out);
        assert.ok(lines.every((line) => /"serial":8944110068288787000123\}/.test(line)));
        const events: { topic: string; payload: { number: number }; quarantined?: true }[] = lines.map(
          (line) => JSON.parse(line),
        );
        const byNumber = new Map(events.map((event) => [event.payload.number, event]));
        assert.deepEqual([byNumber.size, lines.length], [EVENTS, EVENTS]);
        assert.deepEqual(
          { ...byNumber.get(1), payload: 0 },
          {
            ...{ topic: 'plant/line1/temp', symbol: '0xfc60', name: 'SENSOR_TEMP', payload: 0 },
            ...{ timestamp: 1_700_000_000_001, quantity: 'temperature', unit: 'Cel' },
          },
        );
        assert.deepEqual(
          { ...byNumber.get(9), payload: 0 },
          {
            ...{ topic: 'plant/alarm', symbol: '0xfc6d', name: 'SENSOR_ALERT', payload: 0 },
            ...{ timestamp: 1_700_000_000_009, alarm: true },
          },
        );
        const quarantined = events.filter((event) => event.quarantined);
        assert.deepEqual(quarantined, [byNumber.get(0)]);
        assert.match(lines.at(-1) ?? '', /"quarantined":true,"error":"HTTP 422: no such series"\}$/);
      });
    }

    it('writes a request body that a backend accepts, without quarantined events', async () => {
      await killedSpool();
      const output = join(userDir, 'batch.json');
      const { code, out, errors } = await onUserDir(
        'export',
        'a1b2',
        '--format',
        'json-batch',
        '--output',
        output,
      );
      assert.deepEqual([code, out], [0, '']);
      assert.match(errors, /59 events exported to .*batch\.json\.\n.*1 event in quarantine left out/);
      const events = decodeBody(readFileSync(output));
      assert.equal(events.length, EVENTS - 1);
      assert.ok(events.some(({ topic }) => topic === 'plant/alarm'));
    });

    it('creates a file that only its owner may read, and never overwrites one', async () => {
      await killedSpool();
      const output = join(userDir, 'out.ndjson');
      assert.equal((await onUserDir('export', 'a1b2', '--output', output)).code, 0);
      assert.equal(linesOf(readFileSync(output, 'utf8')).length, EVENTS);
      if (process.platform !== 'win32') assert.equal(statSync(output).mode & 0o777, 0o600);
      writeFileSync(output, 'mine');
      const { code, errors } = await onUserDir('export', 'a1b2', '--output', output);
      assert.equal(code, 2);
      assert.match(errors, /out\.ndjson already exists; choose another name/);
      assert.equal(readFileSync(output, 'utf8'), 'mine');
    });

    it('exits silently when its reader stops reading', async () => {
      await killedSpool(3000);
      const args = [program, 'spool', 'export', directory];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
      let errors = '';
      child.stderr.on('data', (chunk: Buffer) => {
        errors += chunk.toString();
      });
      child.stdout.once('data', () => child.stdout.destroy());
      const code = await new Promise((fulfil) => child.once('close', fulfil));
      assert.deepEqual([code, errors], [0, '']);
    });

    it('needs little memory, even for more events than fit into it', async () => {
      await killedSpool(150_000, directory, 'never');
      const { code, out, errors } = await spool(['export', directory], ['--max-old-space-size=24']);
      assert.equal(code, 0, errors);
      assert.equal(linesOf(out).length, 150_000);
    });
  });

  describe('discard', () => {
    it('makes a running gateway discard all but the batch in flight, and says how many', async () => {
      const running = await startSpool();
      const { code, out, errors } = await onUserDir('discard', 'a1b2', '--yes');
      assert.deepEqual([code, errors], [0, '']);
      assert.match(
        out,
        /^55 events discarded by the running gateway\.\n5 events left: being delivered, or new\.$/m,
      );
      await running.waitFor(/^depth 5 0$/m);
      assert.ok(!readdirSync(directory).includes('request'));
      const { value } = await json('list');
      assert.deepEqual([value[0].state, value[0].events, value[0].quarantined], ['live', 5, 0]);
    });

    it('deletes a dead spool', async () => {
      await killedSpool();
      const { code, out } = await onUserDir('discard', 'a1b2', '--yes');
      assert.equal(code, 0);
      assert.match(out, /^60 events discarded, and the spool .*a1b2 deleted\.$/m);
      assert.deepEqual(readdirSync(join(userDir, 'wireband', 'spool')), []);
    });

    it('never deletes a file that is not ours', async () => {
      await killedSpool();
      await writeAbout(directory, { id: 'a1b2', name: '', deviceId: 'rpi-7' });
      for (const name of ['notes.txt', 'lock.txt', 'ordinary.log'])
        writeFileSync(join(directory, name), 'mine');
      const { code, out } = await onUserDir('discard', directory, '--yes');
      assert.equal(code, 0);
      assert.match(out, /Left alone, not part of the spool: .*notes\.txt/);
      assert.deepEqual(readdirSync(directory).sort(), ['lock.txt', 'notes.txt', 'ordinary.log']);
    });

    it('does nothing without confirmation', async () => {
      await killedSpool();
      const before = readdirSync(directory);
      const { code, errors } = await onUserDir('discard', 'a1b2');
      assert.equal(code, 2);
      assert.match(errors, /add --yes/);
      assert.deepEqual(readdirSync(directory), before);
    });

    it('asks on a terminal, and accepts only yes', async function () {
      // util-linux: runs a command on a terminal of its own.
      if (process.platform !== 'linux' || spawnSync('script', ['--version']).status !== 0) return this.skip();
      await killedSpool();
      const command = `'${process.execPath}' '${program}' spool discard '${directory}'`;
      const answer = (text: string) =>
        spawnSync('script', ['-qec', command, '/dev/null'], {
          input: text,
          encoding: 'utf8',
          timeout: PATIENCE_MS,
        });
      const refused = answer('n\n');
      assert.match(refused.stdout, /Discard 60 events of a1b2 in .*\? This cannot be undone\. \[y\/N\]/);
      assert.match(refused.stdout, /Nothing was discarded/);
      assert.ok(existsSync(directory));
      assert.match(answer('y\n').stdout, /60 events discarded/);
      assert.ok(!existsSync(directory));
    });

    it('gives up on a gateway that does not answer, and withdraws the request', async () => {
      const running = await startSpool();
      running.signal('SIGSTOP');
      try {
        const { code, errors } = await onUserDir('discard', 'a1b2', '--yes');
        assert.equal(code, 1);
        assert.match(errors, /did not respond within 10 s, so nothing was discarded/);
      } finally {
        running.signal('SIGCONT');
      }
      assert.ok(!readdirSync(directory).includes('request'));
      const { value } = await json('list');
      assert.equal(value[0].events, EVENTS - 1);
    });
  });

  it('does not take an ID as a path, and refuses anything but a spool, with code 2', async () => {
    const outside = join(userDir, 'wireband', 'outside');
    mkdirSync(outside);
    for (const name of ['precious', 'about.json', 'lock']) writeFileSync(join(outside, name), '{"mine":1}');
    for (const given of ['../outside', '..', 'none', outside]) {
      for (const command of ['inspect', 'verify', 'export', 'discard']) {
        const { code, out, errors } = await onUserDir(
          command,
          given,
          ...(command === 'discard' ? ['--yes'] : []),
        );
        assert.deepEqual([code, out], [2, ''], `${command} ${given}`);
        assert.match(errors, /is not a spool|No spool/);
      }
    }
    assert.deepEqual(readdirSync(outside).sort(), ['about.json', 'lock', 'precious']);
  });

  it('prints its help, and says what is wrong with an invalid command line', async () => {
    const help = await spool(['--help']);
    assert.equal(help.code, 0);
    assert.match(help.out, /Usage: wireband-edge spool list/);
    const wrong = await spool(['dig']);
    assert.equal(wrong.code, 2);
    assert.match(
      wrong.errors,
      /^wireband-edge: "dig" is not a spool command;.*\nSee wireband-edge spool --help\.\n$/,
    );
  });

  it('keeps spools with the same ID in several user directories apart', async () => {
    const copies = ['one', 'two'].map((name) => join(userDir, name, '.node-red'));
    for (const copy of copies) {
      const where = join(copy, 'wireband', 'spool', 'a1b2');
      mkdirSync(where, { recursive: true });
      await killedSpool(2, where);
    }
    const [first = '', second = ''] = copies;
    for (const copy of copies) {
      const { out } = await spool(['list', '--user-dir', copy, '--json']);
      assert.deepEqual(
        JSON.parse(out).map((listed: { user_dir: string }) => listed.user_dir),
        [copy],
      );
    }
    assert.equal((await spool(['discard', 'a1b2', '--yes', '--user-dir', first])).code, 0);
    assert.ok(existsSync(join(second, 'wireband', 'spool', 'a1b2')));
  });

  it('reads the spool of a stopped process, without a response from it', async () => {
    const running = await startSpool();
    running.signal('SIGSTOP');
    try {
      await until('the spool is listed', async () => (await json('list')).value[0].events === EVENTS - 1);
      assert.equal(linesOf((await onUserDir('export', 'a1b2')).out).length, EVENTS);
    } finally {
      running.signal('SIGCONT');
    }
  });
});
