import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLED } from './bundledLicenses';

type Component = { readonly 'bom-ref': string; readonly name: string } & Readonly<Record<string, unknown>>;

interface Dependency {
  readonly ref: string;
  readonly dependsOn?: readonly string[];
}

/** The parts of npm's bill that are used here. */
interface Bill {
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly Dependency[];
}

/** npm's bill of the dependencies that are installed with the package. */
function billByNpm(root: string): Bill {
  const omitted = ['dev', 'optional', 'peer'].flatMap((kind) => ['--omit', kind]);
  return JSON.parse(
    execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only', ...omitted], {
      cwd: root,
      encoding: 'utf8',
      // On Windows npm is a script, which only a shell can run.
      shell: process.platform === 'win32',
    }),
  );
}

/** The parts of the lockfile that are used here. */
interface Lockfile {
  readonly packages: Readonly<
    Record<string, { readonly version: string; readonly integrity: string; readonly license: string }>
  >;
}

/** Packages bundled into the dialogs, in the form of npm's components: to npm they are development dependencies. */
function bundledComponents(root: string): Component[] {
  const { packages }: Lockfile = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return BUNDLED.map((name) => {
    const locked = packages[`node_modules/${name}`];
    if (!locked) throw new Error(`${name} is not in the lockfile.`);
    const { version, integrity, license } = locked;
    const content = Buffer.from(integrity.replace(/^sha512-/, ''), 'base64').toString('hex');
    return {
      'bom-ref': `${name}@${version}`,
      type: 'library',
      name,
      version,
      scope: 'required',
      purl: `pkg:npm/${name}@${version}`,
      properties: [{ name: 'bundled', value: 'true' }],
      externalReferences: [],
      hashes: [{ alg: 'SHA-512', content }],
      licenses: [{ license: { id: license } }],
    };
  });
}

/** A UUID derived from a text. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  // Version 8 of RFC 9562 is for custom use; the variant is the RFC's.
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/**
 * The software bill of materials of the package, CycloneDX 1.5 as JSON: npm's bill of the dependencies installed with
 * it, and the packages bundled into its dialogs, all in the versions of the lockfile. Omits the time and the random
 * number that npm adds, so that it depends only on the commit.
 */
export function billOfMaterials(root: string): string {
  const { name } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const bill = billByNpm(root);
  const bundled = bundledComponents(root);
  const own = bill.metadata.component;
  const component = { ...own, name };
  const body = {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { lifecycles: [{ phase: 'build' }], tools: [{ vendor: 'npm', name: 'sbom' }], component },
    components: [...bill.components, ...bundled],
    dependencies: [
      ...bill.dependencies.map((dependency) =>
        dependency.ref === own['bom-ref']
          ? {
              ...dependency,
              dependsOn: [...(dependency.dependsOn ?? []), ...bundled.map((each) => each['bom-ref'])],
            }
          : dependency,
      ),
      ...bundled.map((each) => ({ ref: each['bom-ref'], dependsOn: [] })),
    ],
  };
  const serialNumber = `urn:uuid:${uuidOf(JSON.stringify(body))}`;
  return `${JSON.stringify({ $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json', ...body, serialNumber }, null, 2)}\n`;
}
