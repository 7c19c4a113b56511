import { join } from 'node:path';
import { Workers } from '../workers';

/** Path of a worker's source. */
export function source(worker: string): string {
  return join(__dirname, 'workers', `${worker}.ts`);
}

/** Builds workers, has them used, and removes everything that they leave behind. */
export async function withWorkers<T>(
  names: readonly string[],
  use: (workers: Workers) => Promise<T>,
): Promise<T> {
  const workers = await Workers.build(names.map(source));
  try {
    return await use(workers);
  } finally {
    workers.remove();
  }
}
