import { meaningOfInstance } from '../names/instanceNumber';
import { ipsoMeaning } from '../names/ipso';
import type { ReadingKind } from '../names/kindOf';
import { MODIFIER_BITS, NAMING } from '../names/lexicon/Lexicon';
import type { NameReader } from '../names/lexicon/NameReader';
import { GENERIC, NOTHING, STRONG, WEAK } from '../names/lexicon/strength';
import { meaningOfName } from '../names/meaningOfName';
import type { NameMeaning } from '../names/NameMeaning';
import { obisMeaning } from '../names/obis';
import { isWholeWithin, type KnownValue } from '../values/valueKind';
import type { Convention } from './conventionOf';
import { PathLevels } from './PathLevels';
import { WordSet } from './WordSet';

/** A meaning, and where in the path the name with this meaning is. */
export interface PathMeaning {
  readonly meaning: NameMeaning;
  readonly start: number;
  readonly end: number;
}

/** Maximum number of levels that are read together with the one above, if they are not certain alone. */
const MAX_JOINED = 2;

/** Levels from the right that are read in full; those further left only for words that name a quantity. */
const MAX_NEAR = 64;
/** Minimum length of a level that is a name, not an index or a code. */
const MIN_NAMED = 3;
/** Minimum length of a level further left that is read. */
const MIN_FAR = 3;

/** Maximum length of a last level that may be a symbol of electricity (`Ac/L1/V`) or of air handling (`ahu/SAT`). */
const MAX_SYMBOL = 2;
const MAX_AIRSIDE = 3;

const { alert, setpoint, electric, hvac, airside } = MODIFIER_BITS;

/** `temperature/state` is the value of the temperature, as Home Assistant and ESPHome publish it. */
const STATE = new WordSet(['state']);

/** Reads the levels of paths: of topics, and of the keys that lead to a value. */
export class PathReader {
  /** The levels of the path being read. */
  private readonly levels = new PathLevels();

  constructor(private readonly reader: NameReader) {}

  /**
   * Reads levels from right to left; modifiers in a level apply to quantities to its left. A level that is not certain
   * alone is read with the one above it: `wind/speed`, `battery/V`.
   */
  read(path: string, convention: Convention | undefined, known: KnownValue): PathMeaning | undefined {
    this.levels.find(path);
    const found = this.readEach(path, convention, known);
    if (found && found.meaning.strength > NOTHING) return found;
    return this.readSymbol(path, known) ?? found ?? readNumbers(path);
  }

  private readEach(
    path: string,
    convention: Convention | undefined,
    known: KnownValue,
  ): PathMeaning | undefined {
    const { levels } = this;
    const content: Content = convention ?? EVERYTHING;
    const isText = known.kind === 'text';
    let own: PathMeaning | undefined;
    let generic: PathMeaning | undefined;
    let joined = 0;
    let levelsRead = 0;
    let isNamed = false;
    for (let level = Math.min(levels.count, content.to) - 1; level >= content.from; level--) {
      const start = levels.startOf(level);
      const end = levels.endOf(level);
      if (end > start && !content.skip?.has(path, start, end)) {
        const isFar = ++levelsRead > MAX_NEAR;
        if (!isFar || end - start >= MIN_FAR) this.reader.read(path, start, end);
        const isRead = !isFar || (end - start >= MIN_FAR && this.reader.namesQuantity);
        const read = isRead
          ? this.reader.count > 0
            ? meaningOfName(this.reader, known)
            : obisMeaning(path, start, end)
          : undefined;
        const meaning = read && meaningOfInstance(read, path, end);
        const isSure = meaning?.strength === STRONG && !isPlace(meaning, known);
        if (!isSure && level > 0 && joined < MAX_JOINED) {
          joined++;
          const spanning = this.readJoined(path, level, content, known);
          if (spanning) return combine(path, spanning, own, isText);
        }
        if (meaning && !(isNamed && isMere(meaning))) {
          const found = { meaning, start, end };
          if (isBound(meaning)) own ??= found;
          else if (meaning.strength === STRONG)
            return combine(path, this.under(found, path, level, known), own, isText);
          else if (generic) return combine(path, generic, own, isText);
          else if (meaning.strength === GENERIC) {
            // `vac/attachment`: a thing lends nothing to something that has its own name.
            if (!isNamed) generic = found;
          } else if (meaning.strength > NOTHING) return combine(path, found, own, isText);
          else own ??= found;
        } else if (generic) return combine(path, generic, own, isText);
        else if (isRead && !meaning) isNamed ||= this.reader.hasUnknown && end - start >= MIN_NAMED;
      }
    }
    return generic ? combine(path, generic, own, isText) : own;
  }

