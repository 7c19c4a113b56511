#!/usr/bin/env node
// Before anything is loaded: from here on, process lists show this title instead of the arguments.
process.title = 'wireband-edge';

import('./main.js')
  .then(({ main }) => main(process.argv.slice(2)))
  .then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      console.error(`wireband-edge: ${error instanceof Error ? error.message : error}`);
      process.exitCode = 1;
    },
  );
