/** Preloaded into Node-RED: tells over a socket how its main event loop and its memory are. */
const { connect } = require('node:net');
const { performance, PerformanceObserver } = require('node:perf_hooks');
const { isMainThread } = require('node:worker_threads');

const REPORT_MS = 100;

let gcMs = 0;

new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) gcMs += duration;
}).observe({ entryTypes: ['gc'] });

const port = Number(process.env.LOOP_PROBE_PORT);
if (isMainThread && port > 0) {
  const socket = connect(port, '127.0.0.1');
  socket.unref();
  socket.on('error', () => socket.destroy());
  setInterval(() => {
    const { user, system } = process.cpuUsage();
    const report = {
      at: performance.now(),
      turns: performance.nodeTiming.uvMetricsInfo?.loopCount ?? 0,
      busyMs: performance.eventLoopUtilization().active,
      cpuMs: (user + system) / 1000,
      gcMs,
      rss: process.memoryUsage.rss(),
    };
    socket.write(`${JSON.stringify(report)}\n`);
  }, REPORT_MS).unref();
}
