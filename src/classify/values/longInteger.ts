import { isRecord } from './isContainer';

/** 64-bit integers as JavaScript libraries for Protocol Buffers return them: two halves of 32 bits. */
const KEYS = ['high', 'low', 'unsigned'] as const;

const isHalf = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 32;

/**
 * The integer that an object of two halves stands for, `{"low":-5,"high":-1,"unsigned":false}`; a bigint if a number
 * cannot hold it exactly. Undefined for any other value.
 */
export function longInteger(value: unknown): number | bigint | undefined {
  if (!isRecord(value) || !('low' in value) || Object.keys(value).length !== KEYS.length) return undefined;
  const [high, low, unsigned] = KEYS.map((key): unknown => Reflect.get(value, key));
  if (!isHalf(high) || !isHalf(low) || typeof unsigned !== 'boolean') return undefined;
  const bits = (BigInt(high) << 32n) | BigInt.asUintN(32, BigInt(low));
  const integer = unsigned ? BigInt.asUintN(64, bits) : BigInt.asIntN(64, bits);
  const number = Number(integer);
  return Number.isSafeInteger(number) ? number : integer;
}
