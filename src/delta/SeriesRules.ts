import { Classifier, checkTopicFilter, TopicFilterError, topicMatches } from '../classify';
import { spellUnit } from '../classify/values/unitSpelling';
import { choiceSetting } from '../settings/checkedValues';
import { SettingError } from '../settings/SettingError';
import { parseCode } from '../symbols';
import { anyChange, chooseLimit, isState, type NumberAbout } from './auto/chooseLimit';
import { readNumberText } from './auto/numberText';
import type { StatedLimit } from './auto/StatedLimit';
import { namesState } from './auto/valueNames';
import {
  DEFAULT_STATUS_FIELDS,
  type DeltaOptions,
  type DeltaRule,
  RULE_SUBJECTS,
  type RuleSubject,
} from './DeltaOptions';
import type { SampleFacts } from './DeltaVerdict';
import { FieldPatterns } from './FieldPatterns';
import { isUnfiltered, readSeriesPlan, type SeriesPlan } from './seriesPlan';
import { unitScale } from './unitScales';

/** What rules look at. */
export interface SeriesAbout {
  readonly topic: string;
  /** Names from the top of the payload down to the value. */
  readonly field: readonly string[];
  readonly facts: SampleFacts;
}

type Matches = (about: SeriesAbout) => boolean;

interface ReadRule {
  readonly matches: Matches;
  readonly plan: SeriesPlan;
  readonly unit: string | undefined;
  /** Plans in units other than the rule's, by unit. */
  readonly inUnits: Map<string, number>;
}

/** Hardly anyone writes more by hand; plans, including those in other units, have 16-bit numbers. */
const MAX_RULES = 500;

/** The last one is reserved for what finds no room. */
const MAX_PLANS = 65_535;

/** Plan of series that no rule matches. */
const BASE = 0;

/** Mode auto: a line has a point at least this often, unless the settings say otherwise. */
export const LINE_SILENCE_SECONDS = 900;

const NOTHING_KNOWN: SampleFacts = {};

/** Finds the plan of a series: that of the first rule that matches, else that of the options themselves. */
export class SeriesRules {
  /** All plans, by number. */
  readonly plans: SeriesPlan[];
  private readonly rules: readonly ReadRule[];
  private classifier: Classifier | undefined;
  /** Plans with a limit decided for series, by what they are derived from; and which plan each is derived from. */
  private readonly limited = new Map<string, number>();
  private readonly outers = new Map<number, number>();

  /** Whether any change of a value that is not a measurement counts, in every mode. */
  private readonly tellsStates: boolean;

  /** @throws {SettingError} */
  constructor(options: DeltaOptions) {
    const statusFields = options.statusFields ?? DEFAULT_STATUS_FIELDS;
    this.tellsStates = !new FieldPatterns('statusFields', statusFields).isEmpty;
    const base = readSeriesPlan(options);
    const given: unknown = options.rules ?? [];
    if (!Array.isArray(given) || given.length > MAX_RULES) {
      throw new SettingError('rules', given, `use a list of at most ${MAX_RULES} rules.`);
    }
    this.rules = (options.rules ?? []).map((rule, index) => readRule(rule, `rules[${index}].`, base));
    this.plans = [base, ...this.rules.map(({ plan }) => plan)];
  }

  get base(): SeriesPlan {
    return this.planAt(BASE);
  }

  get isEmpty(): boolean {
    return this.rules.length === 0;
  }

  /** If so, texts that hold a number count as numbers, and times are not compared. */
  get isAuto(): boolean {
    return this.base.mode === 'auto';
  }

  planAt(number: number): SeriesPlan {
    const plan = this.plans[number];
    if (!plan) throw new RangeError(`Unknown plan ${number}.`);
    return plan;
  }

  /** The number of the plan for a series with its own messages. @param field its path; empty for none. */
  ofMessage(
    topic: string,
    field: readonly string[],
    values: unknown,
    facts: SampleFacts | undefined,
  ): number {
    const own = facts && textsOf(facts);
    const known = own ?? (this.isEmpty ? NOTHING_KNOWN : this.classify().classify(topic, values));
    const number = this.isEmpty ? BASE : this.find({ topic, field, facts: known });
    return typeof values === 'number' ? this.decide(number, topic, field, values, own) : number;
  }

  /**
   * The number of the plan for one number of a payload. The classification of the message as a whole counts for it only
   * if a user's own rule decided it.
   */
  ofLeaf(
    topic: string,
    path: readonly string[],
    value: number | string,
    facts: SampleFacts | undefined,
  ): number {
    const isUsersWord = facts?.by === 'override' || facts?.by === 'keyword';
    const own = path.length === 0 || isUsersWord ? facts && textsOf(facts) : undefined;
    const number = this.isEmpty ? BASE : this.ruleOfLeaf(topic, path, value, own, isUsersWord);
    return this.decide(number, topic, path, value, own);
  }

