/** The broker's own limits, if it announces them at the connection (MQTT 5). */
export interface BrokerLimits {
  /** Seconds for which it keeps the session without a connection. */
  readonly sessionExpiry?: number;
  readonly maximumQos?: number;
  /** Maximum bytes of a packet sent to it. */
  readonly maximumPacketSize?: number;
}