  /**
   * Applies what the level above says about a quantity, if it says nothing else: `setpoint/humidity` is a set point,
   * and `Alarms/LowVoltage` with a flag as its value is an alarm. A phrase across both levels keeps its meaning:
   * `boost/pressure`.
   */
  private under(found: PathMeaning, path: string, level: number, known: KnownValue): PathMeaning {
    const { kind } = found.meaning;
    if (level === 0 || (kind !== 'reading' && kind !== 'extreme')) return found;
    const isFlag = known.kind === 'switch' || (kind === 'extreme' && isSmall(known));
    const start = this.levels.startOf(level - 1);
    const end = this.levels.endOf(level - 1);
    if (!isFlag && !this.reader.mayBeSetpoint(path, start)) return found;
    this.reader.read(path, start, end);
    const word = this.reader.word(0);
    if (this.reader.count !== 1 || this.reader.hasUnknown || !word) return found;
    if (isFlag && (word.modifiers & alert) !== 0) return withKind(found, 'alert');
    if ((word.modifiers & setpoint) === 0) return found;
    this.reader.read(path, start, found.end);
    return this.reader.hasWordOver(found.start) ? found : withKind(found, 'setpoint');
  }

  /** What a level and the one above it mean together, if a phrase or a unit spans them. */
  private readJoined(
    path: string,
    level: number,
    content: Content,
    known: KnownValue,
  ): PathMeaning | undefined {
    const from = this.levels.startOf(level - 1);
    const start = this.levels.startOf(level);
    const end = this.levels.endOf(level);
    if (from === start - 1 || level === content.from || content.skip?.has(path, from, start - 1)) {
      return undefined;
    }
    this.reader.read(path, from, end);
    const meaning = meaningOfName(this.reader, known);
    if (!meaning) return undefined;
    const spans = this.reader.startOf(meaning.at) < start && this.reader.endOf(meaning.at) > start;
    const isOfUnit =
      meaning.strength === STRONG &&
      meaning.evidence === 'unit' &&
      this.reader.startOf(this.reader.count - 1) === start;
    const isSure = meaning.strength === STRONG || meaning.kind === 'state';
    return (spans && isSure) || isOfUnit ? { meaning, start: from, end } : undefined;
  }

  /** A symbol at the end of a path about electricity, `Ac/Out/L1/V`, or air handling, `ahu-3/SAT`. */
  private readSymbol(path: string, known: KnownValue): PathMeaning | undefined {
    const start = this.levels.startOf(this.levels.count - 1);
    const length = path.length - start;
    if (start === 0 || length === 0 || length > MAX_AIRSIDE) return undefined;
    this.reader.read(path, start, path.length);
    const isAirside = (this.reader.modifiers & airside) !== 0;
    if (length > MAX_SYMBOL && !isAirside) return undefined;
    const meaning = meaningOfName(this.reader, known, electric | hvac);
    if (!meaning) return undefined;
    this.reader.read(path, 0, start);
    const isOfPath = (this.reader.modifiers & (isAirside ? hvac : electric)) !== 0;
    return isOfPath ? { meaning, start, end: path.length } : undefined;
  }

