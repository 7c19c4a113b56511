import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import {
  BodyError,
  ColumnarError,
  DEFAULT_DECODE_LIMITS,
  type DecodedEvent,
  decodeBody,
  type EdgeEvent,
} from '../../../../src/frame';
import { decodeColumnar, encodeColumnar } from '../../../../src/frame/columnar';
import { formatCode } from '../../../../src/symbols';
import { runs } from '../../../harness/effort';
import { columnarBatch } from '../../../harness/frame/columnarEvents';
import { damagedBody, hostileBodies } from '../../../harness/frame/hostileColumnar';
import { decodeWithPython, python, referenceDecoder } from '../../../harness/frame/python';
import { repository } from '../../../harness/package/packedPackage';
import { need } from '../../../harness/requirements';

/** A case of docs/reference/columnar-cases.jsonl. */
interface Case {
  readonly name: string;
  readonly body: unknown;
  readonly events?: readonly unknown[];
  readonly refused?: string;
}

const cases = readFileSync(join(repository, 'docs', 'reference', 'columnar-cases.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line): Case => JSON.parse(line));
const accepted = cases.filter(({ events }) => events !== undefined);
const refused = cases.filter(({ refused: code }) => code !== undefined);
const bytesOf = ({ body }: Case): Buffer => Buffer.from(JSON.stringify(body));

/** Events as the reference decoder prints them. */
const printed = ({ bytesIn: _, data, symbol, ...event }: EdgeEvent) => {
  return { device: 'edge-1', ...event, symbol: formatCode(symbol), data: JSON.parse(data) };
};

/** What one of our decoders makes of a body, in the reference decoder's terms. */
function resultOf(decode: () => readonly Omit<DecodedEvent, 'id'>[]): unknown {
  try {
    const events = decode();
    return { events: events.map(({ symbol, ...event }) => ({ ...event, symbol: formatCode(symbol) })) };
  } catch (error) {
    assert.ok(error instanceof BodyError, String(error));
    return { refused: error instanceof ColumnarError ? error.code : undefined };
  }
}

const decodeHere = (body: Uint8Array): unknown =>
  resultOf(() => decodeBody(body, 'b').map(({ id: _, ...event }) => event));

describe('a hostile columnar body is refused by our decoder', () => {
  for (const one of refused) {
    it(`with the code ${one.refused}: ${one.name}`, () => {
      assert.deepEqual(decodeHere(bytesOf(one)), { refused: one.refused });
      assert.deepEqual(decodeHere(gzipSync(bytesOf(one))), { refused: one.refused });
    });
  }

  for (const { name, body } of hostileBodies) {
    it(name, () => assert.throws(() => decodeBody(body(), 'b'), BodyError));
  }
});

describe('a columnar body that another program may write', () => {
  for (const one of accepted) {
    it(`is read: ${one.name}`, () => assert.deepEqual(decodeHere(bytesOf(one)), { events: one.events }));
  }
});

describe('the reference decoder in Python', () => {
  let program = '';
  before(function () {
    program = need(this, python);
  });

  it('reads what the encoder wrote, whatever the payloads, topics, times and symbols', () => {
    const batches = fc.sample(columnarBatch, { numRuns: runs(1500), seed: Date.now() % 2 ** 31 });
    const bodies = batches.map((events) => Buffer.from(encodeColumnar(events, 'edge-1')));
    const results = decodeWithPython(program, bodies);
    assert.equal(results.length, batches.length);
    for (const [i, events] of batches.entries()) {
      assert.deepEqual(results[i], { events: events.map(printed) }, bodies[i]?.toString());
    }
  });

  it('reads compressed bodies as ours does, even with several members or trailing zeros', () => {
    const body = encodeColumnar([], 'edge-1');
    const halves = Buffer.concat([gzipSync(body.slice(0, 20)), gzipSync(body.slice(20))]);
    const padded = Buffer.concat([gzipSync(body), Buffer.alloc(512)]);
    const bodies = [gzipSync(body), halves, padded];
    assert.deepEqual(bodies.map(decodeHere), Array(3).fill({ events: [] }));
    assert.deepEqual(decodeWithPython(program, bodies), Array(3).fill({ events: [] }));
  });

  it('accepts and refuses the same bodies as our decoder, for the same reasons', () => {
    const results = decodeWithPython(program, cases.map(bytesOf));
    for (const [i, { name, events, refused: code }] of cases.entries()) {
      assert.deepEqual(results[i], events ? { events } : { refused: code }, name);
    }
  });

  it('gives the same result for damaged bodies as our decoder', () => {
    const bodies = fc
      .sample(damagedBody, { numRuns: runs(1500), seed: Date.now() % 2 ** 31 })
      .map((text) => Buffer.from(text));
    const results = decodeWithPython(program, bodies);
    for (const [i, body] of bodies.entries()) {
      const text = body.toString();
      const here = resultOf(() => decodeColumnar(JSON.parse(text), DEFAULT_DECODE_LIMITS));
      assert.deepEqual(results[i], here, text);
    }
  });

  it('refuses bombs, deep nesting and broken bodies', () => {
    const results = decodeWithPython(
      program,
      hostileBodies.map(({ body }) => body()),
    );
    for (const [i, { name }] of hostileBodies.entries()) assert.ok('refused' in (results[i] ?? {}), name);
  });

  it('reads events and bytes up to exactly its limits', () => {
    const event = { topic: 'a', symbol: 1, data: '1', time: 1, bytesIn: 0 };
    const body = Buffer.from(encodeColumnar([event, event, event], 'd'));
    const read = (max_events: number, max_bytes: number) =>
      decodeWithPython(program, [body, gzipSync(body)], { max_events, max_bytes }).map(
        (result) => 'events' in result,
      );
    assert.deepEqual(read(3, body.length), [true, true]);
    assert.deepEqual(read(2, body.length), [false, false]);
    assert.deepEqual(read(3, body.length - 1), [false, false]);
  });

  it('prints events as lines of JSON, from a file and from standard input, compressed or not', () => {
    const events: EdgeEvent[] = [
      {
        topic: 'a/\ud800',
        symbol: 0xfc60,
        data: '{"v":-0,"big":12345678901234567890}',
        time: 1.5,
        bytesIn: 0,
      },
      {
        topic: 'a/b',
        symbol: 0xfc60,
        data: '[1e999,21]',
        time: 1,
        bytesIn: 0,
        unit: 'Cel',
        quantity: 'temperature',
      },
    ];
    const lines = [
      '{"device":"ü","topic":"a/\\ud800","symbol":"0xfc60","time":1.5,"data":{"v":-0.0,"big":12345678901234567890}}',
      '{"device":"ü","topic":"a/b","symbol":"0xfc60","quantity":"temperature","unit":"Cel","time":1,"data":[1e999,21]}',
    ].map((line) => `${line.replace('ü', '\\u00fc')}\n`);
    const body = Buffer.from(encodeColumnar(events, 'ü'));
    const folder = mkdtempSync(join(tmpdir(), 'columnar-'));
    try {
      const file = join(folder, 'body');
      writeFileSync(file, gzipSync(body));
      const run = (args: string[], input: Uint8Array) =>
        spawnSync(program, [referenceDecoder, ...args], { input });
      assert.equal(run([file], Buffer.alloc(0)).stdout.toString(), lines.join(''));
      assert.equal(run([], body).stdout.toString(), lines.join(''));
      const refusal = run(['--max-events', '1'], body);
      assert.equal(refusal.status, 1);
      assert.equal(refusal.stdout.toString(), '');
      assert.equal(
        refusal.stderr.toString(),
        'refused (limit): The body holds 2 events; at most 1 are taken.\n',
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
