import { QUANTITIES, type Quantity } from '../../symbols/vocabulary';
import type { Classification } from '../decision/Classification';
import type { Classifier } from '../decision/Classifier';
import type { Leaf } from '../leaves/Leaf';
import { childPath, lastLevel } from '../leaves/Place';
import { ELECTRICAL_QUANTITIES } from '../names/electricalQuantities';
import type { ReadingKind } from '../names/kindOf';
import { unitOfSpelling } from '../values/unitSpelling';

/** One value of a payload, as a message of its own. */
export interface Reading {
  /** The topic of the message with the leaf's path after it. */
  readonly topic: string;
  readonly leaf: Leaf;
  readonly classification: Classification;
  readonly kind: ReadingKind;
  /** Not a reading but metadata next to one: a time, an ID, the quality of a link, a missing value. */
  readonly isMeta: boolean;
}

/** Kinds that make a field next to a value a reading of its own: a state or a count only describes the value. */
const OWN_KINDS: ReadonlySet<ReadingKind> = new Set([
  'reading',
  'extreme',
  'alert',
  'setpoint',
  'limit',
  'command',
]);

/** What a level with fields may request for all of them: `{"desired":{"temperature":21}}`. */
const ASKING_KINDS: ReadonlySet<ReadingKind> = new Set(['setpoint', 'limit', 'command']);

/** Levels that hold readings next to settings. */
const MIXED_LEVELS: ReadonlySet<string> = new Set(['config', 'configuration']);

/** Quantities that may have a voltage next to them: those of electrical things. */
const WITH_VOLTAGE: ReadonlySet<string> = new Set<Quantity>([
  ...ELECTRICAL_QUANTITIES,
  'power_factor',
  'battery',
  'battery_charging',
  'energy_storage',
  'illuminance',
  'irradiance',
  'plug',
]);

/** Maximum number of fields next to a leaf that are read. */
const MAX_BESIDE = 32;

/** A last level that says when, below a quantity. */
const PRESENT = /\/current$/i;

const unitsOf = new Map<string, readonly string[]>(
  QUANTITIES.map(({ quantity, units }) => [quantity, units]),
);

interface Found {
  readonly classification: Classification;
  readonly kind: ReadingKind;
  /** Whether a level above it, or the topic, lends it its quantity. */
  readonly isLent?: boolean;
}

/** Decides what the leaves of a payload are: by their paths first, then by what is next to them, then by the topic. */
export class LeafReader {
  /** Paths above leaves seen so far, each with its innermost level that requests something of what is below, if any. */
  private readonly asking = new Map<string, string | undefined>();

  private leaves: readonly Leaf[] = [];
  /** The leaves by the path above them, set when first needed. */
  private siblings: Map<string, Leaf[]> | undefined;

  constructor(
    private readonly classifier: Classifier,
    private readonly topic: string,
  ) {}

  /** Decides what all leaves of a payload are. */
  readAll(leaves: readonly Leaf[]): readonly Reading[] {
    this.leaves = leaves;
    return leaves.map((leaf) => this.read(leaf));
  }

  private read(leaf: Leaf): Reading {
    const found = this.find(leaf);
    const isOthers = found.isLent === true && this.isBesideOthers(leaf, found.classification.quantity);
    const { classification, kind } = isOthers ? this.findAlone(leaf) : found;
    const { by } = classification;
    const isOwn = by === 'payload' || by === 'override' || by === 'keyword';
    const isAside = leaf.describes !== undefined && !(isOwn && OWN_KINDS.has(kind) && !isWord(leaf.value));
    const isMeta = leaf.meta === true || kind === 'meta' || isAside;
    return {
      topic: leaf.path === '' ? this.topic : childPath(this.topic, leaf.path),
      leaf,
      classification: asReading(classification, isMeta, leaf),
      kind,
      isMeta,
    };
  }

