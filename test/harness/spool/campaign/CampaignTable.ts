import { type CaseOutcome, FAULTS, type Fault } from './runCase';

interface Row {
  cases: number;
  lost: number;
  counted: number;
  again: number;
  readonly faults: Map<Fault, number>;
}

/** Adds up the outcomes of the cases, by kind. */
export class CampaignTable {
  private readonly rows = new Map<string, Row>();
  private slowestMs = 0;

  add(kind: string, { lost, counted, again, faults, openMs }: CaseOutcome): void {
    const row = this.rows.get(kind) ?? { cases: 0, lost: 0, counted: 0, again: 0, faults: new Map() };
    this.rows.set(kind, row);
    row.cases++;
    row.lost += lost;
    row.counted += counted;
    row.again += again;
    for (const fault of faults.keys()) row.faults.set(fault, (row.faults.get(fault) ?? 0) + 1);
    this.slowestMs = Math.max(this.slowestMs, openMs);
  }

  get cases(): number {
    return [...this.rows.values()].reduce((sum, { cases }) => sum + cases, 0);
  }

  /** Markdown. */
  toString(): string {
    const lines = [...this.rows].map(([kind, { cases, lost, counted, again, faults }]) => {
      const told = FAULTS.flatMap((fault) => (faults.has(fault) ? `${fault} ${faults.get(fault)}` : []));
      return `| ${[kind, cases, lost, counted, again, told.join(', ')].join(' | ')} |`;
    });
    return [
      '| damage | cases | events lost | counted | sent again | cases with a fault |',
      '| --- | --- | --- | --- | --- | --- |',
      ...lines,
      '',
      `${this.cases} cases; the slowest opening took ${Math.round(this.slowestMs)} ms.`,
    ].join('\n');
  }
}
