import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { nodeRedVersions, type RedInstallation } from '../harness/nodeRed/installations';
import { type NodeRed, startNodeRed } from '../harness/nodeRed/nodeRed';
import { installPackage, packThisPackage, repository } from '../harness/package/packedPackage';
import { need } from '../harness/requirements';

const run = promisify(execFile);
const MODULE = '@wireband/node-red-edge';

for (const version of nodeRedVersions) {
  describe(`The tarball installed for ${version.name}`, () => {
    let red: RedInstallation;
    let userDir: string;

    before(async function () {
      red = need(this, version);
      userDir = mkdtempSync(join(tmpdir(), 'wireband-install-'));
      await installPackage((await packThisPackage()).tarball, userDir, red.node);
    });

    after(() => {
      if (userDir !== undefined) rmSync(userDir, { recursive: true, force: true });
    });

    /** Runs a script in the user directory and resolves with what it prints. */
    async function evaluate(script: string, ...options: string[]): Promise<string> {
      const { stdout } = await run(red.node, [...options, '--eval', script], { cwd: userDir });
      return stdout.trim();
    }

    describe('in a bare user directory', () => {
      let running: NodeRed;

      before(async () => {
        running = await startNodeRed({ red, userDir });
      });

      after(() => running?.stop());

      it('provides the six node types, each loaded without an error', async () => {
        const sets = (await running.nodeSets()).filter((set) => set.module === MODULE);
        const types = sets.flatMap((set) => set.types).sort();
        assert.deepEqual(types, [
          'wireband-backend',
          'wireband-classify',
          'wireband-decode',
          'wireband-delta',
          'wireband-mqtt-in',
          'wireband-uplink',
        ]);
        for (const set of sets) {
          assert.equal(set.err, undefined, set.id);
          assert.equal(set.enabled, true, set.id);
        }
      });

      it('starts the runtime without a warning that names the package', () => {
        const warnings = running
          .output()
          .split('\n')
          .filter((line) => /\[(warn|error)\]/.test(line));
        assert.deepEqual(
          warnings.filter((line) => line.includes('wireband')),
          [],
        );
      });
    });

    it('can be required and imported by a program', async () => {
      assert.equal(await evaluate(`console.log(typeof require('${MODULE}').EdgeClient)`), 'function');
      const imported = `import { EdgeClient } from '${MODULE}'; console.log(typeof EdgeClient)`;
      assert.equal(await evaluate(imported, '--input-type=module'), 'function');
    });

    it('reports the version that it was packed from', async () => {
      const { version: packed }: { version: string } = JSON.parse(
        readFileSync(join(repository, 'package.json'), 'utf8'),
      );
      assert.equal(await evaluate(`console.log(require('${MODULE}/package.json').version)`), packed);
      const program = join(userDir, 'node_modules', '.bin', 'wireband-edge');
      const { stdout } = await run(red.node, [program, '--version'], { cwd: userDir });
      assert.match(stdout, new RegExp(`(^|\\D)${packed.replaceAll('.', '\\.')}(\\D|$)`));
    });

    it('provides an MQTT connector', async () => {
      assert.equal(await evaluate(`console.log(typeof require('${MODULE}/mqtt').MqttConnector)`), 'function');
      const imported = `import { MqttConnector } from '${MODULE}/mqtt'; console.log(typeof MqttConnector)`;
      assert.equal(await evaluate(imported, '--input-type=module'), 'function');
    });

    for (const resolution of ['node16', 'bundler']) {
      it(`type-checks in a program that resolves modules as ${resolution}`, async () => {
        linkDependency('@types/node');
        const program = [
          `import { EdgeClient } from '${MODULE}';`,
          `import { MqttConnector } from '${MODULE}/mqtt';`,
          'export const made: [typeof EdgeClient, typeof MqttConnector] = [EdgeClient, MqttConnector];',
          '// @ts-expect-error a number is no client, so the types are really read',
          'export const wrong: EdgeClient = 1;',
        ].join('\n');
        writeFileSync(join(userDir, 'program.ts'), program);
        const options = {
          module: resolution === 'bundler' ? 'preserve' : 'node16',
          moduleResolution: resolution,
          target: 'es2022',
          lib: ['es2023', 'esnext.disposable'],
          types: ['node'],
          strict: true,
          noEmit: true,
        };
        const project = { compilerOptions: options, files: ['program.ts'] };
        writeFileSync(join(userDir, 'tsconfig.json'), JSON.stringify(project));
        const compiler = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
        const { stdout } = await run(process.execPath, [compiler, '-p', userDir], { cwd: userDir }).catch(
          (error: { stdout: string }) => error,
        );
        assert.equal(stdout, '');
      });
    }

    /** Puts a development dependency of this repository into the user directory, as installing it would. */
    function linkDependency(name: string): void {
      const link = join(userDir, 'node_modules', name);
      rmSync(link, { recursive: true, force: true });
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(dirname(require.resolve(`${name}/package.json`)), link, 'junction');
    }
  });
}
