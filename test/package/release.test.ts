import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUNDLED } from '../../scripts/bundledLicenses';
import { repository, unpack } from '../harness/package/packedPackage';

/** What a clone does not have, or a release is not made from. */
const LEFT_OUT = new Set(['.git', '.cache', 'node_modules', 'dist', 'coverage', 'release']);

/** Two whole builds, which take minutes if others build at the same time. */
const BUILDS_MS = 900_000;

interface Component {
  readonly name: string;
  readonly version: string;
}

interface Bill {
  readonly bomFormat: string;
  readonly serialNumber: string;
  readonly metadata: { readonly timestamp?: string; readonly component: Component };
  readonly components: readonly (Component & { readonly hashes: readonly { readonly alg: string }[] })[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

describe('npm run release', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'wireband-release-test-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** A copy of the sources, as another person's clone has them: at another path, with other permissions and times. */
  function release(name: string, umask: string, time: Date): string {
    const copy = join(folder, name, 'clone');
    cpSync(repository, copy, {
      recursive: true,
      filter: (path) => !LEFT_OUT.has(path.slice(repository.length + 1).split(/[\\/]/)[0] ?? ''),
    });
    symlinkSync(join(repository, 'node_modules'), join(copy, 'node_modules'), 'dir');
    for (const path of readdirSync(copy))
      if (path !== 'node_modules') utimesSync(join(copy, path), time, time);
    const script = `umask ${umask}; chmod -R u=rwX,g=,o= examples README.md; npm run --silent release`;
    const output = execFileSync('sh', ['-c', script], { cwd: copy, encoding: 'utf8' });
    assert.match(output, /in release\/:/);
    return join(copy, 'release');
  }

  it('makes the same package from one commit in two clones, with its bill of materials and checksums', async function () {
    this.timeout(BUILDS_MS);
    const one = release('one', '022', new Date('2020-02-02T02:02:02Z'));
    const other = release('another/with a space', '077', new Date());
    const files = readdirSync(one).sort();
    assert.deepEqual(readdirSync(other).sort(), files);
    for (const file of files) assert.equal(sha256(join(one, file)), sha256(join(other, file)), file);

    const { name, version, dependencies }: { name: string; version: string; dependencies: object } =
      JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
    const base = `wireband-node-red-edge-${version}`;
    assert.deepEqual(files, ['SHA256SUMS', `${base}.cdx.json`, `${base}.tgz`].sort());
    const sums = readFileSync(join(one, 'SHA256SUMS'), 'utf8').trimEnd().split('\n');
    assert.deepEqual(
      sums,
      [`${base}.tgz`, `${base}.cdx.json`].map((file) => `${sha256(join(one, file))}  ${file}`),
    );
    execFileSync('sha256sum', ['--check', '--status', 'SHA256SUMS'], { cwd: one });

    const unpacked = await unpack(join(one, `${base}.tgz`), folder);
    assert.equal(JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8')).version, version);

    const bill: Bill = JSON.parse(readFileSync(join(one, `${base}.cdx.json`), 'utf8'));
    assert.equal(bill.bomFormat, 'CycloneDX');
    assert.deepEqual(
      [bill.metadata.component.name, bill.metadata.component.version, bill.metadata.timestamp],
      [name, version, undefined],
    );
    assert.match(
      bill.serialNumber,
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    const listed = bill.components.map((component) => component.name);
    for (const needed of [...Object.keys(dependencies), ...BUNDLED])
      assert.ok(listed.includes(needed), needed);
    assert.ok(!listed.includes('typescript') && !listed.includes('node-red'), String(listed));
    for (const component of bill.components) {
      const { version: installed }: Component = JSON.parse(
        readFileSync(join(repository, 'node_modules', component.name, 'package.json'), 'utf8'),
      );
      assert.equal(component.version, installed, component.name);
      assert.ok(
        component.hashes.some(({ alg }) => alg === 'SHA-512'),
        component.name,
      );
    }
    const known = new Set(bill.dependencies.map(({ ref }) => ref));
    for (const { ref, dependsOn = [] } of bill.dependencies) {
      for (const each of dependsOn) assert.ok(known.has(each), `${ref} → ${each}`);
    }
  });
});
