import type { BatchContext, BatchFormat } from '../frame';
import type { Batch } from '../spool';
import { type Compression, encodeRequest } from './encodeRequest';
import type { BatchRequest } from './Transport';

/** A batch as it travels. */
export interface Parcel {
  readonly batch: Batch;
  readonly request: BatchRequest;
  /** Tries so far. */
  tries: number;
}

/** Writes batches as requests, each once: every try sends the same bytes. */
export class Packer {
  private readonly packed = new Map<string, Parcel>();

  constructor(
    private readonly format: BatchFormat,
    private readonly context: BatchContext,
    private compression: Compression,
  ) {}

  /** @throws {Error} when the batch cannot be written. */
  pack(batch: Batch): Parcel {
    const known = this.packed.get(batch.id);
    if (known && !(this.compression === 'none' && known.request.gzip)) return known;
    const request = encodeRequest(batch, this.format, this.context, this.compression);
    const parcel = { batch, request, tries: known?.tries ?? 0 };
    this.packed.set(batch.id, parcel);
    return parcel;
  }

  /** The batch is settled: there will be no further try. */
  forget(batch: Batch): void {
    this.packed.delete(batch.id);
  }

  /** The batch waits again. What was never sent need not be kept: a train of it would fill memory in an outage. */
  forgetUnsent(batch: Batch): void {
    if (this.packed.get(batch.id)?.tries === 0) this.packed.delete(batch.id);
  }

  /** The backend does not take compressed requests: from now on write plainly, also what it refused. */
  stopCompressing(): void {
    this.compression = 'none';
  }
}
