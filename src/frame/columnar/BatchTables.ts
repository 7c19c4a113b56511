import type { EdgeEvent } from '../event';
import { MANY_COLUMNS } from './columnarLimits';
import { PayloadScan, type Shape } from './PayloadScan';
import { type Series, Table } from './Table';
import { topicLevels } from './topicLevels';

/** Up to this many shapes are tried one by one; with more, it is quicker to determine a payload's shape. */
const TRIED_SHAPES = 16;

/** Divides the events of a batch into tables, one event at a time. */
export class BatchTables {
  readonly tables: Table[] = [];
  /** In order of their first events. */
  readonly series: Series[] = [];
  /** The series of a topic's last event: the next one usually belongs to it as well. */
  private readonly lastOfTopic = new Map<string, Series>();
  private readonly shapes = new Map<string, Shape>();
  private readonly tablesOfShape = new Map<Shape | undefined, Table[]>();
  private readonly scan = new PayloadScan();
  private columns = 0;

  /** @returns the event's series. */
  add(event: EdgeEvent): Series {
    const last = this.lastOfTopic.get(event.topic);
    const series = last && this.belongs(event, last) ? last : this.seriesOf(event);
    series.table.addRow(series, this.scan, event.data);
    return series;
  }

  private belongs(event: EdgeEvent, { table }: Series): boolean {
    return table.hasKind(event) && table.shape !== undefined && this.scan.matches(event.data, table.shape);
  }

  private seriesOf(event: EdgeEvent): Series {
    const shape = this.shapeOf(event.data);
    const levels = topicLevels(event.topic);
    const table = this.tableOf(event, shape, levels.length);
    let series = table.series.get(event.topic);
    if (series === undefined) {
      series = table.addSeries(event.topic, levels, this.series.length);
      this.series.push(series);
    }
    this.lastOfTopic.set(event.topic, series);
    return series;
  }

  private shapeOf(data: string): Shape | undefined {
    if (this.shapes.size <= TRIED_SHAPES) {
      for (const shape of this.shapes.values()) {
        if (this.scan.matches(data, shape)) return shape;
      }
    }
    const found = this.scan.shapeOf(data);
    if (found === undefined) return undefined;
    // No piece holds a line break: only compact JSON has a shape.
    const key = found.pieces.join('\n');
    const known = this.shapes.get(key);
    if (known !== undefined || this.columns >= MANY_COLUMNS) return known;
    this.shapes.set(key, found);
    return found;
  }

  private tableOf(event: EdgeEvent, shape: Shape | undefined, levelCount: number): Table {
    let alike = this.tablesOfShape.get(shape);
    if (alike === undefined) {
      alike = [];
      this.tablesOfShape.set(shape, alike);
    }
    const known = alike.find((table) => table.fits(event, levelCount));
    if (known) return known;
    const table = new Table(this.tables.length, event, shape, levelCount);
    this.columns += table.columnCount;
    this.tables.push(table);
    alike.push(table);
    return table;
  }
}
