import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spoolDirectory } from '../../src/spool';
import { type HttpBackend, startHttpBackend } from '../harness/backend/httpBackend';
import { packThisPackage, repository } from '../harness/package/packedPackage';
import { sleep, until } from '../harness/until';
import { arrivalsIn } from '../harness/uplink/arrivals';
import { EngineRig } from '../harness/uplink/engineRig';

const ID = 'a1b2';

describe('the command wireband-edge spool next to a running engine', () => {
  let backend: HttpBackend;
  let userDir: string;
  let rig: EngineRig;
  before(async () => {
    await packThisPackage();
  });
  beforeEach(async () => {
    backend = await startHttpBackend();
    userDir = mkdtempSync(join(tmpdir(), 'wireband-spools-'));
    const directory = spoolDirectory(userDir, ID);
    rig = new EngineRig({ backendUrl: backend.url, directory, flushBatch: 20, bufferSize: 100_000 });
    await until('the engine is running', () => rig.uplink.storage.kind === 'disk');
  });
  afterEach(async () => {
    await rig.end();
    await backend.stop();
    rmSync(userDir, { recursive: true, force: true, maxRetries: 3 });
  });

  const spool = (...args: readonly string[]): Promise<string> => {
    const program = join(repository, 'dist', 'bin', 'wireband-edge.js');
    const all = [program, 'spool', ...args, '--user-dir', userDir];
    return new Promise((resolve, reject) => {
      execFile(process.execPath, all, { maxBuffer: 64 * 1024 * 1024 }, (error, out, errors) => {
        if (error) reject(new Error(`${args.join(' ')}: ${error.code} ${out} ${errors}`));
        else resolve(out);
      });
    });
  };
  const json = async (...args: readonly string[]) => JSON.parse(await spool(...args, '--json'));
  const stored = (): Promise<unknown> => until('all are stored', () => rig.stored.size === rig.ingested);

  it('shows, verifies and exports the waiting events that the engine counts', async () => {
    backend.reply = () => 503;
    rig.ingest(500);
    await stored();
    const [listed] = await json('list');
    assert.deepEqual([listed.id, listed.holder.pid, listed.events], [ID, process.pid, 500]);
    const { waiting, in_batches } = await json('inspect', ID);
    assert.equal(waiting + in_batches, 500);
    assert.match(await spool('verify', ID), /^sound: /m);
    const exported = (await spool('export', ID)).trim().split('\n');
    const numbers = exported.map((line) => Object(JSON.parse(line)).payload.number);
    assert.deepEqual(
      numbers.sort((a, b) => a - b),
      rig.numbers,
    );
    assert.equal(rig.uplink.stats().buffer_depth, 500);
  });

  it('finds no damage while events arrive and are delivered and the thread dies, and does not disturb the engine', async () => {
    backend.reply = (_, index) => (index % 4 === 3 ? 503 : 200);
    let isOver = false;
    const feeding = (async () => {
      for (; !isOver; await sleep(10)) rig.ingest(20);
    })();
    try {
      for (let look = 0; look < 6; look++) {
        assert.match(await spool('verify', ID), /^sound: /m);
        await spool('inspect', ID);
        await spool('list');
        if (look % 2 === 0) rig.engine.kill();
      }
    } finally {
      isOver = true;
      await feeding;
    }
    await until('all events are delivered', () => rig.uplink.stats().events_flushed === rig.ingested);
    assert.equal(arrivalsIn(backend.requests).size, rig.ingested);
    assert.equal(rig.findings.length, 3, 'each death is reported once, and nothing else');
  });

  it('makes the engine discard the waiting events, which count as dropped', async () => {
    backend.reply = () => 503;
    rig.ingest(300);
    await stored();
    await until('a batch is under way', () => backend.requests.length > 0);
    const said = await spool('discard', ID, '--yes');
    const [, discarded = ''] = /^(\d+) events discarded by the running gateway/.exec(said) ?? [];
    assert.ok(Number(discarded) >= 200, said);
    await until('it is counted', () => rig.uplink.stats().dropped_by_reason.cleared === Number(discarded));
    rig.checkSum();
    backend.reply = () => 200;
    await until('the rest is delivered', () => rig.uplink.stats().buffer_depth === 0);
    assert.equal(rig.uplink.stats().events_flushed, 300 - Number(discarded));
  });
});
