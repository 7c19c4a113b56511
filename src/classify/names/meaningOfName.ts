import { QUANTITIES, type QuantityRow, type UnitRow } from '../../symbols/vocabulary';
import { isBelow, isBit, isWholeWithin, isWithin, type KnownValue } from '../values/valueKind';
import { kinOf } from './kin';
import { kindOf, LATEST_HOLDS, type ReadingKind } from './kindOf';
import { KEYWORDS, type Keyword } from './lexicon/keywords';
import { type Meaning, MODIFIER_BITS } from './lexicon/Lexicon';
import type { NameReader } from './lexicon/NameReader';
import { GENERIC, NOTHING, STRONG, WEAK } from './lexicon/strength';
import type { Evidence, NameMeaning } from './NameMeaning';
import { isPresent } from './presentCurrent';
import { unitInCase } from './unitCase';
import { isOfOtherUnit, unitOfName } from './unitOfName';
import { quantityOfWeakWord } from './weakWord';
import { endsQuantity, isOfOther, isOfPart, isOnAxis, isReached, isWhose, naming } from './wordsAside';

const NO_OTHERS: readonly QuantityRow[] = [];

const { setpoint, limit, alert, meta, duration, electric, moment, time, switched, state, preset } =
  MODIFIER_BITS;
const { relation, raw, place, hvac, protection, total, figure, command, extreme, present } = MODIFIER_BITS;

/** Modifiers that still count after a word such as `at`: they say where it is, not what. */
const SURROUNDINGS = place | electric | hvac;

/** Kinds of values that `of` makes as certain as a quantity: `duration_of_last_sag`. */
const KINDS = setpoint | limit | alert | LATEST_HOLDS | meta;

/** Modifiers that give a word a meaning of its own. */
const SAYING = KINDS | command | extreme | protection | switched | time;

/** 0, 1, 2: no alarm, a warning, an alarm. A larger number says when to raise one. */
const MAX_ALARM = 2;

/** Units that name the quantity, whatever unit its value has. */
const NAMES_QUANTITY: ReadonlySet<string> = new Set(['amp', 'amps']);

/** A `time` of at least this many, by unit, counts from the epoch: 2001 or later. */
const EPOCHS: ReadonlyMap<string, number> = new Map([
  ['s', 1e9],
  ['ms', 1e12],
  ['us', 1e15],
]);

/** A `time` of this many seconds or more counts from the epoch and is not a duration. */
const MAX_DURATION = 1e7;

/**
 * What the words of a name, already read by `reader`, mean together. The rules, in this order: the rightmost strong
 * word is the head; a generic word is the head only without a strong one, a weak one only with a unit, `rms`, an
 * electrical word next to it or a plausible value; a unit at the end breaks ties and, if it implies a quantity, speaks
 * for itself; what follows the head says what kind of value it is (`temperature_alarm`), as do set points, limits and
 * extremes before it.
 * @param around what surrounds the name: bits of `electric` and `hvac`.
 */
