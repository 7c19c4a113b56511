import type { BatchContext, BatchFormat, EncodedPart, LeftOut, RejectedEvent } from '../../frame';
import type { Batch } from '../../spool';
import type { Coding, ContentCodings } from '../transport/ContentCodings';
import type { BatchRequest } from '../transport/Transport';
import { encodeRequest } from './encodeRequest';

/** A batch as it travels. */
export interface Parcel {
  readonly batch: Batch;
  readonly parts: readonly EncodedPart[];
  readonly leftOut: LeftOut;
  /** Characters of all parts. */
  readonly textLength: number;
  /** The first part that has not arrived, and those after it; undefined where there is nothing to send. */
  request: BatchRequest | undefined;
  /** Tries so far. */
  tries: number;
  /** Parts that arrived, and what their answers said. */
  arrived: number;
  readonly rejected: RejectedEvent[];
  refusedValues: number;
  /** Codings in which it was rejected, by a backend of which nobody knows whether it reads them. */
  readonly doubted: Coding[];
}

/** Writes batches as requests, each once: every try sends the same bytes. */
export class Packer {
  private readonly packed = new Map<string, Parcel>();

  constructor(
    readonly format: BatchFormat,
    private readonly context: Omit<BatchContext, 'batchId'>,
    readonly codings: ContentCodings,
  ) {}

  /** @throws {Error} when the batch cannot be written. */
  pack(batch: Batch): Parcel {
    const parcel = this.packed.get(batch.id) ?? this.write(batch);
    if (!parcel.request || this.isUnreadable(parcel.request)) {
      parcel.request = encodeRequest(batch.id, parcel.parts, this.format, this.codings, parcel.arrived);
    }
    this.packed.set(batch.id, parcel);
    return parcel;
  }

  contextOf(batch: Batch): BatchContext {
    return { ...this.context, batchId: batch.id };
  }

  /** The batch arrived, and yet has to be sent again, all of it. */
  startOver(parcel: Parcel): void {
    parcel.request = undefined;
    parcel.arrived = 0;
    parcel.rejected.length = 0;
    parcel.refusedValues = 0;
  }

  /** The batch is settled: there will be no further try. */
  forget(batch: Batch): void {
    this.packed.delete(batch.id);
  }

  /** The batch waits again. What was never sent need not be kept. */
  forgetUnsent(batch: Batch): void {
    if (this.packed.get(batch.id)?.tries === 0) this.packed.delete(batch.id);
  }

  /** Whether the backend refused the coding of a request since, or of one that follows it. */
  private isUnreadable({ coding, next }: BatchRequest): boolean {
    return this.codings.isRefused(coding) || (next !== undefined && this.isUnreadable(next));
  }

  private write(batch: Batch): Parcel {
    const { parts, leftOut } = this.format.encode(batch.events, this.contextOf(batch));
    const textLength = parts.reduce((sum, { body }) => sum + body.length, 0);
    const sent = { request: undefined, tries: 0, arrived: 0, rejected: [], refusedValues: 0, doubted: [] };
    return { batch, parts, leftOut, textLength, ...sent };
  }
}
