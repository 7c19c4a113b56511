import { isUnitKey } from '../fields/unitFields';
import { knownValue } from '../values/knownValue';
import type { KnownValue } from '../values/valueKind';
import { ownText } from './ownText';
import { mayHoldJson, type ValueCheck } from './PayloadShape';
import { WatchedValue } from './WatchedValue';

/** Payloads with more fields or levels are not remembered. */
const MAX_FIELDS = 64;
const MAX_DEPTH = 4;

/** Longer texts whose exact wording matters are not remembered, nor are objects with longer keys. */
const MAX_TEXT = 64;

/** A value of a payload, and what was asked about it. */
interface Watched {
  readonly value: unknown;
  readonly inner: WatchedObject | undefined;
  known: WatchedValue | undefined;
  isSame: boolean;
}

interface WatchedObject {
  readonly container: object;
  readonly keys: readonly string[];
  readonly fields: readonly Watched[];
}

/**
 * Records which parts of one payload a classification looks at. Code that looks at anything else must call giveUp(), so
 * that nothing is remembered.
 */
export class PayloadWatch {
  private isGivenUp = false;
  private fieldsSeen = 0;
  private readonly objects: WatchedObject[] = [];
  private readonly root: Watched;

  constructor(payload: unknown) {
    this.root = this.watch(payload, 0);
  }

  /** Reports that something was looked at that is not watched. */
  giveUp(): void {
    this.isGivenUp = true;
  }

  /** What is known about a payload that is one value. */
  knownRoot(): KnownValue {
    return this.knownOf(this.root);
  }

  /** What is known about a field. */
  known(container: object, key: string, value: unknown): KnownValue {
    const found = this.find(container, key);
    if (found && Object.is(found.value, value)) return this.knownOf(found);
    this.giveUp();
    return knownValue(value);
  }

  /** What another payload must be to get the same answer; undefined if that is not known. */
  toCheck(): ValueCheck | undefined {
    const check = this.checkOf(this.root);
    return this.isGivenUp ? undefined : check;
  }

  private watch(value: unknown, depth: number): Watched {
    const isObject = typeof value === 'object' && value !== null;
    const inner = isObject ? this.watchObject(value, depth) : undefined;
    return { value, inner, known: undefined, isSame: false };
  }

  private watchObject(container: object, depth: number): WatchedObject | undefined {
    if (Array.isArray(container) || ArrayBuffer.isView(container) || depth >= MAX_DEPTH || this.isGivenUp) {
      this.giveUp();
      return undefined;
    }
    try {
      const keys = Object.keys(container);
      this.fieldsSeen += keys.length;
      if (this.fieldsSeen > MAX_FIELDS || keys.some((key) => key.length > MAX_TEXT)) {
        this.giveUp();
        return undefined;
      }
      const values: readonly unknown[] = Object.values(container);
      const fields = keys.map((key, i) => {
        const field = this.watch(values[i], depth + 1);
        if (typeof field.value === 'string' && isUnitKey(key)) field.isSame = true;
        return field;
      });
      const watched = { container, keys, fields };
      this.objects.push(watched);
      return watched;
    } catch {
      // A getter or proxy of the payload threw.
      this.giveUp();
      return undefined;
    }
  }

  private find(container: object, key: string): Watched | undefined {
    const watched = this.objects.find((each) => each.container === container);
    return watched?.fields[watched.keys.indexOf(key)];
  }

  private knownOf(watched: Watched): KnownValue {
    const { value } = watched;
    if (typeof value === 'object') return knownValue(value);
    if (typeof value === 'string' && mayHoldJson(value)) this.giveUp();
    watched.known ??= new WatchedValue(knownValue(value));
    return watched.known;
  }

  private checkOf(watched: Watched): ValueCheck {
    const { value, inner, known } = watched;
    const isSame = watched.isSame || known?.isSeen === true;
    switch (typeof value) {
      case 'number':
        if (isSame) return this.same(value);
        return known?.bounds ? { is: 'bounded', bounds: known.bounds } : { is: 'number' };
      case 'boolean':
        return isSame ? this.same(value) : { is: 'boolean' };
      case 'string':
        return isSame || known?.kind === 'empty' ? this.same(value) : checkOfText(known);
      case 'object':
        if (value === null) return { is: 'null' };
        if (inner) {
          const checks = inner.fields.map((field) => this.checkOf(field));
          return { is: 'object', shape: { keys: inner.keys, checks } };
        }
    }
    this.giveUp();
    return { is: 'null' };
  }

  private same(value: string | number | boolean): ValueCheck {
    if (Number.isNaN(value) || (typeof value === 'string' && value.length > MAX_TEXT)) this.giveUp();
    return { is: 'same', value: typeof value === 'string' ? ownText(value) : value };
  }
}

function checkOfText(known: WatchedValue | undefined): ValueCheck {
  switch (known?.kind) {
    case undefined:
      return { is: 'string' };
    case 'number':
      return { is: 'numeric', bounds: known.bounds };
    case 'switch':
      return { is: 'switch' };
    default:
      return { is: 'plain' };
  }
}
