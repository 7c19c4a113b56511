import { BodyError, tooMuch } from './bodyLimits';

/**
 * Maximum number of values in a body: anything in JSON counts, including objects and lists. A value may be a few bytes
 * and yet some 100 ns of work, so a limit in bytes alone would allow seconds of work.
 */
export const MAX_VALUES = 250_000;

/** Maximum number of keys in a body. If no two objects share keys, one costs as much as ten numbers of a list. */
export const MAX_KEYS = 50_000;

/** Maximum number of values in one event: more than a second of a vibration sensor. */
export const MAX_EVENT_VALUES = 50_000;

/** Maximum number of keys in one event; an object with so many is slow to read, copy and compare. */
export const MAX_EVENT_KEYS = 10_000;

/** Deeper than any reading nests; cloning and comparing deeper values would exhaust the stack. */
const MAX_DEPTH = 64;

/**
 * Bounds the work that one body causes. Text is counted before it is parsed; data is counted again when it is
 * checked, as the body may have been parsed elsewhere, or may expand to much more than its text.
 */
export class BodyBudget {
  private readonly text = bodyTally(tooMuch);
  private readonly data = bodyTally(tooMuch);

  /** Counts JSON text, which may hold several values or none. @throws {BodyTooLargeError} */
  count(text: string): void {
    countText(text, this.text);
  }

  /** Counts JSON text and parses it. @throws {BodyTooLargeError} {SyntaxError} */
  parse(text: string): unknown {
    this.count(text);
    return JSON.parse(text);
  }

  /**
   * Refuses an event's data if it holds too much, is nested too deeply, or has keys that could reach an object's
   * prototype.
   * @throws {BodyError} {BodyTooLargeError} if it is too much together with the earlier events.
   */
  check(data: unknown): void {
    const event = eventTally(tooMuchOfEvent);
    const add = (values: number, keys: number) => {
      event.add(values, keys);
      this.data.add(values, keys);
    };
    add(1, 0);
    let level: unknown[] = [data];
    for (let depth = 0; level.length > 0; depth++) {
      const next: unknown[] = [];
      for (const value of level) {
        if (typeof value !== 'object' || value === null) continue;
        if (depth >= MAX_DEPTH) throw new BodyError(`its data is nested more than ${MAX_DEPTH} levels deep.`);
        // Listing only the keys takes a third of the time that listing the values does.
        const children = Array.isArray(value) ? value.length : Object.keys(value).length;
        add(children, Array.isArray(value) ? 0 : children);
        checkKeys(value);
        for (const child of Object.values(value)) next.push(child);
      }
      level = next;
    }
  }
}

/** The two ways to an object's prototype: copying `__proto__` or `constructor.prototype` key by key writes to it. */
function checkKeys(value: object): void {
  if (Object.hasOwn(value, '__proto__')) throw new BodyError('its data has a key "__proto__".');
  if (!Object.hasOwn(value, 'constructor')) return;
  const inside: unknown = Reflect.get(value, 'constructor');
  if (typeof inside === 'object' && inside !== null && Object.hasOwn(inside, 'prototype')) {
    throw new BodyError('its data has a key "constructor" with a key "prototype" in it.');
  }
}

type Refusal = (limit: number, what: string) => BodyError;

/** Counts what a body holds, up to its limits. @param refusal creates the error to throw beyond them. */
export function bodyTally(refusal: Refusal): Tally {
  return new Tally(MAX_VALUES, MAX_KEYS, refusal);
}

/** Counts what one event holds, in the same way. */
export function eventTally(refusal: Refusal): Tally {
  return new Tally(MAX_EVENT_VALUES, MAX_EVENT_KEYS, refusal);
}

/** Values and keys, counted up to limits. */
export class Tally {
  private values = 0;
  private keys = 0;

  constructor(
    private readonly maxValues: number,
    private readonly maxKeys: number,
    private readonly refusal: Refusal,
  ) {}

  /** @throws the error that `refusal` creates. */
  add(values: number, keys: number): void {
    this.values += values;
    this.keys += keys;
    if (this.values > this.maxValues) throw this.refusal(this.maxValues, 'values');
    if (this.keys > this.maxKeys) throw this.refusal(this.maxKeys, 'keys');
  }
}

function tooMuchOfEvent(limit: number, what: string): BodyError {
  return new BodyError(`its data has more than ${limit} ${what}.`);
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const SPACE = 0x20;

/** Number of characters between updates of the tally: the limits may be exceeded by what one step holds. */
const STEP = 65_536;

/** Counts what a text holds if it is JSON. Any other text costs no more. */
function countText(text: string, tally: Tally): void {
  let values = 1;
  let keys = 0;
  // Whether the object or list opened last is still empty.
  let isEmpty = false;
  let told = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code <= SPACE) continue;
    switch (code) {
      case QUOTE:
        at = endOfText(text, at);
        break;
      case COMMA:
        values++;
        break;
      case COLON:
        keys++;
        break;
      case OPEN_LIST:
      case OPEN_OBJECT:
        values++;
        break;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        if (isEmpty) values--;
        break;
    }
    isEmpty = code === OPEN_LIST || code === OPEN_OBJECT;
    if (at < told) continue;
    tally.add(values, keys);
    values = 0;
    keys = 0;
    told = at + STEP;
  }
  tally.add(values, keys);
}

/** Position of a string's closing quote. */
function endOfText(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) break;
    at += code === BACKSLASH ? 2 : 1;
  }
  return at;
}
