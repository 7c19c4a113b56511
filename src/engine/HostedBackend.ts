import { type BatchFormat, makeFormat } from '../frame';
import { SymbolCatalog } from '../symbols';
import { ContentCodings, type HttpTransportOptions, type Transport } from '../uplink';
import { LastEvents } from './LastEvents';
import type { BackendPlan } from './messages';

/** One backend in the engine. Its uplinks share the transport, the format and what is known about codings. */
export class HostedBackend {
  readonly format: BatchFormat;
  readonly transport: Transport;
  readonly codings: ContentCodings;
  readonly lastEvents = new LastEvents();

  constructor(
    readonly plan: BackendPlan,
    makeTransport: (options: HttpTransportOptions) => Transport,
  ) {
    const catalog = new SymbolCatalog(plan.symbols);
    this.format = this.lastEvents.noting(makeFormat({ ...plan.format, catalog }));
    this.transport = makeTransport(plan.http);
    this.codings = new ContentCodings(plan.compression);
  }

  close(): void {
    this.transport.close();
  }
}
