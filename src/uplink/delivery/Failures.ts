import type { Clock } from '../../clock';
import { printable } from '../../frame';
import type { Batch, Spool } from '../../spool';
import type { Statistics } from '../reports/Statistics';
import type { RetryPolicy } from '../settings/uplinkSettings';
import { statusClass } from '../transport/statusClasses';
import type { Answer, Exchange } from '../transport/Transport';
import type { Asking } from './Asking';
import { evenParts } from './evenParts';
import type { Failure, Link } from './Link';
import type { RequestSize } from './RequestSize';
import type { Meaning } from './readAnswers';
import type { Settlement, Try } from './Settlement';
import type { Suspects, Trouble } from './Suspects';

/** Maximum characters of a response that an error quotes. */
const ERROR_TEXT_LENGTH = 200;

/** How long the parts of a slowly failing batch are deferred, so that others go first; less with a short backoff. */
const PART_PAUSE_MS = 500;
const SLOW_MS = 1000;

/** Statuses with which a backend asks for a retry later. */
const LATER: readonly number[] = [408, 425, 429, 503];

export interface FailuresParts {
  readonly spool: Spool;
  readonly statistics: Statistics;
  readonly link: Link;
  readonly suspects: Suspects;
  readonly asking: Asking;
  readonly size: RequestSize;
  readonly settlement: Settlement;
  readonly policy: RetryPolicy;
  readonly clock: Clock;
}

/**
 * Handles a batch that did not get through: has it retried, probes with another, divides it, or sets it aside. While
 * nothing gets through, no response makes it divide a batch or set one aside.
 */
export class Failures {
  constructor(private readonly parts: FailuresParts) {}

  /** @param onDecided called when the next request may be sent, before the decision is durable. */
  async handle(failed: Try, meaning: Meaning | undefined, onDecided: () => void): Promise<void> {
    const { statistics, link, settlement, suspects, size } = this.parts;
    const { answer } = failed.exchange;
    const batch = failed.prepared.whole ?? failed.prepared.batch;
    const failure = failureOf(failed, meaning);
    if (answer.kind !== 'answered') {
      statistics.onFailed(failure.error, 'network');
      if (mayHaveArrived(answer)) return this.judge(failed, 'failed', failure, onDecided);
      settlement.giveBackAsked(failed.prepared);
      suspects.onConditionsChanged();
      link.failed(failure);
      return;
    }
    const { status } = answer;
    switch (meaning?.kind ?? statusClass(status)) {
      case 'retry':
        statistics.onFailed(failure.error, status);
        return this.judge(failed, LATER.includes(status) ? 'later' : 'failed', failure, onDecided);
      case 'refused':
        statistics.onFailed(failure.error, status);
        return this.judge(failed, 'refused', failure, onDecided);
      case 'encoding':
        settlement.giveBack(batch);
        return;
      case 'too-large':
        statistics.onError(failure.error);
        if (failed.prepared.batch.events.length === 1) {
          if (!failed.prepared.whole) size.onOneTooLarge(batch);
          return this.judge(failed, 'rejected', failure, onDecided);
        }
        size.onTooLarge(batch);
        suspects.judge(batch, 'rejected', this.parts.clock.monotonic());
        await settlement.divide(batch, evenParts(batch.events.length, 2));
        return;
      case 'rejected':
        statistics.onError(failure.error);
        return this.judge(failed, 'rejected', failure, onDecided, meaning?.rejected);
      case 'delivered':
        return;
    }
  }

