import { hostname } from 'node:os';
import { SettingError } from '../../settings/SettingError';
import { checkVariable } from './unsetVariable';

/** Stands for the host name, so that one flow serves a whole fleet. */
const PLACEHOLDER = '{hostname}';

/** Host names of machines that were never given one. */
const NO_NAMES: ReadonlySet<string> = new Set(['', 'localhost', 'localhost.localdomain']);

/**
 * The device ID of a gateway on this machine: `{hostname}` becomes the environment variable HOSTNAME, which containers
 * set, or else the host name.
 * @throws {SettingError} for a variable that is not set, and for `{hostname}` on a machine without a name of its own,
 * because two such machines could not be told apart.
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
