import { rmSync } from 'node:fs';
import { BackendServer } from '../backend/backendServer';
import { TestBroker } from '../network/broker';
import { testAuthorityFile, testCertificate } from '../network/testCertificate';
import { EditorWatch } from '../nodeRed/EditorWatch';
import type { RedInstallation } from '../nodeRed/installations';
import { linkedUserDir } from '../nodeRed/linkedUserDir';
import { type FlowNode, type NodeRed, startNodeRed } from '../nodeRed/nodeRed';
import { nodeNamed, readExamples, withProperties } from './exampleFlows';
import { fleetVariables } from './fleetVariables';

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
    /** Lets in only the account, over TLS. */
    readonly tlsBroker: TestBroker,
    private readonly flows: ReadonlyMap<number, readonly FlowNode[]>,
    private readonly closers: readonly (() => unknown)[],
  ) {}

  static async open(red: RedInstallation, packageFolder: string): Promise<ExampleStage> {
    const closers: (() => unknown)[] = [];
    try {
      const broker = await TestBroker.start();
      closers.unshift(() => broker.close());
      const tlsBroker = await TestBroker.start({ tls: testCertificate, user });
      closers.unshift(() => tlsBroker.close());
      const gaplessBroker = await TestBroker.start();
      closers.unshift(() => gaplessBroker.close());
      const backend = await BackendServer.start({ apiKey });
      closers.unshift(() => backend.close());
      const userDir = linkedUserDir(packageFolder);
      closers.unshift(() => rmSync(userDir, { recursive: true, force: true, maxRetries: 3 }));
      const nodeRed = await startNodeRed({ red, userDir, env: fleetVariables(broker.port, backend.url) });
      closers.unshift(() => nodeRed.stop());
      const watch = await EditorWatch.open(nodeRed.url);
      closers.unshift(() => watch.close());
      const flows = prepareFlows(backend.url, broker.port, tlsBroker.port, gaplessBroker.port);
      await nodeRed.deploy([...flows.values()].flat());
      await nodeRed.waitForOutput(/Started flows[\s\S]*Started flows/);
      return new ExampleStage(nodeRed, watch, backend, tlsBroker, flows, closers);
    } catch (error) {
      for (const close of closers) await close();
      throw error;
    }
  }

  example(number: number): ExampleOnStage {
    return new ExampleOnStage(this, this.flows.get(number) ?? []);
  }

  /** Ends everything, last opened first. */
  async close(): Promise<void> {
    for (const close of this.closers) await close();
  }
}

/** The examples by number, with addresses and secrets filled in as their comments ask. */
function prepareFlows(
  backendUrl: string,
  brokerPort: number,
  tlsBrokerPort: number,
  gaplessBrokerPort: number,
) {
  const flows = new Map<number, readonly FlowNode[]>();
  for (const { number, nodes } of readExamples()) flows.set(number, nodes);
  const gateway = (number: number, broker: object): FlowNode[] => {
    const link = { url: backendUrl, credentials: { apiKey } };
    return withProperties(
      withProperties(flows.get(number) ?? [], 'wireband-backend', link),
      'mqtt-broker',
      broker,
    );
  };
  const login = { user: user.name, password: user.password };
  flows.set(2, gateway(2, { port: String(brokerPort) }));
  const overTls = gateway(3, { port: String(tlsBrokerPort), credentials: login });
  flows.set(3, withProperties(overTls, 'tls-config', { ca: testAuthorityFile }));
  // It has its own broker, as it subscribes to the topics of example 2. The stage's brokers do not know MQTT 5.
  const gapless = { broker: '127.0.0.1', port: String(gaplessBrokerPort), protocolVersion: '4' };
  flows.set(17, withProperties(flows.get(17) ?? [], 'mqtt-broker', gapless));
  return flows;
}

/** One example, used as its reader uses it: by the names that the editor shows. */
export class ExampleOnStage {
  constructor(
    private readonly stage: ExampleStage,
    readonly nodes: readonly FlowNode[],
  ) {}

  /** Presses the button of an inject node. */
  press(name: string): Promise<void> {
    return this.stage.nodeRed.inject(this.id(name));
  }

  /** What a debug node has shown since clear(): waits for `count` values, and returns all. */
  async shown(name: string, count = 1, timeoutMs?: number): Promise<unknown[]> {
    const messages = await this.stage.watch.waitForMessages(this.id(name), count, timeoutMs);
    return messages.map(({ value }) => value);
  }

  /** What a node has shown so far. */
  shownSoFar(name: string): unknown[] {
    return this.stage.watch.messages(this.id(name)).map(({ value }) => value);
  }

  /** The text under a node. */
  status(name: string): string {
    return this.stage.watch.status(this.id(name));
  }

  /** All texts that the node had under it, oldest first. */
  statuses(name: string): readonly string[] {
    return this.stage.watch.statusesOf(this.id(name));
  }

  /** Waits for a text under a node. */
  waitForStatus(name: string, text: string, timeoutMs?: number): Promise<void> {
    return this.stage.watch.waitForStatus(this.id(name), text, timeoutMs);
  }

  private id(name: string): string {
    return nodeNamed(this.nodes, name).id;
  }
}