  /** Whether a series may be in mode auto. */
  get hasAuto(): boolean {
    return this.isAuto || this.rules.some(({ plan }) => plan.mode === 'auto');
  }

  /** Whether the node's own settings decide, and not a rule. */
  isOfBase(number: number): boolean {
    return (this.outers.get(number) ?? number) === BASE;
  }

  /** The number of an existing plan. */
  numberOf(plan: SeriesPlan): number {
    return Math.max(BASE, this.plans.indexOf(plan));
  }

  /** The number of the plan for a series whose limit mode auto has found. @param number that of its previous plan. */
  withLimit(number: number, limit: StatedLimit): number {
    const outer = this.outers.get(number) ?? number;
    const { unit, of } = this.planAt(number).stated ?? {};
    return this.limit(outer, {
      ...limit,
      ...(unit !== undefined && { unit }),
      ...(limit.of === undefined && of !== undefined && { of }),
    });
  }

  /** Takes over the plans of a predecessor with the same settings, so that its series keep their plan numbers. */
  adopt(plans: readonly SeriesPlan[], outers: ReadonlyMap<number, number>): void {
    this.plans.push(...plans.slice(this.plans.length));
    for (const [number, outer] of outers) {
      this.outers.set(number, outer);
      const { stated } = this.planAt(number);
      if (stated) this.limited.set(keyOf(outer, stated), number);
    }
  }

  /** Which plan each plan with a limit is derived from, by number. */
  get outerPlans(): ReadonlyMap<number, number> {
    return this.outers;
  }

  private ruleOfLeaf(
    topic: string,
    path: readonly string[],
    value: number | string,
    own: SampleFacts | undefined,
    isUsersWord: boolean,
  ): number {
    if (path.length === 0 || isUsersWord)
      return this.find({ topic, field: path, facts: own ?? NOTHING_KNOWN });
    const { classification } = this.classify().classifyLeaf(topic, { path: path.join('/'), value });
    const known = classification.by === 'fallback' ? NOTHING_KNOWN : classification;
    return this.find({ topic, field: path, facts: known });
  }

  /** Decides beyond the rules: in mode auto, and in every mode for values that are not measurements. */
  private decide(
    number: number,
    topic: string,
    path: readonly string[],
    value: number | string,
    own: SampleFacts | undefined,
  ): number {
    const plan = this.planAt(number);
    if (plan.mode === 'auto') return this.limit(number, chooseLimit(this.about(topic, path, value, own)));
    const isOthers = number !== BASE || !this.tellsStates || plan.mode === 'change' || isUnfiltered(plan);
    if (isOthers || (own?.kind === undefined && !namesState(nameOf(topic, path)))) return number;
    const about = this.about(topic, path, value, own);
    return isState(about) ? this.limit(number, anyChange('state')) : number;
  }

  private about(
    topic: string,
    path: readonly string[],
    value: number | string,
    own: SampleFacts | undefined,
  ): NumberAbout {
    const { classification, kind } = this.classify().classifyLeaf(topic, { path: path.join('/'), value });
    const found = classification.by === 'fallback' ? { unit: classification.unit } : classification;
    return {
      name: nameOf(topic, path),
      value: typeof value === 'number' ? value : (readNumberText(value)?.value ?? Number.NaN),
      facts: own ?? found,
      nameKind: kind,
    };
  }

  private limit(outer: number, limit: StatedLimit): number {
    const key = keyOf(outer, limit);
    const known = this.limited.get(key);
    if (known !== undefined) return known;
    const isFull = this.plans.length >= MAX_PLANS - 1;
    if (isFull && this.plans.length === MAX_PLANS) return MAX_PLANS - 1;
    const plan = this.planAt(outer);
    const { mode, threshold, floor = 0 } = isFull ? anyChange('values') : limit;
    const isLine = mode === 'swinging-door' && plan.mode === 'auto';
    const number = this.plans.push({
      ...plan,
      mode,
      threshold,
      floor,
      maxSilence: isLine && plan.maxSilence === 0 ? 1000 * LINE_SILENCE_SECONDS : plan.maxSilence,
      stated: Object.freeze({ ...limit, mode, threshold }),
    });
    this.limited.set(key, number - 1);
    this.outers.set(number - 1, outer);
    return number - 1;
  }

