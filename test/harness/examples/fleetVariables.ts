/** The environment that the comment of example 16 asks for, for a broker without shared subscriptions. */
export function fleetVariables(brokerPort: number, backendUrl: string): Record<string, string> {
  return {
    HOSTNAME: 'gateway-17',
    MQTT_HOST: '127.0.0.1',
    MQTT_PORT: String(brokerPort),
    MQTT_SUBSCRIPTION: 'fleet/#',
    BACKEND_URL: backendUrl,
    FLUSH_INTERVAL: '',
    BUFFER_SIZE: '',
  };
}
