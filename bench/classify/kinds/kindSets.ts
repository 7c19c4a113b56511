/** What a value is to someone who knows the device; any of these quantities is right, `-`: none, `x`: not a reading. */
export interface ExpectedValue {
  /** The path of the value, where `*` matches anything; empty if the payload is a single value. */
  readonly path: string;
  readonly quantities: readonly string[];
  readonly unit: string | undefined;
}

export interface LabelledMessage {
  readonly topic: string;
  readonly payload: string;
  readonly expected: readonly ExpectedValue[];
}

/** The messages for one kind of fault. */
export interface KindSet {
  readonly kind: string;
  readonly messages: readonly LabelledMessage[];
}

const HEADING = '# ';
const VALUE = /(?<path>[^\s=]*)=(?<quantities>\S+)(?:\s(?<unit>[^\s=]+)(?=\s|$))?/g;

/** Reads sets: one heading per kind, then one message per line: `topic | payload | path=quantity|quantity unit …`. */
export function kindSets(text: string): readonly KindSet[] {
  const sets: { kind: string; messages: LabelledMessage[] }[] = [];
  for (const line of text.split('\n')) {
    const row = line.trim();
    if (row === '') continue;
    if (row.startsWith(HEADING)) sets.push({ kind: row.slice(HEADING.length), messages: [] });
    else sets.at(-1)?.messages.push(messageOf(row));
  }
  return sets;
}

function messageOf(row: string): LabelledMessage {
  const [topic = '', payload = '', wanted = ''] = row.split(' | ');
  const expected = [...wanted.matchAll(VALUE)].map(({ groups = {} }) => ({
    path: groups.path ?? '',
    quantities: (groups.quantities ?? '').split('|'),
    unit: groups.unit,
  }));
  if (expected.length === 0) throw new Error(`Nothing is expected of ${row}.`);
  return { topic, payload, expected };
}
