/** Field numbers of ExportMetricsServiceResponse and ExportLogsServiceResponse, and of the nested message. */
const PARTIAL_SUCCESS = 1;
const REJECTED = 1;
const ERROR_MESSAGE = 2;

/** Protobuf wire types. */
const VARINT = 0;
const LENGTH = 2;

interface Field {
  readonly number: number;
  /** For a varint. */
  readonly value: bigint;
  /** For a length-delimited field. */
  readonly bytes: Buffer;
}

/**
 * The partial success of a protobuf response, equivalent to its JSON form.
 * @throws {Error} for bytes that are truncated or not protobuf.
 */
export function decodePartialSuccess(bytes: Buffer): {
  readonly rejected: number;
  readonly errorMessage: string;
} {
  const partial = fieldsOf(bytes).filter(({ number }) => number === PARTIAL_SUCCESS);
  let rejected = 0;
  let errorMessage = '';
  for (const field of partial.flatMap((one) => fieldsOf(one.bytes))) {
    if (field.number === REJECTED) rejected = Number(BigInt.asIntN(64, field.value));
    if (field.number === ERROR_MESSAGE) errorMessage = field.bytes.toString('utf8');
  }
  return { rejected, errorMessage };
}

function fieldsOf(bytes: Buffer): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) break;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new Error('it is truncated, or not protobuf.');
  };
  const take = (length: number): Buffer => {
    if (length > bytes.length - at) throw new Error('it is truncated, or not protobuf.');
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const number = Math.floor(tag / 8);
    const wireType = tag % 8;
    const value = wireType === VARINT ? varint() : 0n;
    const length = wireType === LENGTH ? Number(varint()) : ({ 1: 8, 5: 4 }[wireType] ?? 0);
    const isKnown = number > 0 && [VARINT, 1, LENGTH, 5].includes(wireType);
    if (!isKnown) throw new Error('it is not protobuf.');
    fields.push({ number, value, bytes: take(length) });
  }
  return fields;
}
