import type { Leaf } from '../leaves/Leaf';
import type { ReadingKind } from '../names/kindOf';
import { NOTHING } from '../names/lexicon/strength';
import type { SymbolRules } from '../rules/SymbolRules';
import { conventionOf } from '../topics/conventionOf';
import type { PathMeaning, PathReader } from '../topics/PathReader';
import { unitOfSpelling } from '../values/unitSpelling';
import type { KnownValue } from '../values/valueKind';
import type { Borrowing } from './Borrowing';
import type { Classification } from './Classification';
import { type ClassificationBuilder, withUnit } from './ClassificationBuilder';

/** What a leaf is classified as. */
export interface LeafAnswer {
  readonly classification: Classification;
  readonly kind: ReadingKind;
  /** Whether a level above it, or the topic, lends it its quantity. */
  readonly isLent?: boolean;
}

/** Kinds of leaves that refer to a quantity, which the topic may name. */
const NEEDS_QUANTITY: ReadonlySet<ReadingKind> = new Set(['setpoint', 'limit', 'extreme', 'command']);

/** Decides what one leaf of a payload is: by its path, or by the topic if the path says nothing. */
export class LeafDecision {
  constructor(
    private readonly rules: SymbolRules<Classification>,
    private readonly paths: PathReader,
    private readonly borrowing: Borrowing,
    private readonly builder: ClassificationBuilder,
    private readonly fallbackFor: (known: KnownValue, isMeta: boolean | undefined) => Classification,
  ) {}

  decide(topic: string, leaf: Leaf, known: KnownValue): LeafAnswer {
    const full = leaf.path === '' ? topic : `${topic}/${leaf.path}`;
    const ruled =
      this.rules.byTopic(full) ??
      this.rules.byTopic(topic) ??
      this.rules.byWordsOf(leaf.path) ??
      this.rules.byWordsOf(topic);
    const unit = known.unit ?? leaf.unit;
    const ofPath =
      this.paths.read(leaf.path, undefined, known) ?? this.paths.readBelow(topic, leaf.path, known);
    const isAbove = ofPath !== undefined && ofPath.end < leaf.path.length;
    const isRefused = isAbove && !this.borrowing.allows(ofPath.meaning, leaf.path, ofPath.end, known, unit);
    const fromPath = isRefused ? this.readBehind(leaf.path, ofPath.end + 1, known) : ofPath;
    const needsTopic =
      !isRefused &&
      (!fromPath || (fromPath.meaning.quantity === undefined && NEEDS_QUANTITY.has(fromPath.meaning.kind)));
    const ofTopic = needsTopic ? this.paths.read(topic, conventionOf(topic), known) : undefined;
    const fromTopic =
      ofTopic && (fromPath !== undefined || this.borrowing.allows(ofTopic.meaning, leaf.path, 0, known, unit))
        ? ofTopic
        : undefined;
    const chosen = fromPath ?? (fromTopic && fromTopic.meaning.strength > NOTHING ? fromTopic : undefined);
    const isLent =
      leaf.path !== '' && chosen?.meaning.quantity !== undefined && ((isAbove && !isRefused) || !fromPath);
    const kind = leaf.meta ? 'meta' : (chosen?.meaning.kind ?? 'reading');
    if (ruled) return { classification: withUnit(ruled, unit), kind };
    if (chosen) {
      const quantity = chosen.meaning.quantity ?? fromTopic?.meaning.quantity;
      const [by, match] = fromPath
        ? (['payload', leaf.path.slice(fromPath.start, fromPath.end)] as const)
        : (['topic', chosen.meaning.word] as const);
      const classified = this.builder.fromName({ ...chosen.meaning, quantity }, by, match, known, unit);
      return {
        classification: classified.classification,
        kind: leaf.meta ? 'meta' : classified.kind,
        isLent,
      };
    }
    const byUnit = unit === undefined ? undefined : this.byUnit(leaf.path, unit, known);
    if (byUnit) return { classification: byUnit, kind };
    return { classification: withUnit(this.fallbackFor(known, leaf.meta), unit), kind };
  }

  /** What a unit says, alone or about an abbreviation: ppb of `NO`. */
  byUnit(path: string, unit: string, known: KnownValue): Classification | undefined {
    const row = unitOfSpelling(unit);
    const found =
      row?.quantity === '' && known.kind === 'number' ? this.paths.readInUnit(path, row.unit) : undefined;
    if (!found) return this.builder.fromUnit(unit, known);
    const match = path.slice(found.start, found.end);
    return this.builder.fromName(found.meaning, 'payload', match, known, unit).classification;
  }

  /** What the levels of a path say from a position on. */
  private readBehind(path: string, from: number, known: KnownValue): PathMeaning | undefined {
    const found = this.paths.read(path.slice(from), undefined, known);
    return found && { meaning: found.meaning, start: found.start + from, end: found.end + from };
  }
}
