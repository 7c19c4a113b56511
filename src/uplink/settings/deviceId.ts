import { hostname } from 'node:os';
import { SettingError } from '../../settings/SettingError';
import { checkVariable } from './unsetVariable';

/** Stands for the name of the machine, so that one flow serves a whole fleet. */
const PLACEHOLDER = '{hostname}';

/** Names of machines that were not given one. */
const NO_NAMES: ReadonlySet<string> = new Set(['', 'localhost', 'localhost.localdomain']);

/**
 * The device id of a gateway on this machine: `{hostname}` in it becomes the environment variable HOSTNAME, which
 * containers have, or else the name of the machine.
 * @throws {SettingError} for a variable that is not set, and for `{hostname}` on a machine without a name of its own,
 * because two such machines could not be distinguished.
 */
export function deviceIdHere(
  given: string | undefined,
  environment = process.env.HOSTNAME,
): string | undefined {
  if (!given) return given;
  checkVariable('deviceId', given);
  if (!given.includes(PLACEHOLDER)) return given;
  const name = environment || hostname();
  if (NO_NAMES.has(name)) {
    throw new SettingError('deviceId', given, 'give the machine its own host name, or set HOSTNAME.');
  }
  return given.replaceAll(PLACEHOLDER, () => name);
}
