import assert from 'node:assert/strict';
// OpenTelemetry's own messages, generated from its .proto files.
import root from '@opentelemetry/otlp-transformer/build/src/generated/root';

export type OtlpSignal = 'metrics' | 'logs';

const REQUESTS: Readonly<Record<OtlpSignal, string>> = {
  metrics: 'ExportMetricsServiceRequest',
  logs: 'ExportLogsServiceRequest',
};

/**
 * What OpenTelemetry's own decoder makes of a JSON request, by way of its binary form. Names that it does not know
 * are gone by then, and values are as the .proto files define them: whatever comes back unchanged was right.
 */
export function decodeOtlp(signal: OtlpSignal, body: string): unknown {
  const services: unknown = Reflect.get(root, 'opentelemetry');
  const type = Object(services).proto.collector[signal].v1[REQUESTS[signal]];
  const message = type.fromObject(JSON.parse(body));
  assert.equal(type.verify(message), null);
  return type.toObject(type.decode(type.encode(message).finish()), { longs: String, arrays: false });
}
