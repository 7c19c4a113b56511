import { LATENCY_BOUNDS, type Latencies, type Stats } from '../uplink';
import type { Metric, MetricSample } from './prometheusText';

/** What the metrics of an uplink are made from. */
export interface MeasuredUplink {
  readonly id: string;
  readonly name: string;
  readonly stats: Stats;
  readonly latencies: Latencies;
}

interface PlainMetric extends Omit<Metric, 'samples'> {
  /** Null if it is unknown. */
  read(stats: Stats): number | null;
}

interface CountsMetric extends Omit<Metric, 'samples'> {
  /** Name of the second label. */
  readonly label: string;
  read(stats: Stats): Readonly<Record<string, number | undefined>>;
}

/** Figures of the statistics, named as the conventions of Prometheus require. */
const PLAIN: readonly PlainMetric[] = [
  {
    name: 'wireband_messages_suppressed_total',
    help: 'Messages suppressed by the change filter before this uplink.',
    type: 'counter',
    read: (stats) => stats.messages_delta_filtered,
  },
  {
    name: 'wireband_events_ingested_total',
    help: 'Events accepted, including those found in the spool at the start.',
    type: 'counter',
    read: (stats) => stats.events_ingested,
  },
  {
    name: 'wireband_events_delivered_total',
    help: 'Events accepted by the backend.',
    type: 'counter',
    read: (stats) => stats.events_flushed,
  },
  {
    name: 'wireband_batches_delivered_total',
    help: 'Batches accepted by the backend.',
    type: 'counter',
    read: (stats) => stats.batches_sent,
  },
  {
    name: 'wireband_received_bytes_total',
    help: 'Bytes of topic and payload as received.',
    type: 'counter',
    read: (stats) => stats.bytes_in,
  },
  {
    name: 'wireband_sent_bytes_total',
    help: 'Bytes of request bodies sent, including those that did not arrive.',
    type: 'counter',
    read: (stats) => stats.bytes_sent,
  },
  {
    name: 'wireband_spool_written_bytes_total',
    help: 'Bytes written to disk.',
    type: 'counter',
    read: (stats) => stats.bytes_written,
  },
  {
    name: 'wireband_buffer_events',
    help: 'Events waiting for delivery.',
    type: 'gauge',
    read: (stats) => stats.buffer_depth,
  },
  {
    name: 'wireband_buffer_limit_events',
    help: 'Events that may wait.',
    type: 'gauge',
    read: (stats) => stats.buffer_capacity,
  },
  {
    name: 'wireband_buffer_bytes',
    help: 'Approximate bytes of the waiting events.',
    type: 'gauge',
    read: (stats) => stats.buffer_bytes,
  },
  {
    name: 'wireband_buffer_oldest_age_seconds',
    help: 'Age of the oldest waiting event.',
    type: 'gauge',
    read: (stats) => stats.buffer_seconds,
  },
  {
    name: 'wireband_quarantined_events',
    help: 'Events in quarantine, rejected by the backend.',
    type: 'gauge',
    read: (stats) => stats.events_quarantined,
  },
  {
    name: 'wireband_backend_up',
    help: '1 if the last request succeeded.',
    type: 'gauge',
    read: (stats) => (stats.connected ? 1 : 0),
  },
  {
    name: 'wireband_storage_failing',
    help: '1 while the disk is failing and events are kept in memory.',
    type: 'gauge',
    read: (stats) => (stats.storage === 'failing' ? 1 : 0),
  },
  {
    name: 'wireband_sync_p99_seconds',
    help: '99th percentile of the time until events are safe on disk.',
    type: 'gauge',
    read: (stats) => (stats.sync_ms_p99 === null ? null : stats.sync_ms_p99 / 1000),
  },
  {
    name: 'wireband_uptime_seconds',
    help: 'Time since the uplink started.',
    type: 'gauge',
    read: (stats) => stats.uptime_seconds,
  },
];

const COUNTS: readonly CountsMetric[] = [
  {
    name: 'wireband_events_dropped_total',
    help: 'Events dropped, by reason.',
    type: 'counter',
    label: 'reason',
    read: (stats) => stats.dropped_by_reason,
  },
  {
    name: 'wireband_request_failures_total',
    help: 'Failed requests, by HTTP status; network if there was no response, storage if the spool failed.',
    type: 'counter',
    label: 'status',
    read: (stats) => stats.retries_by_status,
  },
  {
    name: 'wireband_values_left_out_total',
    help: 'Values of delivered events that did not reach the backend, by reason.',
    type: 'counter',
    label: 'reason',
    read: (stats) => stats.values_left_out,
  },
];

/** All metrics of these uplinks. @param version of this package. */
export function uplinkMetrics(uplinks: readonly MeasuredUplink[], version: string): readonly Metric[] {
  const plain = PLAIN.map(({ read, ...metric }): Metric => {
    const samples = uplinks.flatMap((uplink): MetricSample[] => {
      const value = read(uplink.stats);
      return value === null ? [] : [{ labels: labelsOf(uplink), value }];
    });
    return { ...metric, samples };
  });
  const counts = COUNTS.map(({ read, label, ...metric }): Metric => {
    const samples = uplinks.flatMap((uplink) =>
      Object.entries(read(uplink.stats)).map(([text, value = 0]) => {
        return { labels: { ...labelsOf(uplink), [label]: text }, value };
      }),
    );
    return { ...metric, samples };
  });
  return [buildInfo(version), ...plain, ...counts, latencyMetric(uplinks)];
}

function labelsOf({ id, name, stats }: MeasuredUplink): Readonly<Record<string, string>> {
  return { uplink: id, name, device: stats.device_id };
}

function buildInfo(version: string): Metric {
  return {
    name: 'wireband_build_info',
    help: 'Version of the package; always 1.',
    type: 'gauge',
    samples: [{ labels: { version }, value: 1 }],
  };
}

function latencyMetric(uplinks: readonly MeasuredUplink[]): Metric {
  return {
    name: 'wireband_delivery_latency_seconds',
    help: 'Time from accepting an event to the response of the backend.',
    type: 'histogram',
    samples: uplinks.flatMap((uplink) => {
      const labels = labelsOf(uplink);
      const { counts, sum } = uplink.latencies;
      let below = 0;
      const buckets = counts.map((count, i): MetricSample => {
        below += count;
        const le = i < LATENCY_BOUNDS.length ? String(LATENCY_BOUNDS[i]) : '+Inf';
        return { suffix: '_bucket', labels: { ...labels, le }, value: below };
      });
      return [...buckets, { suffix: '_sum', labels, value: sum }, { suffix: '_count', labels, value: below }];
    }),
  };
}