export function meaningOfName(reader: NameReader, known: KnownValue, around = 0): NameMeaning | undefined {
  const words = reader.count;
  if (words === 0) return undefined;
  const last = reader.word(words - 1);
  if (!last) return undefined;
  if (words === 1 && !reader.hasUnits) {
    if (last.strength === NOTHING && (last.modifiers & SAYING) === 0) return undefined;
    if (isPlain(last)) return meaningOfWord(last, !reader.hasUnknown);
  }
  let head: Meaning | undefined;
  let at = words - 1;
  let rank: number = NOTHING;
  let quantityBefore: QuantityRow | undefined;
  let before = 0;
  let after = 0;
  let latest = 0;
  let latestBefore = 0;
  let relationAt = words;
  let surroundings = around;
  for (let i = 0; i < words; i++) {
    const word = reader.word(i);
    if (!word) continue;
    let notHere = 0;
    if (word.isAside) {
      if ((word.modifiers & relation) !== 0) {
        if (!endsQuantity(word, rank, ((before | after) & KINDS) !== 0)) continue;
        relationAt = i;
        for (let k = i + 1; k < words; k++) surroundings |= (reader.word(k)?.modifiers ?? 0) & SURROUNDINGS;
        break;
      }
      if (isOfOther(reader, i, word)) continue;
      notHere = naming(reader, i, word, known);
    }
    const own =
      ((word.modifiers & moment) !== 0 && isPresent(reader, i, word, rank === STRONG ? head : undefined)) ||
      (rank === STRONG && head && isWhose(head, word, known)) ||
      isReached(i === 0 ? undefined : reader.word(i - 1), word)
        ? NOTHING
        : word.strength;
    const isUnit = i === words - 1 && i > 0 && word.units.length > 0 && own < STRONG;
    const isTaken = isUnit && (rank > NOTHING || ((before | after) & (duration | time)) !== 0);
    if (own > NOTHING && own >= rank && !isTaken) {
      quantityBefore = head?.quantities[0] ?? quantityBefore;
      head = word;
      at = i;
      rank = own;
      before |= after | alarmOf(head);
      // A word's own `limit` counts only if it follows another word: `temperature_range`.
      after = word.keyword ? 0 : word.modifiers & ~limit;
      // In `step_height_mm` the unit supports the height; a word without support is what the state before it says.
      if (own === WEAK && latest === state) latestBefore = state;
      if (own > WEAK || latest === state) latest = 0;
    } else {
      const bits = word.modifiers & ~notHere;
      after |= bits;
      if ((bits & LATEST_HOLDS) !== 0 && !isUnit) latest = bits & LATEST_HOLDS;
    }
  }
  let modifiers = before | after;
  let quantity = head?.quantities[0];
  let evidence: Evidence = rank === WEAK ? 'abbreviation' : 'word';
  let decidedBy = head ?? last;
  let keyword = head?.keyword;
  if (keyword?.symbol === 'SENSOR_THRESHOLD' || keyword?.symbol === 'SENSOR_ALERT') quantity = quantityBefore;

  const isOfElectrics = ((surroundings | modifiers) & electric) !== 0;
  const atEnd = reader.hasUnits
    ? unitOfName(reader, head, at, quantity, {
        rank,
        isElectric: isOfElectrics,
        isBound: (modifiers & (setpoint | limit)) !== 0 || keyword?.symbol === 'SENSOR_THRESHOLD',
        isDuration: (modifiers & (duration | time)) !== 0,
      })
    : undefined;
  // `current_at_230V`: after such a word, only a unit that the head has counts as the name's.
  const spelled = relationAt === words || atEnd?.confirms ? atEnd : undefined;
  if (spelled) {
    if (spelled.quantity && spelled.quantity !== quantity) {
      quantity = spelled.quantity;
      if (!spelled.confirms) {
        // A fan in rpm remains a fan.
        const isKept = keyword?.symbol === 'SENSOR_THRESHOLD' || isOfThing(keyword, spelled.quantity);
        if (!isKept) keyword = undefined;
        evidence = 'unit';
        decidedBy = spelled.word;
      }
    }
    if (quantity) rank = STRONG;
    if (spelled.word !== head) {
      after &= ~spelled.word.modifiers;
      modifiers = before | after;
    }
  } else if (quantity && reader.hasUnits && relationAt === words && isOfOtherUnit(reader, head, quantity)) {
    quantity = undefined;
    keyword = keyword?.symbol === 'SENSOR_THRESHOLD' ? keyword : undefined;
    rank = NOTHING;
    latest = state;
  }

  if (rank === WEAK && head) {
    const found = quantityOfWeakWord(reader, head, known, modifiers, surroundings);
    quantity = found?.quantity;
    rank = found?.rank ?? NOTHING;
    evidence = found?.evidence ?? evidence;
  }
  if (isOfPart(reader, at, quantity)) quantity = undefined;
  if (isOnAxis(reader, at, keyword)) {
    keyword = undefined;
    rank = NOTHING;
  }
  const kin = quantity && kinOf(quantity, modifiers);
  if (kin) {
    quantity = kin;
    keyword = undefined;
  }
  if (rank === GENERIC && quantity?.quantity === 'battery' && !spelled && isCellVoltage(known)) {
    quantity = VOLTAGE;
    evidence = 'magnitude';
  }
  // The raw output of a converter has no unit: `soil_temp_raw`.
  if ((after & raw) !== 0 && rank > NOTHING && !spelled && quantity?.values === 'number') {
    quantity = undefined;
    keyword = undefined;
    latest = state;
  }
  if (latest === 0 && (rank === NOTHING || spelled?.word === head)) latest = latestBefore;

  // `FlowConsumptionBattery: false` is not a low battery.
  if (known.kind === 'switch' && rank === GENERIC && quantity?.quantity === 'battery' && reader.count > 2) {
    rank = NOTHING;
    quantity = undefined;
    latest = state;
  }

  // `light: 1` is a lamp that is on, `pressure_switch: 1` a switch that is closed.
  if (isLampOrSwitch(rank, head, last) && isBit(known)) {
    rank = NOTHING;
    quantity = undefined;
    latest = state;
  }

  const isSwitch = known.kind === 'switch';
  const hasHead = quantity !== undefined || keyword !== undefined;
  const isAlarm = (modifiers & (alert | protection)) !== 0 || keyword?.symbol === 'SENSOR_ALERT';
  // Asked only if it matters: what is asked about a value is remembered with the answer.
  const isNumber =
    isAlarm && quantity !== undefined && quantity.values !== 'binary' && known.kind === 'number';
  const isAlarmBound = isNumber && !isWholeWithin(known, 0, MAX_ALARM);
  let kind = kindOf({ before, after, latest }, keyword, hasHead, isSwitch, isAlarmBound);
  if (kind === 'meta' && (after & time) !== 0 && isDuration(reader, known, spelled?.unit)) kind = 'duration';
  if (rank === NOTHING && isSwitched(last, known)) {
    kind = 'state';
    keyword = KEYWORDS.get('relay');
  }
  if (
    (kind === 'limit' || kind === 'setpoint') &&
    isNoBound(kind, known, modifiers, hasHead, reader.hasUnknown)
  )
    kind = 'state';
  // `temperature_unit` is about the unit; `rssi` is both meta and a quantity.
  if (kind === 'meta' && (!head || (head.modifiers & meta) === 0)) quantity = undefined;
  if (rank === NOTHING && kind === 'reading') return undefined;
  // `amp` names the current, which is as often in mA.
  const isNamed = spelled !== undefined && NAMES_QUANTITY.has(spelled.word.word);
  const unit = spelled && !isNamed ? unitInCase(reader, spelled.word, spelled.unit) : undefined;
  const isAlone = words === 1 && !reader.hasUnknown;
  const others = head && head.quantities.length > 1 ? head.quantities : NO_OTHERS;
  return {
    strength: rank,
    kind,
    evidence,
    word: decidedBy.word,
    at,
    isAlone,
    quantity,
    others,
    keyword,
    unit,
    tells: modifiers & (total | figure),
  };
}

