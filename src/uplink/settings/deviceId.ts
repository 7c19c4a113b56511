import { hostname } from 'node:os';
import { SettingError } from '../../settings/SettingError';

/** Stands for the machine's name, so that one flow serves a whole fleet. */
const PLACEHOLDER = '{hostname}';

/** Names that machines have whom nobody gave one. */
const NO_NAMES: ReadonlySet<string> = new Set(['', 'localhost', 'localhost.localdomain']);

/** What Node-RED leaves of a variable that is not set. */
const UNSET = /^\$\{.*\}$/;

/**
 * The device id as a gateway on this machine has it: `{hostname}` in it is the environment variable HOSTNAME, as containers have
 * it, else the machine's own name.
 * @throws {SettingError} for a variable that is not set, and for `{hostname}` on a machine without a name of its own:
 * two such could not be told apart.
 */
export function deviceIdHere(
  given: string | undefined,
  environment = process.env.HOSTNAME,
): string | undefined {
  if (!given) return given;
  if (UNSET.test(given)) throw new SettingError('deviceId', given, 'set that environment variable.');
  if (!given.includes(PLACEHOLDER)) return given;
  const name = environment || hostname();
  if (NO_NAMES.has(name)) {
    throw new SettingError('deviceId', given, 'give the machine a host name of its own, or set HOSTNAME.');
  }
  return given.replaceAll(PLACEHOLDER, () => name);
}
