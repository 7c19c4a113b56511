/**
 * Whether NO_PROXY names the host of an address by a pattern with `*` in it, such as `127.*`, with a port or without.
 * axios reads everything else that may stand there, and takes such a pattern for a name.
 * @param list of the environment.
 */
export function matchesNoProxyPattern(
  address: string,
  list = process.env.no_proxy || process.env.NO_PROXY || '',
): boolean {
  const { hostname, port, protocol } = new URL(address);
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const usedPort = port || (protocol === 'https:' ? '443' : '80');
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry.includes('*'))
    .some((entry) => {
      const [, pattern = entry, onlyPort = usedPort] = /^([^:]*):(\d+)$/.exec(entry) ?? [];
      return onlyPort === usedPort && isLike(host, pattern);
    });
}

/** Whether a host fits a pattern in which `*` stands for any text. */
function isLike(host: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(host);
}
