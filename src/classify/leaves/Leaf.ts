import type { Quality } from '../fields/qualityField';

/** One value of a payload, with what its surroundings say about it. */
export interface Leaf {
  /**
   * Where it is, levels joined by `/`; an item of a list goes by its name if it has one: `DS18B20/Temperature`. Empty
   * for a payload that is itself one reading, such as `{"value":21,"unit":"C"}`.
   */
  readonly path: string;
  /** As found, never changed: numeric text stays text. */
  readonly value: string | number | boolean | bigint | null;
  /** The unit as found next to it, or as the form defines it. */
  readonly unit?: string;
  /** The last level of its path is its unit; the level above names what is measured. */
  readonly isUnit?: boolean;
  /** When it was measured, in milliseconds since the epoch; absent if the payload does not say. */
  readonly time?: number;
  /** The status or quality code next to it, as found. */
  readonly quality?: Quality;
  /** The payload's form says that it is not a reading: a time, an id, a property of the link, a missing value. */
  readonly meta?: boolean;
  /**
   * The path of the value or device that it is next to and describes: it is a reading only if its own name, the rest of
   * its path, says so.
   */
  readonly describes?: string;
  /** What a field such as `type` or `device_class` next to it calls it; for a path that says nothing. */
  readonly says?: string;
  /** The title of the list that it is in, which its own name may leave out. */
  readonly heading?: string;
  /** What it is by its form's definition, in plain words; takes precedence over its path. */
  readonly means?: string;
}
