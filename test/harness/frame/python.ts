import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { repository } from '../package/packedPackage';
import { onPath, type Requirement } from '../requirements';

/** Python, for the reference decoder of docs/reference. */
export const python: Requirement<string> = {
  name: 'python3',
  find: () => onPath('python3'),
  install: 'install Python 3.8 or later (Debian: apt-get install python3)',
};

export const referenceDecoder = join(repository, 'docs', 'reference', 'columnar.py');

export interface PythonLimits {
  readonly max_events: number;
  readonly max_bytes: number;
}

/** What the reference decoder makes of a body: its events, or the code of its reason to refuse it. */
export type PythonResult = { readonly events: readonly unknown[] } | { readonly refused: string };

/** Many bodies per process: starting one for each would take most of the time. */
const PROGRAM = `
import base64, json, sys
sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
import columnar
limits = json.loads(sys.argv[2])
for line in sys.stdin:
    try:
        events = columnar.decode(base64.b64decode(line), **limits)
        print(columnar.to_json({"events": events}))
    except columnar.Refused as refusal:
        print(json.dumps({"refused": refusal.code}))
`;

/** Lets the reference decoder read bodies. @throws {Error} if it ends with anything but a refusal. */
export function decodeWithPython(
  program: string,
  bodies: readonly Uint8Array[],
  limits: Partial<PythonLimits> = {},
): PythonResult[] {
  const { status, stdout, stderr } = spawnSync(
    program,
    ['-c', PROGRAM, join(referenceDecoder, '..'), JSON.stringify(limits)],
    {
      input: bodies.map((body) => `${Buffer.from(body).toString('base64')}\n`).join(''),
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
    },
  );
  if (status !== 0) throw new Error(`the reference decoder ended with ${status}: ${stderr}`);
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}
