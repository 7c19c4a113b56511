import type { FlowNode } from '../bin/flowNode';

const TAB = 'receiver';

/** Logs each event on one line; the demo reads these lines and shows some of them. */
const LOG_EVENT = `const data = typeof msg.payload === 'string' ? msg.payload : JSON.stringify(msg.payload);
node.log('event ' + msg.topic + ' ' + data + ' ' + msg.wireband.name);
`;

/** A backend built with Node-RED itself: receives batches, decodes them, and shows the events in the debug sidebar. */
export function receivingFlow(): FlowNode[] {
  return [
    { id: TAB, type: 'tab', label: 'Backend (this demo only)', disabled: false, info: '' },
    {
      id: 'receiver-comment',
      type: 'comment',
      z: TAB,
      name: 'Stands in for a Wire.Band backend: open the debug sidebar to see the events arrive',
      info: '',
      x: 350,
      y: 40,
      wires: [],
    },
    {
      id: 'receiver-in',
      type: 'http in',
      z: TAB,
      name: '',
      url: '/iot/v1/ingest/batch',
      method: 'post',
      upload: false,
      skipBodyParsing: false,
      swaggerDoc: '',
      x: 170,
      y: 120,
      wires: [['receiver-decode']],
    },
    {
      id: 'receiver-decode',
      type: 'wireband-decode',
      z: TAB,
      name: '',
      output: 'each',
      batchLimit: 10_000,
      maxBytes: 16_777_216,
      x: 420,
      y: 120,
      wires: [['receiver-debug', 'receiver-log'], ['receiver-response']],
    },
    {
      id: 'receiver-debug',
      type: 'debug',
      z: TAB,
      name: 'Events',
      active: true,
      tosidebar: true,
      console: false,
      tostatus: false,
      complete: 'payload',
      targetType: 'msg',
      statusVal: '',
      statusType: 'auto',
      x: 630,
      y: 80,
      wires: [],
    },
    {
      id: 'receiver-log',
      type: 'function',
      z: TAB,
      name: 'Received',
      func: LOG_EVENT,
      outputs: 0,
      timeout: 0,
      noerr: 0,
      initialize: '',
      finalize: '',
      libs: [],
      x: 640,
      y: 120,
      wires: [],
    },
    {
      id: 'receiver-response',
      type: 'http response',
      z: TAB,
      name: '',
      statusCode: '',
      headers: {},
      x: 630,
      y: 160,
      wires: [],
    },
  ];
}
