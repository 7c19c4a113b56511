const { readdirSync } = require('node:fs');
const { join, normalize } = require('node:path');

/**
 * Mocha's settings for a run of all tests, several files at a time, each process with a file of its own. The browser
 * is short of processor, the system tests mostly wait: so they take turns.
 */

/** Processes: more than the two cores that CI has, as much of the time is waiting. */
const JOBS = 3;

/** Begun first, so that none of them is what all the others have to wait for at the end. */
const LONGEST = ['browser/examplesOn4.test.ts', 'browser/examplesOn5.test.ts', 'system/killLoop.test.ts'].map(
  normalize,
);

/** The test files below a folder of test/. */
function filesIn(folder) {
  return readdirSync(join(__dirname, folder), { recursive: true })
    .filter((name) => name.endsWith('.test.ts'))
    .sort()
    .map((name) => join(folder, name))
    .filter((name) => !LONGEST.includes(name));
}

function inTurns(one, other) {
  return Array.from({ length: Math.max(one.length, other.length) }, (_, i) => [one[i], other[i]])
    .flat()
    .filter((file) => file !== undefined);
}

const files = [
  ...LONGEST,
  ...inTurns(filesIn('browser'), filesIn('system')),
  ...['package', 'nodes', 'unit'].flatMap(filesIn),
];

module.exports = {
  ...require('../.mocharc.json'),
  parallel: true,
  jobs: JOBS,
  spec: files.map((file) => join(__dirname, file)),
};
