import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MachineLife, makeGatewayFolder } from '../harness/arm/MachineLife';
import { armMachines, type Machine, thisMachine } from '../harness/arm/machines';
import { BackendServer } from '../harness/backend/backendServer';
import { chokesOn, losesAnswers } from '../harness/backend/misbehaviours';
import { checkArrived, checkOrder, checkRepetitions, type Received } from '../harness/backend/receivedEvents';
import { numberOf, POISON_TOPIC } from '../harness/numberedEvents';
import type { ProgramFolder } from '../harness/package/programFolder';
import { need } from '../harness/requirements';
import { until } from '../harness/until';

/** Maximum number of events per life. */
const NUMBERS_A_LIFE = 1_000_000;

/** Events of a gateway's last life, which is to deliver everything. */
const LAST = 60;

const POISON_EVERY = 70;

/** It needs more than 32 bits, like every time. */
const TIME_OF_FIRST = 1_700_000_000_000;

/** What the command line says about a spool on a machine. */
interface Readings {
  readonly verify: string;
  readonly inspect: string;
}

describe('the package on ARM', () => {
  let program: ProgramFolder;
  let folder: string;
  let directory: string;
  let backend: BackendServer;
  const backends: BackendServer[] = [];
  const lives: MachineLife[] = [];

  before(async function () {
    for (const machine of armMachines) need(this, machine);
    program = await makeGatewayFolder();
  });
  after(() => program?.remove());
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'wireband-arm-'));
    directory = join(folder, 'spool');
    backend = await startBackend();
  });
  afterEach(async () => {
    await Promise.all(lives.splice(0).map((life) => life.discard()));
    rmSync(folder, { recursive: true, force: true });
    await Promise.all(backends.splice(0).map((each) => each.close()));
  });

  async function startBackend(): Promise<BackendServer> {
    const started = await BackendServer.start();
    backends.push(started);
    return started;
  }

  /** Starts the next life of a test. */
  function begin(
    machine: Machine,
    { count = NUMBERS_A_LIFE, poisonEvery = 0, on = directory, to = backend } = {},
  ): MachineLife {
    const first = lives.length * NUMBERS_A_LIFE;
    const plan = { directory: on, backendUrl: to.url, first, count, poisonEvery, timeOfFirst: TIME_OF_FIRST };
    const life = new MachineLife(machine, program.path, plan);
    lives.push(life);
    return life;
  }

  /** The backend takes one more batch and goes down without answering: that batch has to come again. */
  async function goDownUnanswered(): Promise<void> {
    const { length } = backend.taken;
    backend.behave({ ...chokesOn(POISON_TOPIC), ...losesAnswers() });
    await until('a batch is taken and not answered', () => backend.taken.length > length);
    await backend.goDown();
    backend.behave();
  }

  async function arrive(received: () => Received, numbers: readonly number[]): Promise<void> {
    const missing = (): number => {
      const arrived = new Set(received().taken.map(numberOf));
      return numbers.filter((number) => !arrived.has(number)).length;
    };
    await until(
      () => `the last ${missing()} of ${numbers.length} events arrive`,
      () => missing() === 0,
    );
  }

  function checkReceived(received: Received, numbers: Iterable<number>): void {
    checkArrived(received, numbers);
    checkRepetitions(received);
    checkOrder(received, 'apart');
    for (const event of received.taken) assert.equal(event.ts * 1000, TIME_OF_FIRST + numberOf(event));
  }

  for (const requirement of armMachines) {
    it(`${requirement.machine} survives an outage, the end of its engine's thread and two kills, loses no event and sends none under two keys`, async function () {
      const machine = need(this, requirement);
      const first = begin(machine);
      await first.storesMore(100);
      await goDownUnanswered();
      await first.wrote('told offline');
      await first.storesMore(100);
      first.endThread();
      await first.wrote('thread started', 2);
      await first.storesMore(100);
      await first.kill();

      const second = begin(machine);
      await second.storesMore(100);
      await second.kill();

      const third = begin(machine, { count: LAST });
      await backend.comeBack();
      const stored = () => lives.flatMap((life) => life.stored);
      await third.storesMore(LAST);
      await arrive(() => backend, stored());
      await third.close();
      checkReceived(backend, stored());
    });
  }

  async function read(machine: Machine, on: string): Promise<Readings> {
    const [verify, inspect] = await Promise.all([
      spool(machine, 'verify', on),
      spool(machine, 'inspect', on, '--json'),
    ]);
    return { verify, inspect };
  }

  /** Resolves with the output of the command. @throws {Error} if its exit code is not 0. */
  function spool([node, ...args]: Machine, ...command: string[]): Promise<string> {
    const script = join(program.path, 'node_modules/@wireband/node-red-edge/dist/bin/wireband-edge.js');
    return new Promise((fulfil, reject) => {
      execFile(
        node,
        [...args, script, 'spool', ...command],
        { maxBuffer: 64 * 1024 * 1024 },
        (error, out, errors) => {
          if (error) reject(new Error(`${command}: ${error.message}\n${out}\n${errors}`));
          else fulfil(out);
        },
      );
    });
  }

  const every = [thisMachine, ...armMachines];
  for (const writer of every) {
    const readers = every.filter((reader) => reader !== writer);
    const names = readers.map(({ machine }) => machine).join(' and ');
    it(`a spool of a gateway killed on ${writer.machine} is read and delivered on ${names}`, async function () {
      backend.behave(chokesOn(POISON_TOPIC));
      const life = begin(need(this, writer), { poisonEvery: POISON_EVERY });
      await life.wrote('told quarantined');
      await goDownUnanswered();
      await life.storesMore(200);
      await life.kill();

      const here = need(this, thisMachine);
      const readings = await read(here, directory);
      const quarantined = checkExport(await spool(here, 'export', directory), life.stored, backend);
      for (const reader of readers) {
        const machine = need(this, reader);
        assert.deepEqual(await read(machine, directory), readings, reader.machine);
        const copy = join(folder, reader.machine);
        cpSync(directory, copy, { recursive: true });
        const to = await startBackend();
        const successor = begin(machine, { count: LAST, on: copy, to });
        const received = () => together(backend, to);
        await successor.storesMore(LAST);
        const stored = [...life.stored, ...successor.stored].filter((number) => !quarantined.has(number));
        await arrive(received, stored);
        await successor.close();
        checkReceived(received(), stored);
      }
    });
  }
});

/** What two backends received that know each other's keys. */
function together(one: Received, other: Received): Received {
  const taken = new Map([...one.taken, ...other.taken].map((event) => [event.id, event]));
  return { batches: [...one.batches, ...other.batches], taken: [...taken.values()] };
}

/**
 * Checks that every event that was stored but not answered is there, at its time; some are in quarantine.
 * @returns the numbers of the quarantined ones.
 */
function checkExport(lines: string, stored: readonly number[], { batches }: Received): Set<number> {
  const exported = lines
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  for (const { payload, timestamp } of exported) assert.equal(timestamp, TIME_OF_FIRST + payload.number);
  const numbers = new Set(exported.map(({ payload }) => payload.number));
  const answered = new Set(batches.flatMap(({ events }) => events.map(numberOf)));
  const missing = stored.filter((number) => !numbers.has(number) && !answered.has(number));
  assert.deepEqual(missing, []);
  assert.ok(stored.some((number) => answered.has(number) && numbers.has(number)));
  const quarantined = exported.flatMap(({ quarantined, payload }) => (quarantined ? [payload.number] : []));
  assert.ok(quarantined.length > 0);
  return new Set(quarantined);
}
