import type { BrokerAddress } from './brokerAddress';

/** Validated settings of a node, under the names stored in flows. */
export type NodeValues = Readonly<Record<string, unknown>>;

/** Everything that determines the gateway's flow; holds no secrets. Times in seconds. */
export interface GatewaySettings {
  readonly broker: BrokerAddress;
  /** MQTT topic filters, none covered by another. */
  readonly topics: readonly string[];
  /** Settings of the nodes that have command-line options. */
  readonly backend: NodeValues;
  readonly delta: NodeValues;
  readonly uplink: NodeValues;
  /** Absolute path of the CA certificates for verifying the broker. */
  readonly ca?: string;
  readonly clientId?: string;
  readonly qos: '0' | '1' | '2';
  /** Whether a message is acknowledged once it is stored, by our own node, or on arrival, by Node-RED's. */
  readonly acknowledge: 'stored' | 'arrival';
  readonly keepalive: number;
  /** Interval between statistics lines; 0 for none. */
  readonly statsInterval: number;
}

/** Known only to this process and, through the environment, to the Node-RED that it starts. */
export interface Secrets {
  readonly apiKey?: string;
  readonly username?: string;
  readonly password?: string;
}

export interface EditorAddress {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
}
