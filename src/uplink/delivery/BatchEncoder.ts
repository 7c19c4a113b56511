import type { BatchContext, BatchFormat, EncodedPart, LeftOut, RejectedEvent } from '../../frame';
import type { Batch } from '../../spool';
import type { ContentCodings } from '../transport/ContentCodings';
import type { Coding } from '../transport/compress';
import type { BatchRequest } from '../transport/Transport';

/** A batch encoded as one or more requests, with the outcome of its attempts so far. */
export interface PreparedBatch {
  readonly batch: Batch;
  /** If this is a probe: the batch in the spool that it belongs to. */
  whole: Batch | undefined;
  readonly parts: readonly EncodedPart[];
  readonly leftOut: LeftOut;
  /** The first part that has not arrived, followed by the later ones; undefined when nothing is left to send. */
  request: BatchRequest | undefined;
  tries: number;
  /** How many parts have arrived. */
  arrived: number;
  /** Events rejected in the responses to the parts that arrived. */
  readonly rejected: RejectedEvent[];
  /** Number of values that those responses refuse without naming them. */
  refusedValues: number;
  /** Codings in which the backend rejected the batch without being known to read them. */
  readonly doubted: Coding[];
}

/** Encodes batches as requests. Each batch is encoded once, so that every attempt sends the same bytes. */
export class BatchEncoder {
  private readonly prepared = new Map<string, PreparedBatch>();

  constructor(
    readonly format: BatchFormat,
    private readonly context: Omit<BatchContext, 'batchId'>,
    readonly codings: ContentCodings,
  ) {}

  /**
   * Prepares a batch for its next attempt. The request changes only if the backend has refused its coding meanwhile.
   * @param whole for a probe, the batch in the spool that it belongs to.
   * @throws {Error} if the format cannot encode the batch.
   */
  prepare(batch: Batch, whole?: Batch): PreparedBatch {
    const known = this.prepared.get(batch.id);
    // A probe is a different object from the batch with the same ID that the spool makes of it later.
    const isSame = known && isPart(known) === (whole !== undefined && whole !== batch);
    const prepared = isSame ? known : this.encode(batch);
    prepared.whole = whole;
    if (!prepared.request || this.isRefused(prepared.request)) {
      prepared.request = this.requestOf(prepared, prepared.arrived);
    }
    this.prepared.set(batch.id, prepared);
    return prepared;
  }

  contextOf(batch: Batch): BatchContext {
    return { ...this.context, batchId: batch.id, deviceId: batch.device ?? this.context.deviceId };
  }

  /** The batch arrived but the spool could not delete it: all of it has to be sent again. */
  startOver(prepared: PreparedBatch): void {
    prepared.request = undefined;
    prepared.arrived = 0;
    prepared.rejected.length = 0;
    prepared.refusedValues = 0;
  }

  /** The batch is settled: there will be no further attempt. */
  forget(batch: Batch): void {
    this.prepared.delete(batch.id);
  }

  /** The batch went back to the spool. If it was never sent, it may be encoded afresh. */
  forgetUnsent(batch: Batch): void {
    if (this.prepared.get(batch.id)?.tries === 0) this.prepared.delete(batch.id);
  }

  private encode(batch: Batch): PreparedBatch {
    const { parts, leftOut } = this.format.encode(batch.events, this.contextOf(batch));
    const outcome = {
      whole: undefined,
      request: undefined,
      tries: 0,
      arrived: 0,
      rejected: [],
      refusedValues: 0,
      doubted: [],
    };
    return { batch, parts, leftOut, ...outcome };
  }

  /** The request for a part, followed by those for the parts after it; undefined when there is no such part. */
  private requestOf(prepared: PreparedBatch, index: number): BatchRequest | undefined {
    const part = prepared.parts[index];
    if (!part) return undefined;
    const { id } = prepared.batch;
    const { contentType, headers, readAnswer } = this.format;
    const next = this.requestOf(prepared, index + 1);
    const key = index === 0 ? id : `${id}.${index}`;
    return {
      headers: { 'Content-Type': contentType, 'Idempotency-Key': key, ...headers },
      names: { batch: key, device: this.contextOf(prepared.batch).deviceId },
      text: part.body,
      coding: this.codings.choose(Buffer.byteLength(part.body)),
      ...(part.path === undefined ? {} : { path: part.path }),
      ...(readAnswer ? { wantsWholeAnswer: true as const } : {}),
      ...(next ? { next } : {}),
    };
  }

  /** Whether the backend refuses the coding of a request, or of one that follows it. */
  private isRefused({ coding, next }: BatchRequest): boolean {
    return this.codings.isRefused(coding) || (next !== undefined && this.isRefused(next));
  }
}

function isPart({ batch, whole = batch }: PreparedBatch): boolean {
  return whole !== batch;
}
