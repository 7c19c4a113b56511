import { join } from 'node:path';
import { bundlePrograms } from '../kill/killableLife';

/** Bundles the engine's thread into one file of the folder, which starts in a fraction of the time; returns its path. */
export async function bundleThread(folder: string): Promise<string> {
  await bundlePrograms(folder, '../../src/engine/engineThread');
  return join(folder, 'engineThread.js');
}
