import { SettingError } from '../../settings/SettingError';

/** The values of `{batch}` and `{device}` in a request. */
export interface RequestNames {
  /** Its `Idempotency-Key`. */
  readonly batch: string;
  /** The device whose events it carries. */
  readonly device: string;
}

/** A word in braces, but not with a dollar sign before it, which makes it an environment variable. */
const PLACEHOLDER = /(?<!\$)\{([A-Za-z_][\w-]*)\}/g;

/** A setting contains an unknown placeholder. */
export class PlaceholderError extends SettingError {}

/**
 * Checks the placeholders in a setting.
 * @throws {PlaceholderError} for an unknown one: sent as it is, it would be the same for every batch.
 */
export function checkPlaceholders(setting: string, value: string): void {
  for (const [found, word] of value.matchAll(PLACEHOLDER)) {
    if (word === 'batch' || word === 'device') continue;
    throw new PlaceholderError(
      setting,
      found,
      'use {batch} for the batch ID or {device} for the device ID, or leave out the braces.',
    );
  }
}

/** The value with its placeholders filled in. @param encode encodes a filled-in name. */
export function fillPlaceholders(
  value: string,
  { batch, device }: RequestNames,
  encode: (name: string) => string = String,
): string {
  return value.replace(/\{(batch|device)\}/g, (whole, word: string, at: number) => {
    if (value[at - 1] === '$') return whole;
    return encode(word === 'batch' ? batch : device);
  });
}

/** The address with the placeholders in its query filled in. */
export function fillQuery(address: string, names: RequestNames): string {
  const [bare = '', query] = address.split(/\?(.*)/s);
  return query === undefined ? address : `${bare}?${fillPlaceholders(query, names, encodeURIComponent)}`;
}

/** The headers with the placeholders in their values filled in. */
export function fillHeaders(
  headers: Readonly<Record<string, string>>,
  names: RequestNames,
): Record<string, string> {
  const filled = Object.entries(headers).map(([name, value]) => [name, fillPlaceholders(value, names)]);
  return Object.fromEntries(filled);
}

/** Whether the value depends on the device. */
export function namesDevice(value: string): boolean {
  return [...value.matchAll(PLACEHOLDER)].some(([, word]) => word === 'device');
}
