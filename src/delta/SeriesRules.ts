import { Classifier, checkTopicFilter, TopicFilterError, topicMatches } from '../classify';
import { spellUnit } from '../classify/values/unitSpelling';
import { choiceSetting } from '../settings/checkedValues';
import { SettingError } from '../settings/SettingError';
import { parseCode } from '../symbols';
import { type DeltaOptions, type DeltaRule, RULE_SUBJECTS, type RuleSubject } from './DeltaOptions';
import type { SampleFacts } from './DeltaVerdict';
import { FieldPatterns } from './FieldPatterns';
import { readSeriesPlan, type SeriesPlan } from './seriesPlan';
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
  /** Plans in other units than the rule's, by unit. */
  readonly inUnits: Map<string, number>;
}

/** More are hardly written by hand; plans, with those in other units, have numbers of 16 bits. */
const MAX_RULES = 500;

/** Plan of what no rule matches. */
const BASE = 0;

const NOTHING_KNOWN: SampleFacts = {};

/** Finds the plan of a series: of the first rule that matches, else that of the options themselves. */
export class SeriesRules {
  /** The plans that there are, by their numbers. */
  readonly plans: SeriesPlan[];
  private readonly rules: readonly ReadRule[];
  private classifier: Classifier | undefined;

  /** @throws {SettingError} */
  constructor(options: DeltaOptions) {
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

  planAt(number: number): SeriesPlan {
    const plan = this.plans[number];
    if (!plan) throw new RangeError(`There is no plan ${number}.`);
    return plan;
  }

  /** The number of the plan for a series that is a message of its own. @param field its path; empty for none. */
  ofMessage(
    topic: string,
    field: readonly string[],
    values: unknown,
    facts: SampleFacts | undefined,
  ): number {
    if (this.isEmpty) return BASE;
    const known = facts ? textsOf(facts) : this.classify().classify(topic, values);
    return this.find({ topic, field, facts: known });
  }

  /**
   * The plan for one number of a payload. What the classifier says of the message as a whole counts for it only where a
   * user's own rule said so.
   */
  ofLeaf(topic: string, path: readonly string[], value: number, facts: SampleFacts | undefined): SeriesPlan {
    if (this.isEmpty) return this.base;
    const isUsersWord = facts?.by === 'override' || facts?.by === 'keyword';
    if (path.length === 0 || isUsersWord) {
      return this.planAt(this.find({ topic, field: path, facts: facts ? textsOf(facts) : NOTHING_KNOWN }));
    }
    const { classification } = this.classify().classifyLeaf(topic, { path: path.join('/'), value });
    const known = classification.by === 'fallback' ? NOTHING_KNOWN : classification;
    return this.planAt(this.find({ topic, field: path, facts: known }));
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

/** Facts come with messages, whose fields may be anything. */
function textsOf({ code, name, family, quantity, unit }: SampleFacts): SampleFacts {
  const text = (fact: unknown): string | undefined => (typeof fact === 'string' ? fact : undefined);
  return {
    code: text(code),
    name: text(name),
    family: text(family),
    quantity: text(quantity),
    unit: text(unit),
  };
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

/** All that a text may be: it is taken for a code only with `0x`, and for a path only where it is one. */
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
