import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A tool that a suite cannot do without, and how to get it. */
export interface Requirement<T> {
  readonly name: string;
  readonly find: () => T | undefined;
  readonly install: string;
}

/** Absolute path of a program on PATH; undefined when there is none. */
export function onPath(...programs: string[]): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  const candidates = programs.flatMap((program) => folders.map((folder) => join(folder, program)));
  return candidates.find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The browser of the browser tests; the environment variable CHROMIUM names another one. */
export const chromium: Requirement<string> = {
  name: 'chromium',
  find: () => process.env.CHROMIUM ?? onPath('chromium', 'chromium-browser', 'google-chrome'),
  install: 'install chromium (Debian: apt-get install chromium) or name its path in CHROMIUM',
};

export const mosquitto: Requirement<string> = {
  name: 'mosquitto',
  find: () => onPath('mosquitto'),
  install: 'install the mosquitto broker (Debian: apt-get install mosquitto)',
};

export const mosquittoPasswd: Requirement<string> = {
  name: 'mosquitto_passwd',
  find: () => onPath('mosquitto_passwd'),
  install: 'install the mosquitto broker (Debian: apt-get install mosquitto)',
};

export const cCompiler: Requirement<string> = {
  name: 'a C compiler',
  find: () => onPath('cc', 'gcc', 'clang'),
  install: 'install a C compiler (Debian: apt-get install gcc libc6-dev)',
};

/**
 * Gets what a suite needs, or ends that suite: called in a `before` hook, it skips the suite and says what to
 * install. With CI=true nothing may be skipped, so there a missing tool is an error.
 */
export function need<T>(context: Mocha.Context, requirement: Requirement<T>): T {
  const found = requirement.find();
  if (found !== undefined) return found;
  const reason = `${requirement.name} is missing: ${requirement.install}`;
  if (process.env.CI === 'true') throw new Error(reason);
  console.log(`      not run, ${reason}`);
  return context.skip();
}
