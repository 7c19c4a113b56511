import { encodeFrame } from '../../../src/frame';

/** A body that takes as much work as any with this many bytes and events. */
export interface CostlyBody {
  readonly name: string;
  /** Each body has different keys: an engine reads objects faster once it has seen their shape. */
  readonly text: (bytes: number, events: number) => string;
}

let keys = 0;

/** Members of an object, with keys that no other object has. */
function members(count: number): string {
  return Array.from({ length: count }, () => `"${(keys++).toString(36)}":0`).join();
}

function times(count: number, text: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => text(index)).join();
}

function filled(bytes: number, unit: string, head = '', tail = ''): string {
  return head + unit.repeat((bytes - head.length - tail.length) / unit.length) + tail;
}

const record = (payload: string): string => `{"topic":"a","payload":${payload}}`;
const frameHex = (data: string): string => encodeFrame(0xfc60, 'a', data).toString('hex');
const framed = (data: string): string => `{"device_id":"d","ts":1,"frame":"${frameHex(data)}"}`;

function columnar(data: string, count: number): string {
  const table = `{"symbol":"0xfc60","topic":["a"],"data":${data}}`;
  return `{"columnar":1,"device_id":"d","count":${count},"strings":[],"tables":[${table}],"series":[0],"order":0,"time":0}`;
}

/** Each leaves room for trailing white space up to the byte limit. */
export const costlyBodies: readonly CostlyBody[] = [
  { name: 'nothing but [', text: (bytes) => filled(bytes, '[') },
  { name: 'nothing but {},', text: (bytes) => filled(bytes, '{},', '[', '{}]') },
  { name: 'short lines', text: (bytes) => filled(bytes, '{}\n') },
  { name: 'shorter lines', text: (bytes) => filled(bytes, '1\n', '{}\n') },
  { name: 'empty lines', text: (bytes) => filled(bytes, '\n', '{}\n', '1') },
  { name: 'lines of records', text: (bytes) => filled(bytes, '{"topic":"a","payload":1}\n') },
  { name: 'a first line of many keys', text: () => `{${members(49_000)}}\n1` },
  { name: 'one record of many keys', text: (bytes) => `[${record(`{${members(bytes / 10)}}`)}]` },
  {
    name: 'one record of as many keys as a body may have',
    text: () => `[${record(`{${members(49_990)}}`)}]`,
  },
  {
    name: 'one record of a long list',
    text: (bytes) => filled(bytes, '1,', '[{"topic":"a","payload":[', '1]}]'),
  },
  { name: 'one long text', text: (bytes) => `[${record(`"${'é'.repeat(bytes / 2 - 30)}"`)}]` },
  { name: 'a text of escapes', text: (bytes) => filled(bytes, '\\"', '["', '"]') },
  { name: 'records of 20 keys', text: () => `[${times(2200, () => record(`{${members(20)}}`))}]` },
  {
    name: 'as many records as there may be',
    text: (_, events) => `[${times(events, () => record(`{${members(7)}}`))}]`,
  },
  {
    name: 'long lists of texts',
    text: () => `[${times(4, (n) => record(`[${times(49_990, (i) => `"${n}${i}"`)}]`))}]`,
  },
  {
    name: 'long lists of lists',
    text: () => `[${times(4, () => record(`[${times(24_000, () => '[{}]')}]`))}]`,
  },
  {
    name: 'numbers of many digits',
    text: () => `[${record(`[${times(49_000, (i) => `${i}.2250738585072014e-308`)}]`)}]`,
  },
  {
    name: 'as many frames as there may be',
    text: (_, events) => `[${times(events, (i) => framed(String(i)))}]`,
  },
  { name: 'frames of 20 keys', text: () => `[${times(1800, () => framed(`{${members(20)}}`))}]` },
  { name: 'one frame of many keys', text: () => `[${framed(`{${members(49_000)}}`)}]` },
  { name: 'one frame of [', text: (bytes) => `[${framed('['.repeat(bytes / 2 - 100))}]` },
  {
    name: 'columns of texts',
    text: (_, events) => columnar(`{"a":["each",${times(events, (i) => `"s${i}"`)}]}`, events),
  },
  { name: 'a columnar object of many keys', text: () => columnar(`{${members(49_000)}}`, 1) },
  {
    name: 'a columnar object of some keys in every event',
    text: (_, events) => columnar(`{${members(49_000 / events)}}`, events),
  },
  {
    name: 'a columnar list in every event',
    text: (_, events) => columnar(`["list"${',1'.repeat(230_000 / events)}]`, events),
  },
  {
    name: 'columnar payloads as text',
    text: () => columnar(`["json",["each",${times(2200, () => JSON.stringify(`{${members(20)}}`))}]]`, 2200),
  },
];
