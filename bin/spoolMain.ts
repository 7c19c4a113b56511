import { parseSpoolArguments, type SpoolCommand } from './spoolArguments';
import { discardSpool } from './spoolDiscard';
import { exportSpool } from './spoolExport';
import { SPOOL_HELP } from './spoolHelp';
import { inspectSpool } from './spoolInspect';
import { listSpools } from './spoolList';
import { findSpool } from './spoolPlaces';
import { printVerification } from './spoolVerify';

/**
 * Runs what follows `wireband-edge spool`. Resolves with the exit code.
 * @throws {UsageError} and file system errors, with messages for the user.
 */
export async function runSpoolCommand(args: readonly string[]): Promise<number> {
  process.stdout.on('error', endQuietlyWithoutReader);
  const command = parseSpoolArguments(args);
  switch (command.kind) {
    case 'help':
      process.stdout.write(SPOOL_HELP);
      return 0;
    case 'list':
      return listSpools(command.userDirs, command.json);
    default:
      return runOnOne(command);
  }
}

async function runOnOne(command: Exclude<SpoolCommand, { kind: 'help' | 'list' }>): Promise<number> {
  const place = await findSpool(command.spool);
  switch (command.kind) {
    case 'inspect':
      return inspectSpool(place, command.json);
    case 'verify':
      return printVerification(place.directory, command.json);
    case 'export':
      return exportSpool(place, command.format, command.output);
    case 'discard':
      return discardSpool(place, command.confirmed);
  }
}

/** As with `| head`: the reader has seen enough. Nothing on disk is changed during printing. */
function endQuietlyWithoutReader(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
}
