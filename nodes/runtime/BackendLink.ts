import type { NodeAPI } from 'node-red';
import { type BatchFormat, makeFormat } from '../../src/frame';
import type { SymbolCatalog } from '../../src/symbols';
import { type BackendOptions, ContentCodings, type Transport } from '../../src/uplink';
import { LastEvents } from './LastEvents';
import { MissingBackendError } from './register';

/** One backend as the uplinks use it: settings, symbol codes and one transport. */
export class BackendLink {
  private users = 0;
  private closed = false;

  readonly format: BatchFormat;
  readonly lastEvents = new LastEvents();
  /** Which codings the backend takes, as its uplinks find out. */
  readonly codings: ContentCodings;

  constructor(
    readonly options: BackendOptions,
    readonly catalog: SymbolCatalog,
    readonly transport: Transport,
    /** The scheme that the API key names itself; undefined where it names none, or there is none. */
    readonly keyScheme?: string,
  ) {
    this.format = this.lastEvents.noting(makeFormat(options.format));
    this.codings = new ContentCodings(options.compression);
  }

  /** The transport, its thread and connections stay until each user has called the function that this returns. */
  use(): () => void {
    this.users++;
    return () => {
      this.users--;
      this.closeIfUnused();
    };
  }

  close(): void {
    this.closed = true;
    this.closeIfUnused();
  }

  private closeIfUnused(): void {
    if (this.closed && this.users === 0) this.transport.close();
  }
}

/** The backend of a node's settings. @throws {MissingBackendError} when there is none, or it cannot be used. */
export function backendLink(RED: NodeAPI, id: string | undefined): BackendLink {
  const node: unknown = id ? RED.nodes.getNode(id) : undefined;
  const link: unknown = Object(node).link;
  if (link instanceof BackendLink) return link;
  throw new MissingBackendError(
    node
      ? 'The backend cannot be used; see its own error in the log.'
      : 'No backend: choose one, or enable the one chosen.',
  );
}
