import { type Damage, verifySpool } from '../src/spool/inspect/verifySpool';
import { countText, plainText } from './textTable';

/** Reads every record and prints what is wrong. Returns the exit code: 1 if anything is. */
export async function printVerification(directory: string, json: boolean): Promise<number> {
  const verification = await verifySpool(directory);
  const { files, records, damage, unfinished, findings, foreign, isSound } = verification;
  if (json) {
    process.stdout.write(`${JSON.stringify({ directory, ...verification }, null, 2)}\n`);
    return isSound ? 0 : 1;
  }
  const lines = [
    ...damage.map((stretch) => `damaged: ${placeOf(stretch)}`),
    ...findings.map((finding) => `damaged: ${finding}`),
    ...unfinished.map(
      (stretch) => `unfinished: ${placeOf(stretch)}, as after a crash; it was never acknowledged`,
    ),
    ...foreign.map((name) => `not part of the spool: ${name}`),
    `${isSound ? 'sound' : 'DAMAGED'}: ${countText(records)} records in ${countText(files)} files`,
  ];
  process.stdout.write(`${lines.map(plainText).join('\n')}\n`);
  return isSound ? 0 : 1;
}

function placeOf({ file, offset, length }: Damage): string {
  return `${file}, ${length} bytes at offset ${offset}`;
}
