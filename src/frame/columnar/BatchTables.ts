import type { EdgeEvent } from '../event';
import { MANY_COLUMNS } from './columnarLimits';
import { PayloadScan, type Shape } from './PayloadScan';
import { type Series, Table } from './Table';
import { topicLevels } from './topicLevels';

/** Divides the events of a batch into tables, one event after the other. */
export class BatchTables {
  readonly tables: Table[] = [];
  /** In the order of their first events. */
  readonly series: Series[] = [];
  private readonly byTopic = new Map<string, Series[]>();
  private readonly byShape = new Map<Shape | undefined, Table[]>();
  private readonly scan = new PayloadScan();
  private columns = 0;

  /** @returns the event's series. */
  add(event: EdgeEvent): Series {
    const series = this.knownSeries(event) ?? this.newSeries(event);
    series.table.addRow(series, this.scan, event.data);
    return series;
  }

  private knownSeries(event: EdgeEvent): Series | undefined {
    const known = this.byTopic.get(event.topic);
    if (known === undefined) return undefined;
    for (const series of known) {
      const { shape } = series.table;
      if (shape && series.table.hasKind(event) && this.scan.matches(event.data, shape)) return series;
    }
    return undefined;
  }

  private newSeries(event: EdgeEvent): Series {
    const shape = this.shapeOf(event.data);
    const known = this.byTopic.get(event.topic);
    const asText = shape ? undefined : known?.find(({ table }) => !table.shape && table.hasKind(event));
    if (asText) return asText;
    const levels = topicLevels(event.topic);
    const series = this.tableOf(event, shape, levels.length).addSeries(this.series.length, levels);
    this.series.push(series);
    if (known) known.push(series);
    else this.byTopic.set(event.topic, [series]);
    return series;
  }

  private shapeOf(data: string): Shape | undefined {
    for (const shape of this.byShape.keys()) {
      if (shape && this.scan.matches(data, shape)) return shape;
    }
    return this.columns < MANY_COLUMNS ? this.scan.shapeOf(data) : undefined;
  }

  private tableOf(event: EdgeEvent, shape: Shape | undefined, levelCount: number): Table {
    const alike = this.byShape.get(shape) ?? [];
    const known = alike.find((table) => table.fits(event, levelCount));
    if (known) return known;
    const { symbol, quantity, unit, alarm } = event;
    const kind = {
      symbol,
      ...(quantity === undefined ? {} : { quantity }),
      ...(unit === undefined ? {} : { unit }),
      ...(alarm === undefined ? {} : { alarm }),
    };
    const table = new Table(this.tables.length, kind, shape, levelCount);
    this.columns += table.columnCount;
    this.tables.push(table);
    this.byShape.set(shape, [...alike, table]);
    return table;
  }
}