  /** Whether the leaves next to one name quantities of their own: then nothing above lends it another. */
  private isBesideOthers({ path }: Leaf, quantity: string | undefined): boolean {
    this.siblings ??= byLevelsAbove(this.leaves);
    const beside = this.siblings.get(levelsAbove(path)) ?? [];
    return beside.slice(0, MAX_BESIDE).some((other) => {
      if (other.path === path || other.meta || other.describes !== undefined) return false;
      // `{"temperature":{"current":21,"max":25}}`: the present one.
      if (!WITH_VOLTAGE.has(quantity ?? '') && PRESENT.test(`/${lastLevel(other.path)}`)) return false;
      const own = this.classifier.classifyLeaf('', { path: lastLevel(other.path), value: other.value });
      const of = own.classification.quantity;
      return of !== undefined && of !== quantity && OWN_KINDS.has(own.kind);
    });
  }

  /** What a leaf says by its own name and unit. */
  private findAlone(leaf: Leaf): Found {
    return this.classifier.classifyLeaf('', { ...leaf, path: lastLevel(leaf.path) });
  }

  /** Whether the words of a name say that its value is not a reading. */
  isMetaName(name: string, value: unknown): boolean {
    return this.classifier.classifyLeaf('', { path: name, value: scalarOf(value) }).kind === 'meta';
  }

  /** Whether the words of a name say that its value may be measured in this unit. */
  measuresIn(unit: string, name: string, value: unknown): boolean {
    const row = unitOfSpelling(unit);
    if (!row) return false;
    const { quantity } = this.classifier.classifyLeaf('', {
      path: name,
      value: scalarOf(value),
    }).classification;
    return quantity !== undefined && unitsOf.get(quantity)?.includes(row.unit) === true;
  }

  /** Whether the levels of a path, or the topic, say that a value may be measured in this unit. */
  measuresBelow(unit: string, path: string, value: unknown): boolean {
    const row = unitOfSpelling(unit);
    if (!row) return false;
    const { quantity } = this.classifier.classifyLeaf(this.topic, {
      path,
      value: scalarOf(value),
    }).classification;
    return quantity !== undefined && unitsOf.get(quantity)?.includes(row.unit) === true;
  }

  /** Whether a name says only which value it is, not what is measured: `min`, `today`. */
  saysNothing(name: string): boolean {
    return this.classifier.saysNothing(name);
  }

  /** Whether the words of a name mean something measured that a voltage is not part of. */
  hasNoVoltage(name: string): boolean {
    const { quantity } = this.classifier.classifyLeaf('', { path: name, value: null }).classification;
    return quantity !== undefined && !WITH_VOLTAGE.has(quantity);
  }

  /** Whether two names mean the same quantity. */
  measuresAs(other: string, name: string, value: unknown): boolean {
    const given = scalarOf(value);
    const quantityOf = (path: string) =>
      this.classifier.classifyLeaf('', { path, value: given }).classification.quantity;
    const quantity = quantityOf(other);
    return quantity !== undefined && quantityOf(name) === quantity;
  }

  private find(leaf: Leaf): Found {
    const found = this.findBelow(leaf);
    if (leaf.heading === undefined || leaf.meta || leaf.describes !== undefined) return found;
    const { quantity, match } = found.classification;
    if (quantity !== undefined && match !== 'unit') return found;
    const path = childPath(leaf.heading, lastLevel(leaf.path));
    const said = this.classifier.classifyLeaf('', { ...leaf, path });
    return said.classification.quantity === undefined ? found : said;
  }

  private findBelow(leaf: Leaf): Found {
    const found = this.findByPath(leaf);
    const { by, quantity } = found.classification;
    if (by === 'override' || by === 'keyword') return found;
    if (leaf.meta || leaf.describes !== undefined) return this.findAside(leaf, found);
    if (leaf.means !== undefined) return this.classifier.classifyLeaf('', { ...leaf, path: leaf.means });
    if (by === 'payload' && leaf.path.includes('/')) return this.findNested(leaf, found);
    if (leaf.says === undefined || (by === 'payload' && quantity !== undefined)) return found;
    const said = this.classifier.classifyLeaf(this.topic, { ...leaf, path: childPath(leaf.path, leaf.says) });
    return said.classification.quantity === undefined ? found : said;
  }

