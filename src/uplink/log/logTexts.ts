import type { DropReason } from '../../spool';
import type { RefusalSubject } from '../reports/refusals';

/** The lines of the log. `{events}` is a number with its noun, such as `1 event` or `3,800 events`. */
export const LOG_TEXTS = {
  connected: 'Connected to {url}; {events} waiting.',
  offline: 'Offline: {url} cannot be reached: {error}{hint}. {events} waiting, {next}.',
  silent: 'Offline: {url} gave {error}. {events} waiting, {next}.',
  unreadable: 'Offline: {url}: {error}. {events} waiting, {next}.',
  unavailable: 'Offline: {url} answers {error}. {events} waiting, {next}.',
  refused: 'Refused: {url} answers {error}. {advice} Everything is kept: {events} waiting, {next}.',
  back: 'Back after {outage}: {events} waiting.',
  drained: 'Drained: {events} in {time}.',
  paused: 'Paused: {events} waiting.',
  resumed: 'Resumed: {events} waiting.',
  dropping: 'Dropping: {events} in the last second: {reasons}. {waiting} waiting.',
  dropped: 'Dropped before the restart: {events}: {reasons}.',
  quarantined: 'Quarantined: an event on topic {topic}: {error}',
  'quarantine-full':
    'Quarantine full: further rejected events wait in the buffer, nothing is dropped, and delivery continues. Make room with msg.command "retry-quarantine" once the backend accepts the quarantined events, or drop them with "clear-quarantine".',
  'quarantine-room': 'Quarantine has room again: {events} waiting.',
  clock: 'Clock set {by}: times of events not yet sent are corrected; {events} waiting.',
  aside:
    'Deferred for {time}: {aside} that {url} does not accept while others get through. Each is retried at growing intervals; last error: {error}.',
  'aside-over': 'No more deferred events: {events} waiting.',
  'disk-failing': 'Disk failing: {error}. Events are kept in memory until it works again; {events} waiting.',
  'disk-healed': 'Disk recovered: events are kept on disk again; {events} waiting.',
  'disk-left': 'Events are kept in memory from now on; {events} waiting.',
  'more-turns': 'Not logged in the last {time}: {turns}. Now: {now}.',
  'more-drops': 'Dropped in the last {time}: {events} more ({rate} a second): {reasons}. {waiting} waiting.',
  'more-quarantined': 'Quarantined in the last {time}: {events} more; the last on topic {topic}: {error}',
} as const;

/** The current state, at the end of a line that sums up. */
export const NOW_TEXTS = {
  connecting: 'connecting, {events} waiting',
  online: 'delivering, {events} waiting',
  offline: 'offline ({error}), {events} waiting, {next}',
  refused: 'refused ({error}), {events} waiting, {next}',
  paused: 'paused, {events} waiting',
} as const;

/** Names of changes, as counted in a line that sums up. */
export const TURN_TEXTS = {
  connected: 'connected',
  offline: 'offline',
  refused: 'refused',
  back: 'back',
  drained: 'drained',
  paused: 'paused',
  resumed: 'resumed',
  'quarantine-full': 'quarantine full',
  'quarantine-room': 'quarantine has room again',
  clock: 'clock set',
  aside: 'more deferred',
  'aside-over': 'none deferred',
  'disk-failing': 'disk failing',
  'disk-healed': 'disk recovered',
  'disk-left': 'kept in memory',
} as const;

/** What to do about a refusal. */
export const ADVICE: Readonly<Record<RefusalSubject, string>> = {
  'api-key': 'Check the API key of the backend.',
  permission: 'Check the permissions of the API key or the client certificate.',
  account: 'Check your account with the backend: payment, quota, suspension.',
  address: 'Check the address of the backend.',
  redirect: 'Check the address of the backend.',
  path: 'Check the path of the backend.',
  method: 'Check the path of the backend: it does not accept a POST.',
  proxy: 'Check the user name and password of the proxy in HTTP_PROXY and HTTPS_PROXY.',
  format: 'Check the format of the backend.',
  headers: 'Check the additional headers of the backend and the length of the API key.',
  https: 'Check the address of the backend: it should begin with https://.',
  certificate: 'Check the client certificate in the TLS settings: it may be missing or expired.',
  'web-page':
    'Log in to this network if it asks for it (a captive portal); otherwise check the address of the backend.',
  'rejects-all': 'It rejects everything: check the address, path, format and API key of the backend.',
  'no-success': 'Check the address, path and format of the backend.',
  other: 'Check the settings of the backend.',
};

/** What an error of Node.js or OpenSSL means, by its code. */
export const HINTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing is listening there',
  ECONNRESET: 'the connection was closed',
  EPIPE: 'the connection was closed',
  ENOTFOUND: 'unknown host name; check the address of the backend',
  EAI_AGAIN: 'the host name cannot be resolved; check the network and DNS',
  ETIMEDOUT: 'it does not respond',
  EHOSTUNREACH: 'no route to it; check the network',
  ENETUNREACH: 'the network is unreachable',
  EPROTO: 'TLS fails; check whether the address should begin with http://',
  CERT_HAS_EXPIRED: 'its certificate has expired, or the clock of this machine is wrong',
  CERT_NOT_YET_VALID: 'the clock of this machine may be wrong',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is not trusted; check the CA certificate in the TLS settings',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not trusted; check the CA certificate in the TLS settings',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'its certificate is not trusted; check the CA certificate in the TLS settings',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'its certificate is not trusted; check the CA certificate in the TLS settings',
};

/** Why events were dropped. */
export const DROP_REASONS: Readonly<Record<DropReason, string>> = {
  overflow: 'the buffer is full',
  too_large: 'larger than the buffer',
  expired: 'older than the maximum age',
  quarantine_full: 'the quarantine is full',
  cleared: 'cleared by a command',
  unreadable: 'damaged or missing on disk',
  not_carried: 'the format cannot carry them',
};

/** A text with its `{words}` filled in. */
export function fillText(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, word: string) => values[word] ?? whole);
}

/** `1 event`, `3,800 events` */
export function eventsText(count: number): string {
  return `${countText(count)} ${count === 1 ? 'event' : 'events'}`;
}

export function countText(count: number): string {
  return count.toLocaleString('en-US');
}
