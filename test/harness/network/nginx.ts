import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onPath, type Requirement } from '../requirements';
import { RunningProgram } from '../runningProgram';
import { until } from '../until';
import { freePort, isListening } from './listening';

export const nginx: Requirement<string> = {
  name: 'nginx',
  find: () => onPath('nginx'),
  install: 'install nginx (Debian: apt-get install nginx-light)',
};

/** An nginx in front of a backend. */
export interface Nginx {
  readonly url: string;
  stop(): Promise<void>;
}

const fixture = (name: string): string => join(__dirname, '../../fixtures/tls', name);

/**
 * An nginx with TLS that asks clients for a certificate, and answers 400 itself if that has expired.
 * @param backendUrl where it forwards requests to.
 */
export async function startNginx(program: string, backendUrl: string): Promise<Nginx> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'wireband-nginx-'));
  const path = (name: string): string => join(folder, name);
  const config = `
    daemon off; master_process off; error_log stderr; pid ${path('pid')};
    events {}
    http {
      access_log off; client_body_temp_path ${path('body')}; proxy_temp_path ${path('proxy')};
      fastcgi_temp_path ${path('fastcgi')}; uwsgi_temp_path ${path('uwsgi')}; scgi_temp_path ${path('scgi')};
      server {
        listen 127.0.0.1:${port} ssl;
        ssl_certificate ${fixture('server.crt')}; ssl_certificate_key ${fixture('server.key')};
        ssl_client_certificate ${path('clients.crt')}; ssl_verify_client on;
        location / { proxy_pass ${backendUrl}; }
      }
    }`;
  const clients = ['client-expired.crt', 'client-renewed.crt'].map((name) => readFileSync(fixture(name)));
  writeFileSync(path('clients.crt'), Buffer.concat(clients));
  writeFileSync(path('nginx.conf'), config);
  const running = new RunningProgram(program, ['-e', 'stderr', '-p', folder, '-c', path('nginx.conf')]);
  const stop = async (): Promise<void> => {
    running.signal('SIGKILL');
    await running.ended;
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    await until(
      () => `nginx listens; it wrote:\n${running.output}`,
      () => isListening(port),
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `https://127.0.0.1:${port}`, stop };
}
