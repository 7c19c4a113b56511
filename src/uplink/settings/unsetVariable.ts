import { SettingError } from '../../settings/SettingError';

/** What Node-RED leaves in place of an environment variable that is not set: `${NAME}`, or formerly `$(NAME)`. */
const VARIABLE = /^\$(\{\S+\}|\(\S+\))$/;

/** The same inside other text, where Node-RED does not replace it. */
const VARIABLE_INSIDE = /\$\{[A-Za-z_]\w*\}/;

/** @throws {SettingError} if a setting is an environment variable that is not set. */
export function checkVariable(setting: string, value: string): void {
  const [variable] = VARIABLE.exec(value.trim()) ?? [];
  if (variable !== undefined) throw new SettingError(setting, variable, 'set that environment variable.');
}

/**
 * The same for a secret. The error shows only the variable.
 * @throws {SettingError} also if the variable does not stand alone, because it would be sent as it is.
 */
export function checkSecret(setting: string, value: string): void {
  checkVariable(setting, value);
  const [variable] = VARIABLE_INSIDE.exec(value) ?? [];
  if (variable === undefined) return;
  throw new SettingError(
    setting,
    variable,
    'a variable must be alone in its field and hold the whole value.',
  );
}
