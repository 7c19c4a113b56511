/** Number of events shown at first, each from a topic not shown yet. */
const EVENTS_SHOWN = 12;

/** Number of lines of Node-RED's log kept to explain an unexpected end. */
const LINES_KEPT = 30;

const NODE_LINE = /\[(info|warn|error)\] \[(function:(?:Log|Received)|wireband-uplink:[^\]]*)\] (.*)$/;

/** The figures of a summary line. */
export interface Figures {
  readonly buffered: number;
  readonly delivered: number;
  readonly dropped: number;
}

/** What the figures mean, shown before the first summary. */
const LEGEND = `
  received   messages that came from the broker
  filtered   held back by the delta filter, because hardly anything had changed
  buffered   waiting on disk
  delivered  the backend has confirmed them
  ratio      bytes received for each byte sent
`;

/** Reads Node-RED's log and turns it into what the demo shows. */
export class DemoReport {
  /** The latest summary line. */
  summary = 'nothing received yet';
  private readonly topics = new Set<string>();
  private readonly latest: string[] = [];
  private rest = '';
  private isExplained = false;

  /**
   * @param show prints a line.
   * @param all whether to show Node-RED's own lines as well.
   * @param onFigures receives the figures of each summary after it is shown.
   */
  constructor(
    private readonly show: (line: string) => void,
    private readonly all: boolean,
    private readonly onFigures: (figures: Figures) => void = () => undefined,
  ) {}

  /** Takes a chunk of Node-RED's output, which may end in the middle of a line. */
  take(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) this.takeLine(line.trimEnd());
  }

  /** The end of Node-RED's log. */
  get lastLines(): string {
    return this.latest.join('\n');
  }

  private takeLine(line: string): void {
    this.latest.push(line);
    if (this.latest.length > LINES_KEPT) this.latest.shift();
    if (this.all) this.show(line);
    const [, level, , text = ''] = NODE_LINE.exec(line) ?? [];
    if (text.startsWith('statistics ')) this.onStatistics(text);
    else if (text.startsWith('event ')) this.onEvent(text.slice('event '.length));
    else if (!this.all && (level === 'warn' || line.includes('[error]'))) this.show(line);
  }

  private onStatistics(text: string): void {
    const { received, filtered, buffered, delivered, dropped, ratio } = readNumbers(text);
    this.summary = [
      `received ${received}`,
      `filtered ${filtered}`,
      `buffered ${buffered}`,
      `delivered ${delivered}`,
      `ratio ${ratio}`,
    ].join(' | ');
    if (!this.isExplained) this.show(LEGEND);
    this.isExplained = true;
    this.show(this.summary);
    this.onFigures({ buffered: Number(buffered), delivered: Number(delivered), dropped: Number(dropped) });
  }

  private onEvent(event: string): void {
    const [topic = ''] = event.split(' ');
    if (this.topics.size >= EVENTS_SHOWN || this.topics.has(topic)) return;
    this.topics.add(topic);
    this.show(`  event: ${event}`);
  }
}

/** Reads `name=value` words. */
function readNumbers(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/(\w+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]),
  );
}
