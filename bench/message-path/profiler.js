/**
 * Preloaded into Node-RED: profiles the CPU time of the main thread and of another, from PROFILE_AFTER_MS
 * after its start for PROFILE_MS, and writes PROFILE_FOLDER/main.cpuprofile or other.cpuprofile.
 */
const { renameSync, writeFileSync } = require('node:fs');
const { Session } = require('node:inspector');
const { join } = require('node:path');
const { isMainThread } = require('node:worker_threads');

const SAMPLING_MICROS = 500;

const session = new Session();

function begin() {
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.setSamplingInterval', { interval: SAMPLING_MICROS });
  session.post('Profiler.start');
  setTimeout(end, Number(process.env.PROFILE_MS));
}

function end() {
  session.post('Profiler.stop', (error, result) => {
    if (error) throw error;
    const file = join(process.env.PROFILE_FOLDER, `${isMainThread ? 'main' : 'other'}.cpuprofile`);
    writeFileSync(`${file}.part`, JSON.stringify(result.profile));
    renameSync(`${file}.part`, file);
  });
}

setTimeout(begin, Number(process.env.PROFILE_AFTER_MS));