  /** What its path says; a unit as the last level stands for the quantity above it. */
  private findByPath(leaf: Leaf): Found {
    const found = this.classifier.classifyLeaf(this.topic, leaf);
    const { by } = found.classification;
    if (by === 'override' || by === 'keyword') return found;
    const above = levelsAbove(leaf.path);
    if (leaf.isUnit || this.isPresent(leaf.path, above))
      return this.classifier.classifyLeaf(this.topic, { ...leaf, path: above });
    return this.isMeasured(leaf, found) ? this.classifier.classifyLeaf('', { ...leaf, path: '' }) : found;
  }

  /** `temperature/current` is the present temperature. */
  private isPresent(path: string, above: string): boolean {
    return above !== '' && PRESENT.test(path) && this.hasNoVoltage(lastLevel(above));
  }

  /** Whether a name that says nothing itself, such as `channel_1`, has a value with a unit of measurement. */
  private isMeasured({ meta, describes, unit, value }: Leaf, { kind, classification }: Found): boolean {
    if (meta || describes !== undefined || kind !== 'meta' || classification.quantity !== undefined)
      return false;
    const quantity = unit === undefined ? undefined : unitOfSpelling(unit)?.quantity;
    return quantity !== undefined && quantity !== '' && quantity !== 'duration' && typeof value === 'number';
  }

  private findNested(leaf: Leaf, found: Found): Found {
    const end = leaf.path.lastIndexOf('/');
    const last = leaf.path.slice(end + 1);
    // `temperature/id` is not a temperature, but `temperature/unit-7` is that of a place.
    if (!/\d/.test(last) && !(leaf.unit !== undefined && found.kind === 'reading')) {
      const alone = this.classifier.classifyLeaf('', { ...leaf, path: last });
      if (alone.kind === 'meta') return alone;
    }
    if (found.kind !== 'reading') return found;
    const asking = this.askingLevel(leaf.path.slice(0, end));
    return asking === undefined
      ? found
      : this.classifier.classifyLeaf('', { ...leaf, path: childPath(leaf.path, asking) });
  }

  /** The innermost level of a path that requests something of what is below it. */
  private askingLevel(path: string): string | undefined {
    if (path === '') return undefined;
    if (this.asking.has(path)) return this.asking.get(path);
    const end = path.lastIndexOf('/');
    const level = path.slice(end + 1);
    const { classification, kind } = this.classifier.classifyLeaf('', { path: level, value: 0 });
    const isMixed = MIXED_LEVELS.has(level.toLowerCase());
    const asks = ASKING_KINDS.has(kind) && classification.quantity === undefined && !isMixed;
    const asking = asks ? level : this.askingLevel(path.slice(0, Math.max(end, 0)));
    this.asking.set(path, asking);
    return asking;
  }

  /** What is next to a reading means only what its own name says, not what the topic or its path does. */
  private findAside(leaf: Leaf, found: Found): Found {
    const { path, value, describes } = leaf;
    const alone = this.classifier.classifyLeaf('', { path: path.slice(path.lastIndexOf('/') + 1), value });
    if (alone.kind === 'meta') return alone;
    if (leaf.meta && value !== null) return this.classifier.classifyLeaf('', { path: '', value, meta: true });
    if (describes === undefined) return found;
    return this.classifier.classifyLeaf('', { ...leaf, path: restOf(path, describes) });
  }
}

/** Adds what applies to this one value: that it is not a reading, and the quality next to it. */
function asReading(found: Classification, isMeta: boolean, { quality }: Leaf): Classification {
  const kind = isMeta ? 'meta' : found.kind;
  if (quality === undefined) return kind === found.kind ? found : { ...found, kind };
  return { ...found, kind, quality };
}

function byLevelsAbove(leaves: readonly Leaf[]): Map<string, Leaf[]> {
  const found = new Map<string, Leaf[]>();
  for (const leaf of leaves) {
    const above = levelsAbove(leaf.path);
    const known = found.get(above);
    if (known) known.push(leaf);
    else found.set(above, [leaf]);
  }
  return found;
}

function levelsAbove(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** The levels of a path after this beginning. */
function restOf(path: string, beginning: string): string {
  return beginning === '' ? path : path.slice(beginning.length + 1);
}

function scalarOf(value: unknown): Leaf['value'] {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function isWord(value: Leaf['value']): boolean {
  return typeof value === 'string' && value.trim() !== '' && Number.isNaN(Number(value));
}
