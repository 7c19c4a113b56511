import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLED } from '../../scripts/bundledLicenses';
import { LANGUAGES } from '../harness/languages';
import { type PackedPackage, packThisPackage, repository } from '../harness/package/packedPackage';

const NODE_TYPES = [
  'wireband-backend',
  'wireband-classify',
  'wireband-decode',
  'wireband-delta',
  'wireband-mqtt-in',
  'wireband-uplink',
];

/** Maximum length of a path below the user directory that older Windows installations can also unpack. */
const LONGEST_PATH = 200;

const NEVER_PACKED =
  /(^|\/)(test|bench|demo|docs|scripts|node_modules|\.[^/]+)(\/|$)|\.map$|\.test\.|(?<!\.d)\.ts$|\.tgz$/;

describe('The packed package', () => {
  let packed: PackedPackage;
  let paths: string[];

  before(async () => {
    packed = await packThisPackage();
    paths = packed.report.files.map((file) => file.path).sort();
  });

  it('holds exactly the files that the sources make, and nothing else', () => {
    assert.deepEqual(paths, expectedPaths());
  });

  it('holds no source, test, map, hidden file or earlier tarball', () => {
    assert.deepEqual(
      paths.filter((path) => NEVER_PACKED.test(path)),
      [],
    );
  });

  it('holds runtime, dialog, icon, both help languages and all dialog languages of every node type', () => {
    for (const type of NODE_TYPES) {
      const own = paths.filter((path) => path.startsWith(`dist/nodes/${type}/`));
      assert.ok(own.includes(`dist/nodes/${type}/${type}.js`), type);
      assert.ok(own.includes(`dist/nodes/${type}/${type}.html`), type);
      assert.ok(own.includes(`dist/nodes/${type}/icons/${type}.svg`), type);
      for (const language of ['en-US', 'de']) {
        const texts = `dist/nodes/${type}/locales/${language}/${type}`;
        assert.ok(own.includes(`${texts}.json`), texts);
        assert.ok(own.includes(`${texts}.html`), texts);
      }
      for (const language of LANGUAGES) {
        assert.ok(own.includes(`dist/nodes/${type}/locales/${language}/${type}.json`), language);
      }
    }
  });

  it('declares the six node types, in files that it holds', () => {
    const description: { 'node-red': { nodes: Record<string, string> } } = JSON.parse(
      readFileSync(join(repository, 'package.json'), 'utf8'),
    );
    const { nodes } = description['node-red'];
    assert.deepEqual(Object.keys(nodes).sort(), NODE_TYPES);
    for (const path of Object.values(nodes)) assert.ok(paths.includes(path), path);
  });

  it('declares the sidebar plugin, in a file that it holds', () => {
    const description: { 'node-red': { plugins: Record<string, string> } } = JSON.parse(
      readFileSync(join(repository, 'package.json'), 'utf8'),
    );
    const [[name, path] = ['', ''], ...others] = Object.entries(description['node-red'].plugins);
    assert.deepEqual([name, others], ['wireband-monitor', []]);
    assert.ok(paths.includes(path), path);
  });

  it('includes the license of every package bundled into its dialogs', () => {
    const licenses = readFileSync(join(repository, 'dist', 'nodes', 'bundled-licenses.txt'), 'utf8');
    const used = readdirSync(join(repository, 'nodes'), { recursive: true, encoding: 'utf8' })
      .filter((file) => /^editor|editor\.ts$/.test(file) && file.endsWith('.ts'))
      .flatMap((file) => [
        ...readFileSync(join(repository, 'nodes', file), 'utf8').matchAll(/ from '([^.'][^']*)'/g),
      ])
      // For a file within a package, only the package's name.
      .map((match) => match[1]?.replace(/\/.*$/, ''));
    assert.deepEqual([...new Set(used)].sort(), [...BUNDLED]);
    for (const name of BUNDLED) assert.match(licenses, new RegExp(`^${name}\n\nThe MIT License`, 'm'));
  });

  it('depends on at most six packages', () => {
    const description: { dependencies: Record<string, string> } = JSON.parse(
      readFileSync(join(repository, 'package.json'), 'utf8'),
    );
    assert.ok(Object.keys(description.dependencies).length <= 6);
  });

  it(`keeps every installed path below ${LONGEST_PATH} characters`, () => {
    const long = paths.filter(
      (path) => `node_modules/@wireband/node-red-edge/${path}`.length >= LONGEST_PATH,
    );
    assert.deepEqual(long, []);
  });

  it('makes the command line executable', () => {
    const program = packed.report.files.find((file) => file.path === 'dist/bin/wireband-edge.js');
    assert.equal((program?.mode ?? 0) & 0o111, 0o111);
  });
});

/** What the sources say the package must hold, sorted. */
function expectedPaths(): string[] {
  const scripts = (folder: string): string[] =>
    filesBelow(folder).map((path) => `dist/${folder}/${path.replace(/\.ts$/, '')}`);
  return [
    'LICENSE',
    'README.md',
    'package.json',
    ...filesBelow('examples').map((path) => `examples/${path}`),
    ...scripts('src').flatMap((path) => [`${path}.js`, `${path}.d.ts`]),
    ...scripts('bin').map((path) => `${path}.js`),
    ...scripts('nodes/runtime').map((path) => `${path}.js`),
    ...NODE_TYPES.flatMap((type) => nodePaths(type)),
    ...['js', 'html'].map((ending) => `dist/nodes/wireband-monitor/wireband-monitor.${ending}`),
    ...filesBelow('nodes/monitor/locales').map((path) => `dist/nodes/wireband-monitor/locales/${path}`),
    'dist/nodes/bundled-licenses.txt',
  ].sort();
}

function nodePaths(type: string): string[] {
  const folder = `dist/nodes/${type}`;
  return [
    `${folder}/${type}.js`,
    `${folder}/${type}.html`,
    ...filesBelow('icons').map((path) => `${folder}/icons/${path}`),
    ...filesBelow(`nodes/${type}/locales`).map((path) => `${folder}/locales/${path}`),
  ];
}

/** Files below a folder of the repository, as paths with slashes; none if there is no such folder. */
function filesBelow(folder: string): string[] {
  const top = join(repository, folder);
  if (!existsSync(top)) return [];
  return readdirSync(top, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(top, path)).isFile())
    .map((path) => path.replaceAll('\\', '/'));
}
