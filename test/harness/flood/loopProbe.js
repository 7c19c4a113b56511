/**
 * Preloaded into Node-RED: tells over a socket how its main event loop and its memory are, and how long it takes to
 * read the file LOOP_PROBE_FILE, where that is given. Each line that it gets begins the measurement of the loop's delay
 * anew.
 */
const { readFile, readFileSync } = require('node:fs');
const { connect } = require('node:net');
const { monitorEventLoopDelay, performance, PerformanceObserver } = require('node:perf_hooks');
const { isMainThread } = require('node:worker_threads');

const REPORT_MS = 100;

/** A histogram's value holds the time between two looks itself. */
const LOOK_MS = 10;

/** Linux counts a thread's time in these. */
const TICK_MS = 10;

/** How often the file is read, whether the reading before is over or not. */
const READ_MS = 50;

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

/** Milliseconds that each reading took which ended since the last report. */
let reads = [];

function timeReading(file) {
  const startedAt = performance.now();
  readFile(file, (error) => {
    if (!error) reads.push(performance.now() - startedAt);
  });
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
      delayMaxMs: Math.max(0, delay.max / 1e6 - LOOK_MS),
      gcMs,
      rss: process.memoryUsage.rss(),
      reads,
    };
    reads = [];
    socket.write(`${JSON.stringify(report)}\n`);
  }, REPORT_MS).unref();
  const file = process.env.LOOP_PROBE_FILE;
  if (file) setInterval(timeReading, READ_MS, file).unref();
}
