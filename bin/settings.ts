import type { BrokerAddress } from './brokerAddress';

/** What shapes the gateway's flow; holds no secret. Times in seconds. */
export interface GatewaySettings {
  readonly broker: BrokerAddress;
  /** MQTT topic filters, none covered by another. */
  readonly topics: readonly string[];
  /** Base address of the backend. */
  readonly backend: string;
  readonly deviceId: string;
  /** Relative change that counts; 0 forwards everything. */
  readonly deltaThreshold: number;
  /** Absolute path of the certificates to trust the broker by. */
  readonly ca?: string;
  readonly clientId?: string;
  readonly keepalive: number;
  /** Events. */
  readonly bufferSize: number;
  readonly flushInterval: number;
  /** Events. */
  readonly flushBatch: number;
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
