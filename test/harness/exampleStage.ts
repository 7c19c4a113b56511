import { rmSync } from 'node:fs';
import { BackendServer } from './backendServer';
import { TestBroker } from './broker';
import { EditorWatch } from './EditorWatch';
import { nodeNamed, readExamples, withBackendUrl, withProperties } from './exampleFlows';
import type { RedInstallation } from './installations';
import { linkedUserDir } from './linkedUserDir';
import { type FlowNode, type NodeRed, startNodeRed } from './nodeRed';
import { testAuthorityFile, testCertificate } from './testCertificate';

/** Key and account that the stage uses where an example's comment tells its reader to type them. */
const apiKey = 'key-of-the-stage';
const user = { name: 'gateway', password: 'secret-of-the-stage' };

/** All examples deployed in one Node-RED, with brokers and a backend where their comments ask for them. */
export class ExampleStage {
  private constructor(
    readonly nodeRed: NodeRed,
    readonly watch: EditorWatch,
    /** Takes only batches with the API key. */
    readonly backend: BackendServer,
    readonly broker: TestBroker,
    /** Lets in only the account, over TLS. */
    readonly tlsBroker: TestBroker,
    private readonly userDir: string,
    private readonly flows: ReadonlyMap<number, readonly FlowNode[]>,
  ) {}

  static async open(red: RedInstallation, packageFolder: string): Promise<ExampleStage> {
    const broker = await TestBroker.start();
    const tlsBroker = await TestBroker.start({ tls: testCertificate, user });
    const backend = await BackendServer.start({ apiKey });
    const userDir = linkedUserDir(packageFolder);
    const nodeRed = await startNodeRed({ red, userDir });
    const watch = await EditorWatch.open(nodeRed.url);

    const flows = new Map<number, readonly FlowNode[]>();
    for (const { number, nodes } of readExamples()) flows.set(number, withBackendUrl(nodes, nodeRed.url));
    const link = { url: backend.url, credentials: { apiKey } };
    const withBackend = (number: number) => withProperties(flows.get(number) ?? [], 'wireband-backend', link);
    flows.set(2, withProperties(withBackend(2), 'mqtt-broker', { port: String(broker.port) }));
    const login = { user: user.name, password: user.password };
    const tls = withProperties(withBackend(3), 'mqtt-broker', {
      port: String(tlsBroker.port),
      credentials: login,
    });
    flows.set(3, withProperties(tls, 'tls-config', { ca: testAuthorityFile }));

    await nodeRed.deploy([...flows.values()].flat());
    return new ExampleStage(nodeRed, watch, backend, broker, tlsBroker, userDir, flows);
  }

  example(number: number): ExampleOnStage {
    return new ExampleOnStage(this, this.flows.get(number) ?? []);
  }

  async close(): Promise<void> {
    this.watch.close();
    await this.nodeRed.stop();
    await Promise.all([this.backend.close(), this.broker.close(), this.tlsBroker.close()]);
    rmSync(this.userDir, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** One example, used as its reader uses it: by the names that stand in the editor. */
export class ExampleOnStage {
  constructor(
    private readonly stage: ExampleStage,
    readonly nodes: readonly FlowNode[],
  ) {}

  /** Presses the button of an inject node. */
  press(name: string): Promise<void> {
    return this.stage.nodeRed.inject(this.id(name));
  }

  /** What a debug node has shown since clear(): waits for so many, and returns all. */
  async shown(name: string, count = 1, timeoutMs?: number): Promise<unknown[]> {
    const messages = await this.stage.watch.waitForMessages(this.id(name), count, timeoutMs);
    return messages.map(({ value }) => value);
  }

  /** What a node has shown up to now. */
  shownSoFar(name: string): unknown[] {
    return this.stage.watch.messages(this.id(name)).map(({ value }) => value);
  }

  /** The text under a node. */
  status(name: string): string {
    return this.stage.watch.status(this.id(name));
  }

  /** Waits for a text under a node. */
  waitForStatus(name: string, text: string, timeoutMs?: number): Promise<void> {
    return this.stage.watch.waitForStatus(this.id(name), text, timeoutMs);
  }

  private id(name: string): string {
    return nodeNamed(this.nodes, name).id;
  }
}
