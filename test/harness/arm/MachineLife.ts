import assert from 'node:assert/strict';
import { join } from 'node:path';
import { bundlePrograms } from '../kill/killableLife';
import { makeProgramFolder, type ProgramFolder } from '../package/programFolder';
import { RunningProgram } from '../runningProgram';
import { until } from '../until';
import type { MachinePlan } from './machineGateway';
import type { Machine } from './machines';

/** A project with the packed package and a gateway's program. */
export async function makeGatewayFolder(): Promise<ProgramFolder> {
  const folder = await makeProgramFolder();
  await bundlePrograms(folder.path, 'arm/machineGateway');
  return folder;
}

/** One life of a gateway on a machine, which a test may end at any moment. */
export class MachineLife {
  private readonly program: RunningProgram;

  /** @param folder of makeGatewayFolder(). */
  constructor([node, ...args]: Machine, folder: string, plan: MachinePlan) {
    this.program = new RunningProgram(
      node,
      [...args, join(folder, 'machineGateway.js'), JSON.stringify(plan)],
      { env: { ...process.env, NO_PROXY: '*', no_proxy: '*' } },
    );
  }

  /** Numbers of the events that it reported as stored, in order. */
  get stored(): number[] {
    return [...this.program.output.matchAll(/^stored (\d+)\n/gm)].map(([, number]) => Number(number));
  }

  /** Resolves when it has written this line `times` times. */
  async wrote(line: string, times = 1): Promise<void> {
    await this.program.waitFor(new RegExp(`(^${line}\\n[^]*?){${times}}`, 'm'));
  }

  /** Resolves when it has stored `count` more events. */
  async storesMore(count: number): Promise<void> {
    const before = this.stored.length;
    await until(
      () => `${count} more events than ${before} are stored: ${this.told}`,
      () => this.stored.length >= before + count,
    );
  }

  endThread(): void {
    this.program.signal('SIGUSR2');
  }

  /** Kills it at once, like a power cut that leaves the disk as it is. */
  async kill(): Promise<void> {
    this.program.signal('SIGKILL');
    assert.equal(await this.program.ended, 'SIGKILL', this.told);
  }

  /** Asks it to end, and checks that it ends well with nothing left to deliver. */
  async close(): Promise<void> {
    this.program.signal('SIGTERM');
    assert.equal(await this.program.ended, 0, this.told);
    assert.match(this.told, /^closed 0\n/m);
  }

  /** Ends it if it still runs. */
  async discard(): Promise<void> {
    await this.program.kill();
  }

  /** What it wrote besides the events that it stored, for the message of an error. */
  private get told(): string {
    return this.program.output.replace(/^stored .*\n/gm, '');
  }
}
