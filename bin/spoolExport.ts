import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { unlink } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { type EdgeEvent, encodeWireband } from '../src/frame';
import { eventJson } from '../src/spool/inspect/eventJson';
import { readSpool, type SpoolReading } from '../src/spool/inspect/readSpool';
import type { ExportFormat } from './spoolArguments';
import type { SpoolPlace } from './spoolPlaces';
import { eventsText } from './textTable';
import { UsageError } from './UsageError';

/** Characters per write. */
const CHUNK = 64 * 1024;

/** The package's default device ID. */
const DEFAULT_DEVICE = 'edge-node';

/**
 * Writes the undelivered events, and their number to standard error. Returns the exit code.
 * @throws {UsageError} if the output file exists.
 */
export async function exportSpool(place: SpoolPlace, format: ExportFormat, output?: string): Promise<number> {
  const reading = await readSpool(place.directory);
  try {
    const { text, count } = writerOf(format, place, reading);
    if (output === undefined) await writeAll(process.stdout, text);
    else await writeFileOnce(output, text);
    const { exported, leftOut } = count();
    console.error(`wireband-edge: ${eventsText(exported)} exported${output ? ` to ${output}` : ''}.`);
    if (leftOut > 0) {
      console.error(
        `wireband-edge: ${eventsText(leftOut)} in quarantine left out, because a backend rejects them; --format ndjson includes them.`,
      );
    }
    // Events that a running gateway delivers meanwhile are not damage.
    if (reading.unreadable === 0 || reading.holder?.liveness === 'alive') return 0;
    console.error(`wireband-edge: ${eventsText(reading.unreadable)} could not be read; see spool verify.`);
    return 1;
  } finally {
    await reading.close();
  }
}

interface Counts {
  readonly exported: number;
  readonly leftOut: number;
}

function writerOf(format: ExportFormat, place: SpoolPlace, reading: SpoolReading) {
  let exported = 0;
  let leftOut = 0;
  const count = (): Counts => ({ exported, leftOut });
  async function* lines(): AsyncGenerator<string> {
    for await (const event of reading.events()) {
      exported++;
      yield `${eventJson(event)}\n`;
    }
  }
  async function* body(): AsyncGenerator<string> {
    const deviceId = place.about?.deviceId ?? DEFAULT_DEVICE;
    yield `{"device_id":${JSON.stringify(deviceId)},"events":[`;
    for await (const { place: where, event, device = deviceId } of reading.events()) {
      if (where === 'quarantine') {
        leftOut++;
        continue;
      }
      yield `${exported === 0 ? '' : ','}${wireJson(event, device)}`;
      exported++;
    }
    yield ']}\n';
  }
  return { text: format === 'ndjson' ? lines() : body(), count };
}

function wireJson(event: EdgeEvent, deviceId: string): string {
  return encodeWireband([event], { deviceId, envelope: 'array' }).slice(1, -1);
}

async function writeAll(stream: Writable, text: AsyncIterable<string>): Promise<void> {
  let chunk = '';
  for await (const part of text) {
    chunk += part;
    if (chunk.length < CHUNK) continue;
    if (!stream.write(chunk)) await once(stream, 'drain');
    chunk = '';
  }
  if (chunk !== '' && !stream.write(chunk)) await once(stream, 'drain');
}

/** Removes the file again if it could not be completed. */
async function writeFileOnce(path: string, text: AsyncIterable<string>): Promise<void> {
  const stream = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  await opened(stream, path);
  const failed = once(stream, 'error').then(([error]) => Promise.reject(error));
  failed.catch(() => undefined);
  try {
    await Promise.race([writeAll(stream, text), failed]);
    stream.end();
    await Promise.race([once(stream, 'finish'), failed]);
  } catch (error) {
    stream.destroy();
    await unlink(path);
    throw error;
  }
}

async function opened(stream: WriteStream, path: string): Promise<void> {
  try {
    await once(stream, 'open');
  } catch (error) {
    if (Object(error).code === 'EEXIST') {
      throw new UsageError(`--output: ${path} already exists; choose another name.`);
    }
    throw error;
  }
}
