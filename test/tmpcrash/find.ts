import fc from 'fast-check';
import { mkdirSync, writeFileSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { SpoolLives } from '../harness/SpoolLives';
import { spoolOptions, spoolSteps } from '../harness/spoolSteps';
import { CRASHES, crashStates } from '../harness/crashStates';
import { readCrashed, readTwice } from '../harness/crashedSpool';
import { assertPromisesKept } from '../harness/promisesKept';
import { SeededRandom } from '../harness/seededRandom';
// usage: find.ts sync seconds seed moments
const [sync = 'interval', seconds = '60', seed0 = '1', moments = '10'] = process.argv.slice(2);
const maxSteps = Number(process.env.MAXSTEPS ?? 12);
const found = new Map<string, { n: number; steps: number; text: string }>();
let states = 0, seqs = 0;
(async () => {
  const end = Date.now() + Number(seconds) * 1000;
  const options = spoolOptions([sync as 'interval']);
  for (let s = Number(seed0); Date.now() < end; s++) {
    const [[first, steps0, seed] = []] = fc.sample(fc.tuple(options, spoolSteps(options), fc.nat()), { numRuns: 1, seed: s });
    const steps = steps0!.slice(0, maxSteps);
    const note = (where: string, e: any, extra = '') => {
      const key = where + ' ' + String(e.message ?? e).replace(/s?\d+/g, '#').slice(0, 160);
      const old = found.get(key);
      const size = JSON.stringify(steps).length;
      if (!old || size < old.steps) found.set(key, { n: (old?.n ?? 0) + 1, steps: size, text: `seed ${s} ${String(e.message).slice(0, 600)}\n ${(e.stack ?? '').split('\n').filter((l: string) => /at /.test(l)).slice(0, 4).join('\n')}\n ${extra}\n ${JSON.stringify(first)} seed ${seed}\n${steps.map((x) => JSON.stringify(x)).join('\n')}` });
      else old.n++;
    };
    seqs++;
    const lives = new SpoolLives(first!, seed!);
    try {
      for (const step of steps) await lives.run(step);
      await lives.end();
    } catch (e) { note('LIFE', e); }
    const random = new SeededRandom(seed!);
    for (let i = 0; i < Number(moments); i++) {
      const { disk, moment, promises } = random.oneOf(lives.past);
      for (const crash of CRASHES) for (const contents of crashStates(disk, moment, crash, 6, random)) {
        const per = 1 + Math.floor(random.next() * 8);
        states++;
        let r: any;
        const dump = () => [...contents.files].map(([p, b]) => `${basename(p)}:${b.length}`).join(' ');
        try { r = await readCrashed(contents, per); assertPromisesKept(promises, crash, r); }
        catch (e) { note(crash, e, `moment ${moment} ${dump()} unreadable ${r?.unreadable} got ${r?.batches.map((b: any) => b.id + '[' + b.events.map((e: any) => e.topic) + ']')} q ${r?.quarantined.map((e: any) => e.topic)} unreported ${JSON.stringify(r?.recovered.unreported)} known ${JSON.stringify(promises.batches)} events ${promises.events.map((e) => `${e.event.topic}${e.event.alarm ? '!' : ''} ${e.fate}${e.stored ? '+' : ''}${e.durable ? '*' : ''}`)}`); }
        if (states % 8 === 0) try { await readTwice(contents, per); } catch (e) {
          if (!found.has('TWICE ' + crash + ' ' + String((e as Error).message).replace(/s?\d+/g, '#').slice(0, 160))) {
            const d = '/tmp/crash/dump' + found.size; rmSync(d, { recursive: true, force: true }); mkdirSync(d, { recursive: true });
            for (const [p, b] of contents.files) writeFileSync(d + '/' + basename(p), b);
          }
          note('TWICE ' + crash, e, `moment ${moment} per ${per} ${dump()}`); }
      }
    }
  }
  console.log(sync, seqs, 'sequences', states, 'states');
  for (const [key, { n, text }] of found) console.log(`\n##### ${n}x ${key}\n${text}`);
})();
