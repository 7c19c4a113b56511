import dns from 'node:dns';

type Lookup = (error: Error | null, addresses: unknown, family?: number) => void;

/** Names and their addresses; while a test runs, the system's resolver appears to return what is in here. */
export type Names = Record<string, readonly string[]>;

/** Makes this thread resolve the names of a table, until the returned function is called. */
export function stubNames(names: Names): () => void {
  const { lookup: real } = dns;
  const lookup = (name: string, options: { all?: boolean }, done: Lookup): void => {
    const found = (names[name] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    const [first] = found;
    if (!first) Reflect.apply(real, dns, [name, options, done]);
    else process.nextTick(() => (options.all ? done(null, found) : done(null, first.address, first.family)));
  };
  Object.assign(dns, { lookup });
  return () => Object.assign(dns, { lookup: real });
}
