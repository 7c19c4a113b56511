import { type NumberText, readNumberText } from './auto/numberText';
import { isTimeValue } from './auto/timeValue';
import type { SampleFacts } from './DeltaVerdict';
import type { FieldPatterns } from './FieldPatterns';
import type { FieldKnowledge } from './PayloadTree';
import type { SeriesRules } from './SeriesRules';
import type { LearnedLimits } from './SeriesStore';
import { isLearning, type SeriesPlan } from './seriesPlan';

/** What the settings say about the fields of a message. */
export class MessageFields implements FieldKnowledge {
  constructor(
    private readonly topic: string,
    private readonly facts: SampleFacts | undefined,
    private readonly learned: LearnedLimits | undefined,
    private readonly rules: SeriesRules,
    private readonly ignore: FieldPatterns,
    private readonly statusFields: FieldPatterns,
  ) {}

  isIgnored(path: readonly string[]): boolean {
    return !this.ignore.isEmpty && this.ignore.matches(path);
  }

  isStatus(path: readonly string[]): boolean {
    return !this.statusFields.isEmpty && this.statusFields.matches(path);
  }

  isTime(path: readonly string[], value: unknown): boolean {
    return this.rules.isAuto && isTimeValue(path.at(-1) ?? '', value);
  }

  readText(text: string): NumberText | undefined {
    return this.rules.isAuto ? readNumberText(text) : undefined;
  }

  planOf(path: readonly string[], value: number | string): SeriesPlan {
    const number = this.rules.ofLeaf(this.topic, path, value, this.facts);
    const plan = this.rules.planAt(number);
    const limit = isLearning(plan) ? this.learned?.get(path.join('/')) : undefined;
    return limit ? this.rules.planAt(this.rules.withLimit(number, limit)) : plan;
  }
}
