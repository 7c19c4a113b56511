import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MqttConnector } from '../../../src/mqtt';
import { type DropReason, MemorySpool, type StorageState } from '../../../src/spool';
import { type StateName, Statistics } from '../../../src/uplink';
import { repository } from '../../harness/package/packedPackage';

const page = readFileSync(join(repository, 'docs', 'statistics.md'), 'utf8');

/** Every reason: the compiler rejects a list with one missing or one too many. */
const REASONS: Readonly<Record<DropReason, true>> = {
  overflow: true,
  too_large: true,
  expired: true,
  quarantine_full: true,
  cleared: true,
  unreadable: true,
  not_carried: true,
};

const STORAGE: Readonly<Record<StorageState['kind'], true>> = {
  disk: true,
  memory: true,
  failing: true,
  opening: true,
};

const STATES: Readonly<Record<StateName, true>> = {
  connecting: true,
  online: true,
  offline: true,
  refused: true,
  web_page: true,
  no_success: true,
  rejects_all: true,
  paused: true,
};

/** The names in the first cells of the table with this heading. */
function firstCells(heading: string): string[] {
  const [, table = ''] = page.split(`\n| ${heading} |`);
  const rows = table.split('\n\n')[0]?.split('\n').slice(2) ?? [];
  return rows.flatMap((row) => namesIn(row.split('|')[1] ?? ''));
}

function namesIn(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
}

function fields(): string[] {
  const spool = new MemorySpool({
    capacity: 1,
    maxBytes: 1,
    maxAgeMs: 0,
    overflow: 'oldest',
    order: 'fifo',
    alarmsFirst: true,
  });
  const state = { kind: 'online' } as const;
  const context = { spool, now: 0, monotonic: 0, deviceId: '', backendUrl: '', state };
  return Object.keys(new Statistics().read(context));
}

describe('docs/statistics.md', () => {
  it('explains every field once, and no other', () => {
    assert.deepEqual(firstCells('field | meaning').sort(), fields().sort());
  });

  it('explains every reason for dropped events, and no other', () => {
    assert.deepEqual(firstCells('reason | why events were dropped').sort(), Object.keys(REASONS).sort());
  });

  it('names every state of the connection', () => {
    const row = page.split('\n').find((line) => line.startsWith('| `state` |')) ?? '';
    const [, meaning = ''] = row.split('| `state` |');
    assert.deepEqual(namesIn(meaning.replace('`state`', '')).sort(), Object.keys(STATES).sort());
  });

  it('names every storage location of events', () => {
    const row = page.split('\n').find((line) => line.startsWith('| `storage` |')) ?? '';
    const [, meaning = ''] = row.split('| `storage` |');
    assert.deepEqual(namesIn(meaning).sort(), Object.keys(STORAGE).sort());
  });

  it('names every counter of the MQTT connector, and no other', () => {
    const [, paragraph = ''] = page.split('\n## ')[0]?.split('`MqttConnector.stats()`') ?? [];
    const counts = Object.keys(new MqttConnector('mqtt://localhost').stats());
    assert.deepEqual(namesIn(paragraph.replace('`onError`', '')).sort(), counts.sort());
  });
});
