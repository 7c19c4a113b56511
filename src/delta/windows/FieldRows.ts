import { isContainer, keysOf } from '../PayloadTree';
import type { WindowPayload, WindowValues } from './WindowReport';
import type { WindowRows } from './WindowRows';

/** Maximum keys kept of one object; if it keeps having new ones, those without an open window are forgotten. */
const MAX_KEYS = 1000;

/** A number's row, the fields of an object or a list, or undefined if it is not summed up. */
type Place = number | FieldRows | undefined;

/** The windows of the numbers of a payload, structured as the payload is. */
export class FieldRows {
  private readonly places = new Map<string, Place>();
  private isList = false;

  /** @param isMeasured whether a field is summed up. @param path that leads here. */
  constructor(
    private readonly rows: WindowRows,
    private readonly isMeasured: (path: readonly string[]) => boolean,
    private readonly path: readonly string[],
  ) {}

  /** Restores what keep() returned. */
  static of(
    kept: unknown,
    rows: WindowRows,
    isMeasured: (path: readonly string[]) => boolean,
    path: readonly string[],
  ): FieldRows {
    const fields = new FieldRows(rows, isMeasured, path);
    const { list, places }: { readonly list?: unknown; readonly places?: unknown } = Object(kept);
    fields.isList = list === true;
    for (const [key, place] of Object.entries(Object(places))) {
      const below = [...path, key];
      const isRow = Array.isArray(place);
      if (isMeasured(below)) {
        fields.places.set(key, isRow ? rows.add(place) : FieldRows.of(place, rows, isMeasured, below));
      }
    }
    return fields;
  }

  /** What of() restores. */
  keep(): unknown {
    const places: Record<string, unknown> = Object.create(null);
    for (const [key, place] of this.places) {
      if (place !== undefined)
        places[key] = place instanceof FieldRows ? place.keep() : this.rows.keep(place);
    }
    return { list: this.isList, places };
  }

  /** Calls `give` with each finite number of a payload and its row. */
  visit(payload: object, give: (row: number, value: number) => void): void {
    this.isList = Array.isArray(payload);
    for (const key of keysOf(payload) ?? []) {
      const value: unknown = Reflect.get(payload, key);
      const place = this.placeOf(key, value);
      if (typeof value === 'number') {
        if (typeof place === 'number' && Number.isFinite(value)) give(place, value);
      } else if (place instanceof FieldRows && isContainer(value)) place.visit(value, give);
    }
  }

  /** The start times of open windows, without duplicates, earliest first. */
  starts(): number[] {
    const starts = new Set<number>();
    this.eachRow((row) => {
      const start = this.rows.start(row);
      if (!Number.isNaN(start)) starts.add(start);
    });
    return [...starts].sort((a, b) => a - b);
  }

  /** The values of rows, structured as the payload is; undefined if no row has any. */
  collect(valuesOf: (row: number) => WindowValues | undefined): WindowPayload | undefined {
    const found = new Map<string, WindowPayload>();
    for (const [key, place] of this.places) {
      const values =
        place instanceof FieldRows ? place.collect(valuesOf) : place !== undefined && valuesOf(place);
      if (values) found.set(key, values);
    }
    if (found.size === 0) return undefined;
    if (!this.isList) return Object.fromEntries(found);
    const length = Math.max(...[...found.keys()].map(Number)) + 1;
    return Array.from({ length }, (_, index) => found.get(String(index)) ?? null);
  }

  remove(): void {
    this.eachRow((row) => {
      this.rows.remove(row);
    });
  }

  private hasRoom(): boolean {
    if (this.places.size < MAX_KEYS) return true;
    for (const [key, place] of this.places) {
      if (place instanceof FieldRows) {
        if (place.starts().length > 0) continue;
        place.remove();
      } else if (place !== undefined) {
        if (!Number.isNaN(this.rows.start(place))) continue;
        this.rows.remove(place);
      }
      this.places.delete(key);
    }
    return this.places.size < MAX_KEYS;
  }

  private eachRow(visit: (row: number) => void): void {
    for (const place of this.places.values()) {
      if (place instanceof FieldRows) place.eachRow(visit);
      else if (place !== undefined) visit(place);
    }
  }

  private placeOf(key: string, value: unknown): Place {
    const known = this.places.get(key);
    const isFields = isContainer(value);
    if (known !== undefined && isFields === known instanceof FieldRows) return known;
    if (known === undefined && this.places.has(key)) return undefined;
    if (!isFields && typeof value !== 'number') return known;
    if (known === undefined && !this.hasRoom()) return undefined;
    const path = [...this.path, key];
    if (known instanceof FieldRows) known.remove();
    else if (known !== undefined) this.rows.remove(known);
    const place = !this.isMeasured(path)
      ? undefined
      : isFields
        ? new FieldRows(this.rows, this.isMeasured, path)
        : this.rows.add();
    this.places.set(key, place);
    return place;
  }
}
