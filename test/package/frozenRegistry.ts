import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { repository } from '../harness/package/packedPackage';

interface LockedPackage {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

interface PackageDocument {
  name: string;
  'dist-tags': { latest: string };
  versions: Record<string, { version: string; dependencies: Readonly<Record<string, string>> }>;
}

/**
 * A package registry on 127.0.0.1 that knows only the versions of the lockfile, so that what is said about the
 * dependencies holds for the tree that is really installed. The newest version of a direct dependency comes from a
 * frozen file.
 */
export class FrozenRegistry implements AsyncDisposable {
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<FrozenRegistry> {
    const documents = packageDocuments();
    const server = createServer((request, response) => {
      const name = decodeURIComponent((request.url ?? '').slice(1));
      const document = documents.get(name);
      response.writeHead(document ? 200 : 404, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(document ?? { error: `${name} is not in the lockfile` }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the registry has no port');
    return new FrozenRegistry(server, `http://127.0.0.1:${address.port}/`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

function packageDocuments(): Map<string, PackageDocument> {
  const lock: { packages: Record<string, LockedPackage> } = readJson(join(repository, 'package-lock.json'));
  const frozen: { latest: Record<string, string> } = readJson(join(__dirname, 'fixtures', 'registry.json'));
  const documents = new Map<string, PackageDocument>();
  for (const [path, { version, dependencies = {} }] of Object.entries(lock.packages)) {
    const name = path.split('node_modules/').at(-1);
    if (!name || version === undefined) continue;
    const document = documents.get(name) ?? {
      name,
      'dist-tags': { latest: frozen.latest[name] ?? version },
      versions: {},
    };
    document.versions[version] = { version, dependencies };
    documents.set(name, document);
  }
  return documents;
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8'));
}