  private async judge(
    { prepared, exchange }: Try,
    trouble: Trouble,
    failure: Failure,
    onDecided: () => void,
    named?: Meaning['rejected'],
  ): Promise<void> {
    const { suspects, asking, size, settlement, clock } = this.parts;
    const now = clock.monotonic();
    const { batch, whole } = prepared;
    if (whole) {
      const isAbout = trouble === 'rejected' || trouble === 'failed';
      if (whole === batch) suspects.judge(batch, trouble, now);
      else suspects.onAskedInVain();
      asking.onRefused(whole, isAbout);
      settlement.giveBackAsked(prepared);
      this.tellLink(trouble, failure);
      return;
    }
    switch (suspects.judge(batch, trouble, now, named !== undefined)) {
      case 'again':
        settlement.giveBack(batch);
        this.tellLink(trouble, failure);
        return;
      case 'ask':
        asking.begin(batch);
        settlement.giveBack(batch);
        this.tellLink(trouble, failure);
        return;
      case 'divide': {
        if (exchange.answer.kind !== 'answered') size.onUnanswered(batch);
        const parts = evenParts(batch.events.length, trouble === 'rejected' ? suspects.fanOut : 2);
        const isSlow = exchange.durationMs > SLOW_MS;
        await settlement.divide(batch, parts, isSlow ? now + this.pauseOfParts : undefined);
        return;
      }
      case 'guilty':
        if (trouble === 'rejected') await this.setAside(batch, failure.error, named, onDecided);
        else settlement.giveBack(batch, true, now + this.pauseOf(batch));
        return;
    }
  }

  /** Moves a batch to quarantine. If that is full, the batch stays in the spool until there is room. */
  private async setAside(
    batch: Batch,
    error: string,
    named: Meaning['rejected'],
    onDecided: () => void,
  ): Promise<void> {
    const { spool, link, settlement, suspects } = this.parts;
    if (!spool.hasQuarantineRoom(batch.events)) {
      suspects.onPaused(batch);
      settlement.giveBack(batch, true, Number.POSITIVE_INFINITY);
      link.setQuarantineFull(true);
      return;
    }
    const quarantined = settlement.quarantine(
      batch,
      named ?? batch.events.map((_, index) => ({ index, error })),
    );
    onDecided();
    await quarantined;
  }

  /** The first few probes are quick, at once after rejections and soon after failures; later ones are slow. */
  private tellLink(trouble: Trouble, failure: Failure): void {
    const { statistics, link, asking, policy } = this.parts;
    const { status } = failure;
    if (trouble === 'failed' && asking.isOn && asking.isQuick) link.failed(failure, policy.backoffBaseMs);
    else if (status === undefined || trouble === 'failed' || trouble === 'later') link.failed(failure);
    else if (trouble === 'refused') link.refused({ ...failure, status });
    else if (asking.isQuick && failure.retryAfterMs === 0) link.rejected(failure);
    else {
      statistics.onFailed(failure.error, status);
      link.refused({ ...failure, status, cause: 'rejects-all' }, asking.slowAsks);
    }
  }

  private get pauseOfParts(): number {
    return Math.min(PART_PAUSE_MS, this.parts.policy.backoffBaseMs);
  }

  /** Milliseconds; longer each time. */
  private pauseOf(batch: Batch): number {
    const { suspects, policy } = this.parts;
    return Math.min(policy.backoffMaxMs, policy.backoffBaseMs * 2 ** Math.min(suspects.onPaused(batch), 52));
  }
}

/** Whether the backend may have received the batch although no response came, so that the batch may be the cause. */
function mayHaveArrived(answer: Exclude<Answer, { readonly kind: 'answered' }>): boolean {
  return answer.kind === 'unreadable' || answer.wasSent === true;
}

function failureOf({ exchange, era }: Try, meaning: Meaning | undefined): Failure {
  const { answer } = exchange;
  if (answer.kind !== 'answered') {
    const { kind, error } = answer;
    return { error, status: undefined, retryAfterMs: 0, era, mayBeStored: kind === 'unreadable' };
  }
  const { because } = meaning ?? {};
  const { status, retryAfterMs = 0 } = answer;
  const error = errorOf(exchange, meaning);
  return { error, status, retryAfterMs, era, ...(because && { cause: because.cause }) };
}

function errorOf({ answer }: Exchange, meaning: Meaning | undefined): string {
  if (answer.kind !== 'answered') return answer.error;
  const text = answer.text.slice(0, ERROR_TEXT_LENGTH).trim();
  const { because } = meaning ?? {};
  const said = [because?.error, because?.cause === 'web-page' ? '' : text].filter(Boolean).join(': ');
  return printable(`HTTP ${answer.status}${said ? `: ${said}` : ''}`);
}