  /** What an abbreviation at the end of a path means, given a unit that one of its quantities has: `NO` in ppb. */
  readInUnit(path: string, unit: string): PathMeaning | undefined {
    const start = path.lastIndexOf('/') + 1;
    this.reader.read(path, start, path.length);
    const word = this.reader.count === 1 && !this.reader.hasUnknown ? this.reader.word(0) : undefined;
    const quantity =
      word?.strength === WEAK ? word.quantities.find(({ units }) => units.includes(unit)) : undefined;
    if (!word || !quantity) return undefined;
    const said = { strength: STRONG, kind: 'reading', evidence: 'unit', isAlone: true, others: [] } as const;
    return { meaning: { ...said, word: word.word, at: 0, quantity }, start, end: path.length };
  }

  /** What a path that says nothing alone means below a topic about air handling: `SAT` below `ahu-3`. */
  readBelow(topic: string, path: string, known: KnownValue): PathMeaning | undefined {
    if (path.length - path.lastIndexOf('/') - 1 > MAX_AIRSIDE) return undefined;
    this.reader.read(path, 0, path.length);
    if ((this.reader.modifiers & airside) === 0) return undefined;
    const full = `${topic}/${path}`;
    this.levels.find(full);
    const found = this.readSymbol(full, known);
    const before = topic.length + 1;
    return found && { ...found, start: found.start - before, end: found.end - before };
  }

  /** What the device's name in a convention says, if that is certain. */
  readDevice(topic: string, convention: Convention, known: KnownValue): PathMeaning | undefined {
    const device = topic
      .split('/', 9)
      .filter((_, level) => convention.isDevice[Math.min(level, convention.isDevice.length - 1)]);
    const name = device.join('/');
    this.levels.find(name);
    const found = this.readEach(name, undefined, known);
    return found?.meaning.strength === STRONG ? found : undefined;
  }
}

/** What the numbers at the end of a path mean, if nothing else says anything. */
function readNumbers(path: string): PathMeaning | undefined {
  const meaning = ipsoMeaning(path);
  return meaning && { meaning, start: 0, end: path.length };
}

/** The levels of a path that are read, from `from` to before `to`, and the words in them that say nothing. */
interface Content {
  readonly from: number;
  readonly to: number;
  readonly skip: WordSet | undefined;
}

const EVERYTHING: Content = { from: 0, to: Number.POSITIVE_INFINITY, skip: undefined };

/** What follows a quantity says what kind of value it is: `temperature/set`, `temperature/alarm`. */
function combine(
  path: string,
  found: PathMeaning,
  right: PathMeaning | undefined,
  isText: boolean,
): PathMeaning {
  if (!right) return found;
  // `temp/unit-7` is a place, `temperature/unit` with a text is not.
  if (right.meaning.kind === 'meta' && !isText && NAMING.has(right.meaning.word)) return found;
  if (right.meaning.kind === 'reading' || STATE.has(path, right.start, right.end)) return found;
  return withKind(found, right.meaning.kind);
}

/** 0, 1, 2: no alarm, a warning, an alarm. */
function isSmall(known: KnownValue): boolean {
  return known.kind === 'number' && isWholeWithin(known, 0, 2);
}

function withKind(found: PathMeaning, kind: ReadingKind): PathMeaning {
  return { ...found, meaning: { ...found.meaning, kind } };
}

/** A `position` with a number is a location, or how far something is open; the level above may tell. */
function isPlace({ keyword }: NameMeaning, { kind }: KnownValue): boolean {
  return keyword?.symbol === 'GEO_POSITION' && kind === 'number';
}

/**
 * Whether a meaning is only a kind of value, other than an alarm, a command or a set point, or only a unit: it says
 * nothing about something that has its own name.
 */
function isMere({ strength, kind, quantity, keyword, evidence, isAlone, unit }: NameMeaning): boolean {
  const isUnit = evidence === 'unit' || (isAlone && unit !== undefined);
  if (isUnit && keyword === undefined) return true;
  const saysOfAll = kind === 'alert' || kind === 'command' || kind === 'setpoint';
  return strength === NOTHING && quantity === undefined && keyword === undefined && !saysOfAll;
}

/** A limit or an alarm of something whose own word may be further left. */
function isBound({ keyword, quantity, kind }: NameMeaning): boolean {
  return keyword !== undefined && quantity === undefined && (kind === 'limit' || kind === 'alert');
}
