import { QUANTITIES } from '../../src/symbols/vocabulary';
import type { Label } from './labels';

export interface ClassifierAnswer {
  readonly symbol: string;
  readonly quantity?: string | undefined;
}

type Outcome = 'right' | 'nothing' | 'wrong';

/** Quantities whose values are always numbers, never a switch or a text. */
const NUMBERS: ReadonlySet<string> = new Set(
  QUANTITIES.filter(({ values }) => values === 'number').map(({ quantity }) => quantity),
);

export interface QuantityScore {
  readonly quantity: string;
  readonly values: number;
  readonly right: number;
  readonly nothing: number;
  readonly wrong: number;
  readonly f1: number;
}

/** Counts answers against labels. Shares are relative to the values asked about, 0 to 1. */
export class Score {
  private readonly outcomes = new Map<string, Record<Outcome, number>>();
  /** Wrong answers, by the quantity that they claimed. */
  private readonly claimedWrongly = new Map<string, number>();
  private readonly confusions = new Map<string, { count: number; properties: Set<string> }>();
  readonly states = { right: 0, nothing: 0, wrong: 0 };
  readonly writable = { right: 0, nothing: 0, wrong: 0 };

  add(label: Label, answer: ClassifierAnswer, property: string, weight: number): void {
    switch (label.is) {
      case 'measured': {
        const [usual = ''] = label.quantities;
        const outcome = measuredOutcome(label.quantities, answer);
        const counts = this.outcomes.get(usual) ?? { right: 0, nothing: 0, wrong: 0 };
        counts[outcome] += weight;
        this.outcomes.set(usual, counts);
        if (outcome === 'right') return;
        this.confuse(usual, outcome === 'wrong' ? said(answer) : 'nothing', property, weight);
        if (outcome === 'wrong' && answer.quantity !== undefined) this.claim(answer.quantity, weight);
        return;
      }
      case 'state': {
        const isWrong = answer.quantity !== undefined && NUMBERS.has(answer.quantity);
        this.states[isWrong ? 'wrong' : 'right'] += weight;
        if (isWrong) this.confuse('a state', said(answer), property, weight);
        if (isWrong && answer.quantity !== undefined) this.claim(answer.quantity, weight);
        return;
      }
      case 'writable': {
        const isReading =
          answer.quantity !== undefined && !/^(?:SENSOR_THRESHOLD$|ACTUATOR_)/.test(answer.symbol);
        this.writable[isReading ? 'wrong' : 'right'] += weight;
        return;
      }
      case 'unknown':
        return;
    }
  }

  get measured(): number {
    return this.sum('right') + this.sum('nothing') + this.sum('wrong');
  }

  /** Share of the measured values whose answer is right. */
  get accuracy(): number {
    return this.sum('right') / this.measured;
  }

  /** Share of the measured values that got a specific answer. */
  get coverage(): number {
    return 1 - this.sum('nothing') / this.measured;
  }

  /** Share of the measured values that got a specific but wrong answer. */
  get falseCertainty(): number {
    return this.sum('wrong') / this.measured;
  }

  get macroF1(): number {
    const scores = this.byQuantity().map(({ f1 }) => f1);
    return scores.reduce((sum, f1) => sum + f1, 0) / scores.length;
  }

  /** Most frequent first. */
  byQuantity(): QuantityScore[] {
    return [...this.outcomes]
      .map(([quantity, { right, nothing, wrong }]) => {
        const claimed = this.claimedWrongly.get(quantity) ?? 0;
        const f1 = (2 * right) / (2 * right + nothing + wrong + claimed);
        return { quantity, values: right + nothing + wrong, right, nothing, wrong, f1 };
      })
      .sort((a, b) => b.values - a.values);
  }

  /** Pairs of label and answer, most frequent first, with the properties affected. */
  confusionPairs(): { pair: string; count: number; properties: readonly string[] }[] {
    return [...this.confusions]
      .map(([pair, { count, properties }]) => ({ pair, count, properties: [...properties] }))
      .sort((a, b) => b.count - a.count);
  }

  private sum(outcome: Outcome): number {
    return [...this.outcomes.values()].reduce((sum, counts) => sum + counts[outcome], 0);
  }

  private claim(quantity: string, weight: number): void {
    this.claimedWrongly.set(quantity, (this.claimedWrongly.get(quantity) ?? 0) + weight);
  }

  private confuse(was: string, answered: string, property: string, weight: number): void {
    const pair = `${was} → ${answered}`;
    const known = this.confusions.get(pair) ?? { count: 0, properties: new Set() };
    known.count += weight;
    known.properties.add(property);
    this.confusions.set(pair, known);
  }
}

/** A quantity is right or wrong; without one, any symbol but the fallback is also a specific answer, a wrong one. */
function measuredOutcome(quantities: readonly string[], answer: ClassifierAnswer): Outcome {
  if (answer.quantity !== undefined) return quantities.includes(answer.quantity) ? 'right' : 'wrong';
  return answer.symbol === 'SENSOR_POLL' ? 'nothing' : 'wrong';
}

function said({ quantity, symbol }: ClassifierAnswer): string {
  return quantity ?? symbol;
}
