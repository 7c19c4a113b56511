import type { FlowNode } from './flow';

/** The nodes between the source and the uplink; messages come in at `in` and leave to `up`. */
export type Way = readonly FlowNode[];

/** A function node with one list of wires per output. */
export const functionNode = (id: string, func: string, ...wires: string[][]): FlowNode => ({
  id,
  type: 'function',
  func,
  outputs: wires.length,
  libs: [],
  wires,
});

/** Flows between a source and an uplink, what is published, and what of it arrives. */
export const WAYS: Readonly<
  Record<
    string,
    { readonly way: Way; readonly payloads: readonly string[]; readonly data: readonly unknown[] }
  >
> = {
  'classify in readings mode and delta': {
    way: [
      { id: 'in', type: 'wireband-classify', mode: 'readings', wires: [['delta']] },
      { id: 'delta', type: 'wireband-delta', mode: 'absolute', threshold: 1, wires: [['up']] },
    ],
    payloads: ['{"temperature":20,"humidity":40}', '{"temperature":20.5,"humidity":50}'],
    data: [20, 40, 50],
  },
  'a function that returns the message': {
    way: [functionNode('in', 'return msg;', ['up'])],
    payloads: ['1', '2'],
    data: [1, 2],
  },
  'a function that makes a new message': {
    way: [functionNode('in', 'return { topic: msg.topic, payload: msg.payload + 1 };', ['up'])],
    payloads: ['1', '2'],
    data: [2, 3],
  },
  'a function that sends later': {
    way: [functionNode('in', 'setTimeout(() => { node.send(msg); node.done(); }, 30); return;', ['up'])],
    payloads: ['1', '2'],
    data: [1, 2],
  },
  links: {
    way: [
      { id: 'in', type: 'link out', mode: 'link', links: ['li'], wires: [] },
      { id: 'li', type: 'link in', links: ['in'], wires: [['up']] },
    ],
    payloads: ['1', '2'],
    data: [1, 2],
  },
  'a link call': {
    way: [
      { id: 'in', type: 'link call', links: ['li'], linkType: 'static', timeout: '30', wires: [['up']] },
      { id: 'li', type: 'link in', links: [], wires: [['change']] },
      functionNode('change', 'msg.payload *= 2; return msg;', ['lo']),
      { id: 'lo', type: 'link out', mode: 'return', links: [], wires: [] },
    ],
    payloads: ['1', '2'],
    data: [2, 4],
  },
  'a switch': {
    way: [
      {
        id: 'in',
        type: 'switch',
        property: 'payload',
        propertyType: 'msg',
        rules: [{ t: 'lt', v: '2', vt: 'num' }, { t: 'else' }],
        checkall: 'true',
        outputs: 2,
        wires: [['up'], ['end']],
      },
      { id: 'end', type: 'debug', active: false, wires: [] },
    ],
    payloads: ['1', '2'],
    data: [1],
  },
  'split and join': {
    way: [
      {
        id: 'in',
        type: 'split',
        splt: '\\n',
        spltType: 'str',
        arraySplt: 1,
        arraySpltType: 'len',
        wires: [['f']],
      },
      functionNode('f', 'msg.payload *= 10; return msg;', ['join']),
      { id: 'join', type: 'join', mode: 'auto', build: 'string', wires: [['up']] },
    ],
    payloads: ['[1,2,3]', '[4]'],
    data: [[10, 20, 30], [40]],
  },
  'a split whose parts are stored': {
    way: [
      {
        id: 'in',
        type: 'split',
        splt: '\\n',
        spltType: 'str',
        arraySplt: 1,
        arraySpltType: 'len',
        wires: [['up']],
      },
    ],
    payloads: ['[1,2,3]'],
    data: [1, 2, 3],
  },
  'a join of several messages': {
    way: [
      {
        id: 'in',
        type: 'join',
        mode: 'custom',
        build: 'array',
        property: 'payload',
        propertyType: 'msg',
        count: '3',
        wires: [['up']],
      },
    ],
    payloads: ['1', '2', '3'],
    data: [[1, 2, 3]],
  },
  'a delay': {
    way: [
      {
        id: 'in',
        type: 'delay',
        pauseType: 'delay',
        timeout: '0.05',
        timeoutUnits: 'seconds',
        wires: [['up']],
      },
    ],
    payloads: ['1', '2'],
    data: [1, 2],
  },
  'a subflow': {
    way: [
      {
        id: 'sf',
        type: 'subflow',
        name: 'S',
        in: [{ wires: [{ id: 'sff' }] }],
        out: [{ wires: [{ id: 'sff', port: 0 }] }],
      },
      { ...functionNode('sff', 'msg.payload += 1; return msg;', []), z: 'sf' },
      { id: 'in', type: 'subflow:sf', wires: [['up']] },
    ],
    payloads: ['1', '2'],
    data: [2, 3],
  },
  'two wires, one of them to the end': {
    way: [
      functionNode('in', 'return msg;', ['up', 'end']),
      { id: 'end', type: 'debug', active: false, wires: [] },
    ],
    payloads: ['1'],
    data: [1],
  },
  'an error that a Catch node leads to the uplink': {
    way: [
      functionNode('in', 'throw new Error("no");', ['end']),
      { id: 'end', type: 'debug', active: false, wires: [] },
      { id: 'catch', type: 'catch', scope: ['in'], wires: [['up']] },
    ],
    payloads: ['1'],
    data: [1],
  },
};
