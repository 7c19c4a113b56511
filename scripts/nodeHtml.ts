import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import type { NodeType } from '../src/settings/nodeSettings';
import { dialogHtml } from './dialogHtml';

/** Placeholder in editor.html for the bundled dialog code; the registration after it stays a readable literal. */
const SLOT = '/* editor.ts */';

/**
 * Assembles a node's HTML: its editor.html with its settings filled in, and editor.ts bundled and inlined at the slot,
 * as an object named `editor`. Inlined, because scripts loaded from a URL register too late and leave gray nodes.
 * @throws {Error} if editor.html has no slot or the bundle would end the script element early.
 */
export async function assembleNodeHtml(type: NodeType): Promise<string> {
  return withEditorCode(resolve(__dirname, '..', 'nodes', type), dialogHtml(type));
}

/** The same for the sidebar plugin, which has no settings. @throws {Error} as assembleNodeHtml(). */
export function assembleMonitorHtml(): Promise<string> {
  const folder = resolve(__dirname, '..', 'nodes', 'monitor');
  return withEditorCode(folder, readFileSync(join(folder, 'editor.html'), 'utf8'));
}

async function withEditorCode(nodeFolder: string, html: string): Promise<string> {
  if (!html.includes(SLOT)) throw new Error(`${nodeFolder}/editor.html lacks the line ${SLOT}`);
  const { outputFiles } = await build({
    entryPoints: [join(nodeFolder, 'editor.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'editor',
    platform: 'browser',
    target: 'es2020',
    minify: true,
    // Added to the page by the code that needs it.
    loader: { '.css': 'text' },
    // A bundled package must not look for the page's module loader.
    define: { define: 'undefined' },
  });
  const code = outputFiles[0]?.text.trim() ?? '';
  if (/<\/script/i.test(code)) throw new Error(`${nodeFolder}/editor.ts bundles to code that holds </script`);
  return html.replace(SLOT, () => code);
}
