import type { NodeAPI } from 'node-red';
import type { EngineBackend } from '../../src/engine';
import type { SymbolCatalog } from '../../src/symbols';
import type { BackendOptions } from '../../src/uplink';
import { MissingBackendError } from './register';

/** One backend as the uplinks use it: settings, symbol codes, and its counterpart in the engine. */
export class BackendLink {
  constructor(
    readonly options: BackendOptions,
    readonly catalog: SymbolCatalog,
    readonly inEngine: EngineBackend,
    /** The scheme named in the API key itself; undefined if it names none, or there is no key. */
    readonly keyScheme?: string,
  ) {}

  close(): void {
    this.inEngine.close();
  }
}

/** The backend chosen in a node's settings. @throws {MissingBackendError} if there is none, or it is not usable. */
export function backendLink(RED: NodeAPI, id: string | undefined): BackendLink {
  const node: unknown = id ? RED.nodes.getNode(id) : undefined;
  const link: unknown = Object(node).link;
  if (link instanceof BackendLink) return link;
  throw new MissingBackendError(
    node
      ? 'The backend is not usable; see its own error in the log.'
      : 'No backend: choose one, or enable the chosen one.',
  );
}