/** Whether a word alone is a quantity and nothing else, as most names of values are. */
function isPlain({ strength, modifiers, quantities, isAside }: Meaning): boolean {
  return strength === STRONG && quantities.length > 0 && (modifiers & ~present) === 0 && !isAside;
}

/** The result of all rules for such a word. */
function meaningOfWord({ word, quantities, keyword }: Meaning, isAlone: boolean): NameMeaning {
  return {
    strength: STRONG,
    kind: 'reading',
    evidence: 'word',
    word,
    at: 0,
    isAlone,
    quantity: quantities[0],
    others: quantities.length > 1 ? quantities : NO_OTHERS,
    keyword,
    unit: undefined,
    tells: 0,
  };
}

const VOLTAGE = QUANTITIES.find(({ quantity }) => quantity === 'voltage');

/** `battery: 3.98`: the voltage of one or two cells, not a charge. */
function isCellVoltage(known: KnownValue): boolean {
  return known.kind === 'number' && isWithin(known, 1.5, 4.5) && !isWholeWithin(known, 1.5, 4.5);
}

function isOfThing(keyword: Keyword | undefined, { hasClass }: QuantityRow): boolean {
  return keyword !== undefined && keyword.quantity === undefined && !hasClass;
}

/** What remains of a word for an alarm or a limit if a later word becomes the head: `alarm_humidity_hi`. */
function alarmOf(head: Meaning | undefined): number {
  return head?.keyword === undefined ? 0 : head.modifiers & (alert | limit | protection);
}

/** `cycle_time`, `time_left`: the name says more than a time of day, and the number does not count from the epoch. */
function isDuration(reader: NameReader, known: KnownValue, unit: UnitRow | undefined): boolean {
  const isNumber = known.kind === 'number' && !known.isChoice;
  if (unit?.quantity === 'duration')
    return !isNumber || isBelow(known, EPOCHS.get(unit.unit) ?? Number.POSITIVE_INFINITY);
  if (!isNumber || (reader.count === 1 && !reader.hasUnknown)) return false;
  return isWithin(known, 0, Number.POSITIVE_INFINITY) && isBelow(known, MAX_DURATION);
}

/**
 * A text is not a bound (`power_limit_reason`), nor is a flag without a quantity: `freeze_protect`, `night_setback`.
 */
function isNoBound(
  kind: ReadingKind,
  known: KnownValue,
  modifiers: number,
  hasHead: boolean,
  hasUnknown: boolean,
): boolean {
  if (kind === 'limit' && known.kind === 'text') return true;
  // `hops_away`: the set point of something unknown.
  if (kind === 'setpoint' && !hasHead && hasUnknown && (modifiers & preset) !== 0) return true;
  return known.kind === 'switch' && !hasHead && (kind === 'limit' || (modifiers & preset) !== 0);
}

function isLampOrSwitch(rank: number, head: Meaning | undefined, last: Meaning): boolean {
  if (!head || rank < GENERIC) return false;
  return ((rank === GENERIC ? head.modifiers | last.modifiers : last.modifiers) & switched) !== 0;
}

/** `{"state": "ON"}`, `output: true`: something switched says only that it is on or off. */
function isSwitched(last: Meaning, known: KnownValue): boolean {
  if (known.kind !== 'switch') return false;
  if ((last.modifiers & switched) !== 0) return true;
  return (last.modifiers & state) !== 0 && last.word === 'state' && /^(?:on|off)$/i.test(String(known.value));
}