  private find(about: SeriesAbout): number {
    const index = this.rules.findIndex(({ matches }) => matches(about));
    const rule = this.rules[index];
    if (!rule) return BASE;
    const unit = about.facts.unit;
    const scale = rule.unit !== undefined && unit !== undefined ? unitScale(rule.unit, unit) : undefined;
    if (scale === undefined || scale === 1 || unit === undefined) return index + 1;
    return rule.inUnits.get(unit) ?? this.addPlan(rule, unit, scale);
  }

  private addPlan(rule: ReadRule, unit: string, scale: number): number {
    const { mode, threshold, floor, span } = rule.plan;
    const isShare = mode === 'relative' || mode === 'span';
    const number = this.plans.push({
      ...rule.plan,
      threshold: isShare ? threshold : threshold * scale,
      floor: floor * scale,
      span: span * scale,
    });
    rule.inUnits.set(unit, number - 1);
    return number - 1;
  }

  private classify(): Classifier {
    this.classifier ??= new Classifier();
    return this.classifier;
  }
}

/** The names in a field's path, from the top down; none without a field. */
export function fieldPath(field: string | undefined): readonly string[] {
  return field === undefined ? [] : field.split(/[./]/);
}

/** Only facts that are text: they come with messages, whose fields may be anything. */
function textsOf({ code, name, family, quantity, unit, kind }: SampleFacts): SampleFacts {
  const text = (fact: unknown): string | undefined => (typeof fact === 'string' ? fact : undefined);
  return {
    code: text(code),
    name: text(name),
    family: text(family),
    quantity: text(quantity),
    unit: text(unit),
    kind: text(kind),
  };
}

/** The name of a value: that of its field, else the last level of its topic. */
function nameOf(topic: string, path: readonly string[]): string {
  return path.at(-1) ?? topic.slice(topic.lastIndexOf('/') + 1);
}

function keyOf(outer: number, { mode, threshold, floor = 0, unit, why, of }: StatedLimit): string {
  return [outer, mode, threshold, floor, why, of, unit].join(' ');
}

function readRule(rule: DeltaRule, prefix: string, base: SeriesPlan): ReadRule {
  if (typeof rule !== 'object' || rule === null) {
    throw new SettingError(prefix.slice(0, -1), rule, 'use {match, mode, threshold, …}.');
  }
  const match = typeof rule.match === 'string' ? rule.match.trim() : '';
  if (match === '') {
    throw new SettingError(
      `${prefix}match`,
      rule.match,
      'name a quantity, family, symbol, unit, topic or field.',
    );
  }
  const by = choiceSetting(`${prefix}by`, rule.by, RULE_SUBJECTS, RULE_SUBJECTS[0]);
  return {
    matches: matcher(by, match, prefix),
    plan: readSeriesPlan(rule, prefix, base),
    unit: typeof rule.unit === 'string' ? spellUnit(rule.unit) : undefined,
    inUnits: new Map(),
  };
}

function matcher(by: RuleSubject, match: string, prefix: string): Matches {
  const name = match.toLowerCase();
  const unit = spellUnit(match) ?? match;
  switch (by) {
    case 'quantity':
      return ({ facts }) => facts.quantity?.toLowerCase() === name;
    case 'family':
      return ({ facts }) => facts.family?.toLowerCase() === name;
    case 'symbol': {
      const code = parseCode(match);
      return ({ facts }) =>
        facts.name?.toLowerCase() === name || (code !== undefined && parseCode(facts.code) === code);
    }
    case 'unit':
      return ({ facts }) => facts.unit === unit || facts.unit === match;
    case 'topic':
      checkTopic(match, prefix);
      return ({ topic }) => topicMatches(match, topic);
    case 'field': {
      const pattern = new FieldPatterns(`${prefix}match`, [match]);
      return ({ field }) => pattern.matches(field);
    }
    case 'any':
      return anyOf(match, prefix);
  }
}

/** Matches anything that a text may mean: a code only if it begins with `0x`, a path only if it is one. */
function anyOf(match: string, prefix: string): Matches {
  if (match.includes('/') || /[+#]/.test(match)) return matcher('topic', match, prefix);
  const subjects: RuleSubject[] = ['quantity', 'family', 'unit', 'topic'];
  if (!/^[0-9a-f]+$/i.test(match) || match.startsWith('0x')) subjects.push('symbol');
  if (!match.replace(/^\./, '').split('.').includes('')) subjects.push('field');
  const matchers = subjects.map((subject) => matcher(subject, match, prefix));
  return (about) => matchers.some((matches) => matches(about));
}

function checkTopic(match: string, prefix: string): void {
  try {
    checkTopicFilter(match);
  } catch (error) {
    if (!(error instanceof TopicFilterError)) throw error;
    throw new SettingError(`${prefix}match`, match, `${error.message}`);
  }
}
