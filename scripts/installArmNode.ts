/**
 * Installs Node.js for ARM, 64 and 32 bits, in pinned versions into the cache folder that the tests use. Does nothing
 * if both are already there.
 */
import { ARM_PROGRAMS, armNodeFolder, nodeOf } from '../test/harness/arm/machines';
import { installApart } from './installApart';

const programs = Object.values(ARM_PROGRAMS);

if (programs.some((program) => nodeOf(program) === undefined)) {
  // npm refuses packages for another processor unless forced.
  installApart(
    armNodeFolder,
    programs.map(({ package: name, version }) => `${name}@${version}`),
    ['--force'],
  );
}
for (const program of programs) {
  const node = nodeOf(program);
  if (node === undefined) throw new Error(`${program.package} is not usable in ${armNodeFolder}`);
  console.log(`Node.js ${program.version}: ${node}`);
}
