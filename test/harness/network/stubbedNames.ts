import dns from 'node:dns';

type Lookup = (error: Error | null, addresses: unknown, family?: number) => void;

/** Names and their addresses; what stands here while a test runs is what the system's resolver seems to say. */
export type Names = Record<string, readonly string[]>;

/** Lets the names of a table be looked up in this thread, until the function that it returns is called. */
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
