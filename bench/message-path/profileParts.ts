import type { Profiler } from 'node:inspector';

/** A part of the work of a thread: the functions in the files whose address matches. */
export interface Part {
  readonly name: string;
  readonly files: RegExp;
}

const HANDED_OVER: Part = {
  name: 'between the threads',
  files: /\/src\/engine|[Pp]ostingThread|internal\/(worker|per_context|event_target)/,
};
const STORED: Part = { name: 'spool: written, synced, deleted', files: /\/src\/spool|internal\/fs/ };
const ENCODED: Part = { name: 'batches encoded', files: /\/src\/(frame|symbols)/ };
const COMPRESSED: Part = { name: 'compressed', files: /zlib/ };
const AXIOS: Part = { name: 'axios', files: /axios/ };
const DELIVERED: Part = { name: 'delivery', files: /\/src\/uplink/ };

/** What the main thread does. A function belongs to the part of the innermost frame that matches one. */
export const MAIN_PARTS: readonly Part[] = [
  {
    name: 'MQTT client and its socket',
    files: /mqtt|\/bl\/|is-utf8|readable-stream|\/debug\/|internal\/stream/,
  },
  { name: 'Node-RED, between the nodes', files: /@node-red\/(runtime|util|registry)/ },
  { name: 'classify', files: /\/(src\/classify|nodes\/wireband-classify|nodes\/runtime\/wirebandOf)/ },
  { name: 'delta', files: /\/(src\/delta|nodes\/wireband-delta)/ },
  {
    name: 'from message to event',
    files: /\/(src\/uplink\/toEvent|src\/payload|src\/symbols|nodes\/wireband-uplink)/,
  },
  HANDED_OVER,
  STORED,
  ENCODED,
  COMPRESSED,
  AXIOS,
  DELIVERED,
  { name: 'status, and the rest of the nodes', files: /\/nodes\// },
];

/** What the other thread does: spool and delivery or, in release 0.1.0, only HTTP. */
export const OTHER_PARTS: readonly Part[] = [
  HANDED_OVER,
  STORED,
  ENCODED,
  COMPRESSED,
  AXIOS,
  {
    name: 'HTTP of Node.js',
    files: /_http|\/net|internal\/stream|streams|timers|events|url|internal\/abort/,
  },
  DELIVERED,
];

const GARBAGE = '(garbage collector)';
const IDLE = '(idle)';
/** The profiler, when it starts. */
const PROFILER = 'node:inspector';
const COLLECTED = 'garbage collected';
const REST = 'everything else, in Node.js and V8';

/**
 * Microseconds per part, and those of the garbage collector and of everything else; without idle time and what the
 * profiler itself takes.
 */
export function partsOf(profile: Profiler.Profile, parts: readonly Part[]): ReadonlyMap<string, number> {
  const parents = new Map<number, number>();
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  for (const { id, children = [] } of profile.nodes) for (const child of children) parents.set(child, id);
  const known = new Map<number, string | undefined>();
  const partOf = (id: number | undefined): string | undefined => {
    if (id === undefined) return REST;
    if (known.has(id)) return known.get(id);
    const { functionName, url } = nodes.get(id)?.callFrame ?? { functionName: '', url: '' };
    const isNoPart = functionName === IDLE || url === PROFILER;
    const own = functionName === GARBAGE ? COLLECTED : parts.find(({ files }) => files.test(url))?.name;
    const part = isNoPart ? undefined : (own ?? partOf(parents.get(id)));
    known.set(id, part);
    return part;
  };
  const micros = new Map([...parts.map(({ name }) => name), COLLECTED, REST].map((name) => [name, 0]));
  profile.samples?.forEach((id, i) => {
    const part = partOf(id);
    if (part !== undefined) micros.set(part, (micros.get(part) ?? 0) + (profile.timeDeltas?.[i] ?? 0));
  });
  return micros;
}
