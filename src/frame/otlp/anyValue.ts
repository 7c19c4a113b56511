/** A value in OTLP's JSON encoding. 64-bit integers are text, as everywhere in protobuf's JSON. */
export type AnyValue =
  | Readonly<Record<string, never>>
  | { readonly stringValue: string }
  | { readonly boolValue: boolean }
  | { readonly intValue: string }
  | { readonly doubleValue: number | string }
  | { readonly arrayValue: { readonly values: readonly AnyValue[] } }
  | { readonly kvlistValue: { readonly values: readonly KeyValue[] } };

export interface KeyValue {
  readonly key: string;
  readonly value: AnyValue;
}

/** Each level nests three messages, and some decoders accept only a hundred. */
const MAX_DEPTH = 16;

/** Half a surrogate pair: not allowed in protobuf strings. */
const LONE_SURROGATE = /\p{Surrogate}/u;

export function isProtobufText(text: string): boolean {
  return !LONE_SURROGATE.test(text);
}

export function attribute(key: string, text: string): KeyValue {
  return { key, value: { stringValue: text } };
}

/** A payload as a value; if OTLP cannot carry it exactly, as its JSON text. */
export function payloadValue(data: string): AnyValue {
  return toAnyValue(JSON.parse(data), 0) ?? { stringValue: data };
}

/** Undefined if there is no exact form. */
function toAnyValue(value: unknown, depth: number): AnyValue | undefined {
  switch (typeof value) {
    case 'string':
      return isProtobufText(value) ? { stringValue: value } : undefined;
    case 'boolean':
      return { boolValue: value };
    case 'number':
      return numberValue(value);
    default:
      return typeof value === 'object' && value !== null ? nested(value, depth) : {};
  }
}

function numberValue(value: number): AnyValue | undefined {
  if (!Number.isFinite(value)) return undefined;
  const isInteger = Number.isSafeInteger(value) && !Object.is(value, -0);
  return isInteger ? { intValue: String(value) } : { doubleValue: double(value) };
}

/** JSON.stringify() would lose the sign of zero; protobuf's JSON also accepts numbers as text. */
export function double(value: number): number | string {
  return Object.is(value, -0) ? '-0' : value;
}

function nested(value: object, depth: number): AnyValue | undefined {
  if (depth >= MAX_DEPTH) return undefined;
  const values: AnyValue[] = [];
  for (const child of Object.values(value)) {
    const found = toAnyValue(child, depth + 1);
    if (!found) return undefined;
    values.push(found);
  }
  if (Array.isArray(value)) return { arrayValue: { values } };
  const keys = Object.keys(value);
  if (!keys.every(isProtobufText)) return undefined;
  return {
    kvlistValue: {
      values: keys.flatMap((key, index) =>
        values.slice(index, index + 1).map((one) => ({ key, value: one })),
      ),
    },
  };
}
