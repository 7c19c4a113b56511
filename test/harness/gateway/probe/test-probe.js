/**
 * For tests: records every message that it gets under its name (only that there was one, where `counts` is set),
 * and answers over HTTP what it recorded and which resources this process holds. Records and counts belong to the
 * process, so that they survive a deploy.
 */
const { createHook } = require('node:async_hooks');
const v8 = require('node:v8');
const vm = require('node:vm');

v8.setFlagsFromString('--expose-gc');
const collectGarbage = vm.runInNewContext('gc');

const records = [];

/** Of the resources that can leak here; timers that do not keep the process alive are among them. */
const COUNTED = new Set(['Timeout', 'TCPSERVERWRAP']);
const live = new Map();
createHook({
  init: (id, type) => COUNTED.has(type) && live.set(id, type),
  destroy: (id) => live.delete(id),
}).enable();

/** Objects of the classes that one uplink is made of on the main thread. */
const CLASSES = {
  Uplink: 'engine/EngineUplink.js',
  HandOver: 'engine/HandOver.js',
  Backend: 'engine/EngineBackend.js',
};

function countInstances(file) {
  const path = Object.keys(require.cache).find((name) => name.endsWith(`/dist/src/${file}`));
  const [exported] = Object.values(require.cache[path]?.exports ?? {});
  return exported ? v8.queryObjects(exported, { format: 'count' }) : 0;
}

function countListeners(emitter) {
  return emitter.eventNames().reduce((sum, name) => sum + emitter.listenerCount(name), 0);
}

module.exports = (RED) => {
  RED.httpNode.get('/test-probe/count', (_request, response) => response.json(records.length));
  RED.httpNode.get('/test-probe/records', ({ query }, response) => {
    response.json(records.slice(Number(query.from)).filter((record) => record.probe === query.probe));
  });
  RED.httpNode.get('/test-probe/resources', (_request, response) => {
    const byType = (type) => [...live.values()].filter((found) => found === type).length;
    response.json({
      timers: byType('Timeout'),
      servers: byType('TCPSERVERWRAP'),
      listeners: countListeners(process) + countListeners(RED.events),
    });
  });
  RED.httpNode.get('/test-probe/instances', (_request, response) => {
    const counts = Object.entries(CLASSES).map(([name, file]) => [name, countInstances(file)]);
    response.json(Object.fromEntries(counts));
  });
  RED.httpNode.get('/test-probe/heap', (_request, response) => {
    collectGarbage();
    response.json(process.memoryUsage().heapUsed);
  });

  function TestProbe(config) {
    RED.nodes.createNode(this, config);
    this.on('input', (message, _send, done) => {
      if (config.counts) {
        records.push({ probe: config.name });
        return done();
      }
      const { topic, payload, event, error, status, timestamp, wireband } = message;
      records.push({ probe: config.name, topic, payload, event, error, status, timestamp, wireband });
      return done();
    });
  }
  RED.nodes.registerType('test-probe', TestProbe);
};
