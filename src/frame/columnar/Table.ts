import { formatCode } from '../../symbols';
import type { EdgeEvent } from '../event';
import { Column } from './Column';
import type { Dictionary } from './Dictionary';
import type { PayloadScan, Shape } from './PayloadScan';
import { writeLevels } from './topicLevels';

/** What all events of a table, and so those of each series, have in common. */
type Kind = Pick<EdgeEvent, 'symbol' | 'quantity' | 'unit' | 'alarm'>;

/** Series of the same kind whose payloads have the same shape and whose topics have the same number of levels. */
export class Table {
  /** For each topic level, its text in every series. */
  private readonly levels: string[][] = [];
  private readonly columns: Column[] = [];
  /** By topic, in the order of addition. */
  readonly series = new Map<string, Series>();
  private rows = 0;

  /**
   * @param place index among the tables of the batch.
   * @param kind the kind of each of its events; passing one of them will do.
   * @param shape undefined if payloads are carried as their text.
   */
  constructor(
    readonly place: number,
    private readonly kind: Kind,
    readonly shape: Shape | undefined,
    private readonly levelCount: number,
  ) {
    for (let i = 0; i < levelCount; i++) this.levels.push([]);
    const columnCount = shape ? shape.pieces.length - 1 : 1;
    for (let i = 0; i < columnCount; i++) this.columns.push(new Column());
  }

  get columnCount(): number {
    return this.levels.length + this.columns.length;
  }

  hasKind({ symbol, quantity, unit, alarm }: Kind): boolean {
    const { kind } = this;
    return kind.symbol === symbol && kind.quantity === quantity && kind.unit === unit && kind.alarm === alarm;
  }

  fits(kind: Kind, levelCount: number): boolean {
    return this.levelCount === levelCount && this.hasKind(kind);
  }

  /**
   * @param levels the topic's levels, see topicLevels().
   * @param place index among the series of the batch.
   */
  addSeries(topic: string, levels: readonly string[], place: number): Series {
    for (let i = 0; i < levels.length; i++) this.levels[i]?.push(levels[i] ?? '');
    const series = { place, table: this, rows: [] };
    this.series.set(topic, series);
    return series;
  }

  /** Adds an event whose payload was just scanned with this table's shape, if it has one. */
  addRow(series: Series, scan: PayloadScan, data: string): void {
    const { columns } = this;
    if (this.shape) {
      for (let i = 0; i < columns.length; i++) {
        const decimals = scan.decimals[i] ?? -1;
        if (decimals < 0) columns[i]?.addText(scan.texts[i] ?? '');
        else columns[i]?.addNumber(scan.digits[i] ?? 0, decimals);
      }
    } else {
      columns[0]?.addText(JSON.stringify(data));
    }
    series.rows.push(this.rows++);
  }

  write(dictionary: Dictionary): string {
    const { symbol, quantity, unit, alarm } = this.kind;
    let head = `{"symbol":"${formatCode(symbol)}"`;
    if (quantity !== undefined) head += `,"quantity":${JSON.stringify(quantity)}`;
    if (unit !== undefined) head += `,"unit":${JSON.stringify(unit)}`;
    if (alarm) head += ',"alarm":true';
    const topic = this.levels.map((level) => writeLevels(level, dictionary)).join();
    return `${head},"topic":[${topic}],"data":${this.writeData(dictionary)}}`;
  }

  private writeData(dictionary: Dictionary): string {
    const rows: number[] = [];
    for (const series of this.series.values()) {
      for (const row of series.rows) rows.push(row);
    }
    const { columns } = this;
    if (!this.shape) return `["json",${columns[0]?.write(rows, dictionary) ?? ''}]`;
    const { template } = this.shape;
    let data = template[0] ?? '';
    for (let i = 0; i < columns.length; i++) {
      data += (columns[i]?.write(rows, dictionary) ?? '') + (template[i + 1] ?? '');
    }
    return data;
  }
}

/** Events of one topic, kind and shape. */
export interface Series {
  /** Index among the series of the batch. */
  readonly place: number;
  readonly table: Table;
  /** Rows of its table, in the order of the events. */
  readonly rows: number[];
}
