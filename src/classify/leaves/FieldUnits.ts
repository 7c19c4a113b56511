import type { Field } from '../fields/Field';
import { measuredFields } from '../fields/measuredFields';
import { nameOf } from '../fields/namedValue';
import type { SiblingUnits } from '../fields/siblingUnits';
import { isContainer } from '../values/isContainer';
import { electricalUnit, type KeyUnit, keyUnit } from './keyUnit';
import { childPath, lastLevel } from './Place';

/** What the words of names say about quantities and units. */
export interface NameKnowledge {
  /** Whether the words of a name say that its value may be measured in this unit. */
  measuresIn(unit: string, name: string, value: unknown): boolean;
  /** Whether the path of a value says so, its levels together: `temperature/min`. */
  measuresBelow(unit: string, path: string, value: unknown): boolean;
  /** Whether a name says only which value it is, not what is measured: `min`, `today`. */
  saysNothing(name: string): boolean;
  /** Whether two names mean the same quantity. */
  measuresAs(other: string, name: string, value: unknown): boolean;
}

/** Decides which fields of an object a unit applies to, by the names of the fields. */
export class FieldUnits {
  constructor(private readonly names: NameKnowledge) {}

  /**
   * The fields that a unit next to them applies to: those that measure what it is a unit of, by their names or by those
   * of the levels above, `{"temperature":{"min":20,"max":22,"unit":"°C"}}`; or all, if no name says what is measured.
   */
  measuredIn(
    unit: string,
    fields: readonly Field[],
    path: string,
    isOther: (field: Field) => boolean,
  ): ReadonlySet<Field> {
    return measuredFields(fields, isOther, (numbers) => {
      const measured = numbers.filter(
        ({ key, value }) =>
          this.names.measuresIn(unit, key, value) ||
          this.names.measuresBelow(unit, childPath(path, key), value),
      );
      if (measured.length > 0) return measured;
      return numbers.every(({ key }) => this.names.saysNothing(key)) ? numbers : [];
    });
  }

  /**
   * The only field with further fields, if the object's name says that its unit is theirs:
   * `{"name":"temperature","unit":"Cel","gauge":{"dataPoints":[…]}}`.
   */
  holderOf(
    unit: string | undefined,
    fields: readonly Field[],
    isMeta: (field: Field) => boolean,
  ): Field | undefined {
    const containers = fields.filter((field) => isContainer(field.value) && !isMeta(field));
    const [only] = containers;
    const name = only && containers.length === 1 ? nameOf(fields) : undefined;
    if (unit === undefined || name === undefined) return undefined;
    return this.names.measuresIn(unit, name, undefined) ? only : undefined;
  }

  /** The unit of everything that measures the same: `temperature_unit` next to `temp`. */
  ofQuantity({ ofOthers }: SiblingUnits, { key, value }: Field): string | undefined {
    if (isContainer(value)) return undefined;
    for (const [name, unit] of ofOthers) {
      if (this.names.measuresAs(name, key, value)) return unit;
    }
    return undefined;
  }

  /** The unit that a key spells, below the last level of a path. */
  ofKey(field: Field, fields: readonly Field[], path: string): KeyUnit | undefined {
    const ofElectrics = electricalUnit(field, fields);
    if (path === '' || ofElectrics) return ofElectrics;
    return keyUnit(field, fields, (unit) => this.names.measuresIn(unit, lastLevel(path), field.value));
  }
}
