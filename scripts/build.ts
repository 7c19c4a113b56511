/**
 * Builds dist/: the pipeline, the nodes and the command line as CommonJS, one file per source file; type declarations;
 * and for every node its HTML, icons and locales, laid out side by side as Node-RED expects them, with the
 * licenses of what is bundled into the HTML.
 * A type error fails the build.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { build } from 'esbuild';
import { NODE_TYPES, type NodeType } from '../src/settings/nodeSettings';
import { bundledLicenses } from './bundledLicenses';
import { helpLocales, helpPage } from './helpPage';
import { assembleMonitorHtml, assembleNodeHtml } from './nodeHtml';

const root = resolve(__dirname, '..');
const dist = join(root, 'dist');

function tsc(project: string): void {
  execFileSync(
    process.execPath,
    [join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc'), '-p', project],
    {
      cwd: root,
      stdio: 'inherit',
    },
  );
}

async function transpile(entryPoints: string[], outdir: string): Promise<void> {
  await build({
    entryPoints,
    outdir,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    absWorkingDir: root,
  });
}

async function buildNode(type: NodeType): Promise<void> {
  const source = join(root, 'nodes', type);
  const target = join(dist, 'nodes', type);
  mkdirSync(target, { recursive: true });
  await build({
    entryPoints: { [type]: join(source, 'runtime.ts') },
    outdir: target,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
  });
  writeFileSync(join(target, `${type}.html`), await assembleNodeHtml(type));
  cpSync(join(root, 'icons'), join(target, 'icons'), { recursive: true });
  cpSync(join(source, 'locales'), join(target, 'locales'), { recursive: true });
  for (const locale of helpLocales(type)) {
    writeFileSync(join(target, 'locales', locale, `${type}.html`), helpPage(type, locale));
  }
}

/** The sidebar plugin: laid out like a node, under its own name. */
async function buildMonitor(): Promise<void> {
  const [source, name] = [join(root, 'nodes', 'monitor'), 'wireband-monitor'];
  const target = join(dist, 'nodes', name);
  mkdirSync(target, { recursive: true });
  await build({
    entryPoints: { [name]: join(source, 'runtime.ts') },
    outdir: target,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
  });
  writeFileSync(join(target, `${name}.html`), await assembleMonitorHtml());
  cpSync(join(source, 'locales'), join(target, 'locales'), { recursive: true });
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join(folder, path));
}

async function main(): Promise<void> {
  tsc('tsconfig.json');
  tsc('tsconfig.editor.json');
  rmSync(dist, { recursive: true, force: true });
  tsc('tsconfig.library.json');
  await transpile(sourcesBelow('bin'), 'dist/bin');
  await transpile(sourcesBelow('nodes/runtime'), 'dist/nodes/runtime');
  await Promise.all([...NODE_TYPES.map(buildNode), buildMonitor()]);
  writeFileSync(join(dist, 'nodes', 'bundled-licenses.txt'), bundledLicenses());
  chmodSync(join(dist, 'bin', 'wireband-edge.js'), 0o755);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
