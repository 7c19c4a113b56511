import type { BrokerAddress } from './brokerAddress';

/** Settings of a node by the names that flows store, checked. */
export type NodeValues = Readonly<Record<string, unknown>>;

/** What shapes the gateway's flow; holds no secret. Times in seconds. */
export interface GatewaySettings {
  readonly broker: BrokerAddress;
  /** MQTT topic filters, none covered by another. */
  readonly topics: readonly string[];
  /** Settings of the nodes that the command line has options for. */
  readonly backend: NodeValues;
  readonly delta: NodeValues;
  readonly uplink: NodeValues;
  /** Absolute path of the certificates to trust the broker by. */
  readonly ca?: string;
  readonly clientId?: string;
  readonly qos: '0' | '1' | '2';
  /** Whether a message is acknowledged once it is stored, by our own node, or on arrival, by Node-RED's. */
  readonly acknowledge: 'stored' | 'arrival';
  readonly keepalive: number;
  /** Between statistics lines; 0 for none. */
  readonly statsInterval: number;
}

/** Known only to this process and, in its environment, to the Node-RED that it starts. */
export interface Secrets {
  readonly apiKey?: string;
  readonly username?: string;
  readonly password?: string;
}

export interface EditorAddress {
  readonly host: string;
  /** 0 for a free one. */
  readonly port: number;
}
