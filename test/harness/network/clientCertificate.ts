import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { listen } from './listening';
import { testCertificate } from './testCertificate';

const fixture = (name: string): string => join(__dirname, '../../fixtures/tls', name);
const trusted = ['client-expired.crt', 'client-renewed.crt'].map((name) => readFileSync(fixture(name)));

/** The files of a gateway's certificate, which is expired at first, in a folder of their own. */
export class ClientCertificateFiles {
  private readonly directory = mkdtempSync(join(tmpdir(), 'wireband-tls-'));
  readonly cert = join(this.directory, 'client.crt');
  readonly key = join(this.directory, 'client.key');

  constructor() {
    this.put('expired', 'crt');
    this.put('expired', 'key');
  }

  renew(): void {
    this.put('renewed', 'crt');
    this.put('renewed', 'key');
  }

  put(which: 'expired' | 'renewed', part: 'crt' | 'key'): void {
    copyFileSync(fixture(`client-${which}.${part}`), part === 'crt' ? this.cert : this.key);
  }

  remove(): void {
    rmSync(this.directory, { recursive: true });
  }
}

/** A real HTTPS server on 127.0.0.1 that answers 400 to a client whose certificate has expired, as nginx does. */
export class CertificateServer {
  /** The statuses that it answered with. */
  readonly statuses: number[] = [];
  private port = 0;
  private readonly server: Server;

  private constructor() {
    const tls = { ...testCertificate, ca: trusted, requestCert: true, rejectUnauthorized: false };
    this.server = createServer(tls, (request, response) => {
      const status = request.socket instanceof TLSSocket && request.socket.authorized ? 200 : 400;
      this.statuses.push(status);
      request.resume().on('end', () => response.writeHead(status).end());
    });
  }

  static async start(): Promise<CertificateServer> {
    const server = new CertificateServer();
    server.port = await listen(server.server);
    return server;
  }

  get url(): string {
    return `https://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
