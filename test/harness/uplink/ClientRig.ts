import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EdgeClient, type EdgeClientOptions, type UplinkEvent } from '../../../src';
import { type HttpBackend, startHttpBackend } from '../backend/httpBackend';

/** Clients of a real HTTP server that answers what the test says; they send at once, and all their reports are kept. */
export class ClientRig {
  readonly events: UplinkEvent[] = [];
  private readonly clients: EdgeClient[] = [];

  private constructor(
    readonly backend: HttpBackend,
    private readonly folder: string,
    private readonly options: EdgeClientOptions,
  ) {}

  /** @param options of every client. */
  static async start(options: EdgeClientOptions): Promise<ClientRig> {
    const folder = mkdtempSync(join(tmpdir(), 'wireband-client-'));
    return new ClientRig(await startHttpBackend(), folder, options);
  }

  /** Where spools may be placed. */
  get spoolDirectory(): string {
    return join(this.folder, 'spool');
  }

  client(options: EdgeClientOptions): EdgeClient {
    const client = new EdgeClient({
      backendUrl: this.backend.url,
      compression: 'none',
      onEvent: (event) => this.events.push(event),
      ...this.options,
      ...options,
    });
    this.clients.push(client);
    return client;
  }

  /** The reports of one kind. */
  told<K extends UplinkEvent['event']>(kind: K): Extract<UplinkEvent, { readonly event: K }>[] {
    return this.events.filter(
      (event): event is Extract<UplinkEvent, { readonly event: K }> => event.event === kind,
    );
  }

  async stop(): Promise<void> {
    await Promise.all(this.clients.map((each) => each.close(0)));
    await this.backend.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
