import { createServer, type Server, type Socket } from 'node:net';
import {
  type IConnackPacket,
  type IConnectPacket,
  type ISubscribePacket,
  type Packet,
  parser,
  writeToStream,
} from 'mqtt-packet';
import { until } from '../until';
import { listen } from './listening';

/** A message as the broker sends it. */
export interface SentMessage {
  readonly id: number;
  readonly payload: string;
  readonly topic?: string;
  readonly qos?: 1 | 2;
  readonly dup?: boolean;
}

/** A broker that sends what the test says, just like a real one on the wire, and records what it is told. */
export class ScriptedBroker {
  readonly connects: IConnectPacket[] = [];
  readonly subscriptions: ISubscribePacket[] = [];
  /** What came, in order; acknowledgements as `puback 7`. */
  readonly acknowledgements: string[] = [];
  /** How many acknowledgements each piece of incoming data contained. */
  readonly groups: number[] = [];
  /** Whether the next connection finds a session. */
  hasSession = false;
  /** Answers subscriptions to these topics with this code. */
  readonly refusedTopics = new Map<string, number>();
  /** Grants at most this quality of service. */
  maximumQos: 0 | 1 | 2 = 2;
  /** Answers connections with this protocol version with "unacceptable protocol version". */
  refusedVersion: number | undefined;
  /** What it says about itself in MQTT 5. */
  connackProperties: IConnackPacket['properties'];
  private socket: Socket | undefined;
  private version = 4;

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async start(): Promise<ScriptedBroker> {
    const server = createServer();
    const broker = new ScriptedBroker(server, await listen(server));
    server.on('connection', (socket) => broker.accept(socket));
    return broker;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  /** Sends messages in one piece. */
  send(...messages: readonly SentMessage[]): void {
    const { socket } = this;
    if (!socket) throw new Error('nobody is connected');
    socket.cork();
    for (const { id, payload, topic = 'a/temperature', qos = 1, dup = false } of messages) {
      this.write({ cmd: 'publish', topic, payload, qos, dup, retain: false, messageId: id });
    }
    socket.uncork();
  }

  write(packet: Packet): void {
    if (this.socket) writeToStream(packet, this.socket, { protocolVersion: this.version });
  }

  /** Cuts the connection, and waits for the next. */
  async reconnect(hasSession: boolean): Promise<void> {
    const { length } = this.subscriptions;
    const connections = this.connects.length;
    this.hasSession = hasSession;
    this.socket?.destroy();
    await until('the client connects again', () => this.connects.length > connections);
    if (!hasSession) await until('it subscribes again', () => this.subscriptions.length > length);
  }

  async acknowledged(count: number): Promise<readonly string[]> {
    return until(
      () => `${count} acknowledgements, there are ${this.acknowledgements.join(', ')}`,
      () => this.acknowledgements.length >= count && this.acknowledgements,
    );
  }

  async close(): Promise<void> {
    this.socket?.destroy();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private accept(socket: Socket): void {
    this.socket = socket;
    const packets = parser({ protocolVersion: 5 });
    let group = 0;
    packets.on('packet', (packet) => {
      if (packet.cmd === 'puback' || packet.cmd === 'pubrec') {
        this.acknowledgements.push(`${packet.cmd} ${packet.messageId}`);
        group++;
      }
      this.answer(packet);
    });
    socket.on('data', (chunk) => {
      group = 0;
      packets.parse(chunk);
      if (group > 0) this.groups.push(group);
    });
    socket.on('error', () => undefined);
  }

  private answer(packet: Packet): void {
    switch (packet.cmd) {
      case 'connect':
        this.version = packet.protocolVersion ?? 4;
        if (this.version === this.refusedVersion) {
          // Like a broker that knows no later version: in the form that it does know.
          this.socket?.end(Buffer.from([0x20, 2, 0, 1]));
          return;
        }
        this.connects.push(packet);
        this.write({
          cmd: 'connack',
          returnCode: 0,
          reasonCode: 0,
          sessionPresent: this.hasSession,
          ...(this.connackProperties && { properties: this.connackProperties }),
        });
        return;
      case 'subscribe':
        this.subscriptions.push(packet);
        this.write({
          cmd: 'suback',
          messageId: packet.messageId ?? 0,
          granted: packet.subscriptions.map(
            ({ topic, qos }) => this.refusedTopics.get(topic) ?? Math.min(qos, this.maximumQos),
          ),
        });
        return;
      case 'unsubscribe':
        this.write({
          cmd: 'unsuback',
          messageId: packet.messageId ?? 0,
          granted: packet.unsubscriptions.map(() => 0),
        });
        return;
      case 'pubrec':
        this.write({ cmd: 'pubrel', messageId: packet.messageId ?? 0 });
        return;
      case 'pubcomp':
        this.acknowledgements.push(`pubcomp ${packet.messageId}`);
        return;
      case 'pingreq':
        this.write({ cmd: 'pingresp' });
        return;
      default:
        return;
    }
  }
}
