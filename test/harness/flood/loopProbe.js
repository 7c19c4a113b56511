/**
 * Preloaded into Node-RED: tells over a socket how its main event loop and its memory are. Each line that it gets
 * begins the measurement of the loop's delay anew.
 */
const { readFileSync } = require('node:fs');
const { connect } = require('node:net');
const { monitorEventLoopDelay, performance, PerformanceObserver } = require('node:perf_hooks');
const { isMainThread } = require('node:worker_threads');

const REPORT_MS = 100;

/** A histogram's value holds the time between two looks itself. */
const LOOK_MS = 10;

/** Linux counts a thread's time in these. */
const TICK_MS = 10;

let gcMs = 0;

new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) gcMs += duration;
}).observe({ entryTypes: ['gc'] });

/** CPU of the main thread alone; undefined where the system does not tell. */
function mainCpuMs() {
  try {
    const stat = readFileSync(`/proc/self/task/${process.pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return undefined;
  }
}

const port = Number(process.env.LOOP_PROBE_PORT);
if (isMainThread && port > 0) {
  const delay = monitorEventLoopDelay({ resolution: LOOK_MS });
  delay.enable();
  const socket = connect(port, '127.0.0.1');
  socket.unref();
  socket.on('error', () => socket.destroy());
  socket.on('data', () => delay.reset());
  setInterval(() => {
    const { user, system } = process.cpuUsage();
    const report = {
      at: performance.now(),
      turns: performance.nodeTiming.uvMetricsInfo?.loopCount ?? 0,
      busyMs: performance.eventLoopUtilization().active,
      cpuMs: (user + system) / 1000,
      mainCpuMs: mainCpuMs(),
      delayP99Ms: Math.max(0, delay.percentile(99) / 1e6 - LOOK_MS),
      gcMs,
      rss: process.memoryUsage.rss(),
    };
    socket.write(`${JSON.stringify(report)}\n`);
  }, REPORT_MS).unref();
}
