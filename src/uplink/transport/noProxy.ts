/**
 * Whether a pattern with `*` in NO_PROXY, such as `127.*`, matches the host of an address, and its port if the pattern
 * has one. axios handles all other entries, but takes such a pattern for a name.
 * @param list the value of the environment variable.
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

/** Whether a host matches a pattern in which `*` stands for any text. */
function isLike(host: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(host);
}
