import type { Turn } from '../spool';
import { Fifo } from '../spool/Fifo';
import { errorText } from './errorText';
import { sendParts } from './sendParts';
import { type BatchRequest, type Exchange, hasArrived, type Lane, unreachable, WITHHELD } from './Transport';

interface Waiting {
  readonly request: BatchRequest;
  readonly turn: Turn;
  readonly answer: (exchange: Exchange) => void;
}

/** What goes first comes first. */
const TURNS: readonly Turn[] = ['alarms', 'live', 'any'];

/** A lane: posts requests by its own rules as far as they may be under way, and keeps the others waiting. */
export class PostQueue implements Lane {
  private readonly waiting: Readonly<Record<Turn, Fifo<Waiting>>> = {
    alarms: new Fifo(),
    live: new Fifo(),
    any: new Fifo(),
  };
  private readonly underWay: Record<Turn, number> = { alarms: 0, live: 0, any: 0 };
  private isHalted = false;
  private readonly closing = new AbortController();

  /**
   * @param parallel requests under way at once.
   */
  constructor(
    private readonly parallel: number,
    private readonly send: (request: BatchRequest, signal: AbortSignal) => Promise<Exchange>,
    readonly takesAhead = false,
  ) {}

  post(request: BatchRequest, turn: Turn): Promise<Exchange> {
    if (this.isHalted) return Promise.resolve(WITHHELD);
    return new Promise((answer) => {
      this.waiting[turn].push({ request, turn, answer });
      this.advance();
    });
  }

  recall(): void {
    this.withholdAll();
    this.isHalted = this.closing.signal.aborted;
  }

  collect(): void {}

  close(): void {
    this.closing.abort();
    this.halt();
  }

  private halt(): void {
    this.isHalted = true;
    this.withholdAll();
  }

  private withholdAll(): void {
    for (const turn of TURNS) {
      for (let next = this.waiting[turn].shift(); next; next = this.waiting[turn].shift())
        next.answer(WITHHELD);
    }
  }

  private advance(): void {
    for (let next = this.takeNext(); next; next = this.takeNext()) void this.begin(next);
  }

  private takeNext(): Waiting | undefined {
    const turn = TURNS.find((one) => this.waiting[one].length > 0 && this.mayBegin(one));
    return turn && this.waiting[turn].shift();
  }

  private mayBegin(turn: Turn): boolean {
    const { alarms, live, any } = this.underWay;
    // The one beyond is for an alarm that would have to wait, and counts as its.
    const extra = (turn === 'alarms') === (alarms === 0) ? 1 : 0;
    return alarms + live + any < this.parallel + extra;
  }

  private async begin({ request, turn, answer }: Waiting): Promise<void> {
    this.underWay[turn]++;
    const exchange = await sendParts(request, this.closing.signal, this.send).catch((error: unknown) =>
      unreachable(`internal error: ${errorText(error)}`),
    );
    this.underWay[turn]--;
    // In this order: whoever gets an answer may take it that those before it are on their way.
    answer(exchange);
    if (hasArrived(exchange)) this.advance();
    else this.halt();
  }
}
