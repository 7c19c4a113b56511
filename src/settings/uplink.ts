import { KIB, MAX_SECONDS, MIB } from './limits';
import { choice, flag, number, structured } from './settingKinds';

/** Settings of wireband-uplink. */
export const UPLINK = {
  backend: structured('node', {
    default: '',
    nodeType: 'wireband-backend',
    program: false,
    row: { section: 'where', icon: 'server' },
  }),
  /** Where events are kept. Default `disk`; in a program `memory`, unless it has a `spoolDirectory`. */
  storage: choice(['disk', 'memory'], {
    programDefault: 'memory',
    row: { section: 'where', icon: 'hdd-o', below: 'own' },
  }),
  /** Seconds after which received events are sent. Default 1. */
  flushInterval: number({
    default: 1,
    min: 0.01,
    max: MAX_SECONDS,
    python: 'flush_interval',
    option: { name: 'flush-interval', value: 'SECONDS', help: 'maximum wait before a batch is sent' },
    row: { section: 'delivery', icon: 'repeat', measure: 'seconds' },
  }),
  /** Maximum events per request. Default 200. */
  flushBatch: number({
    default: 200,
    min: 1,
    max: 10_000,
    integer: true,
    python: 'flush_batch',
    option: { name: 'flush-batch', value: 'EVENTS', help: 'maximum events in a request' },
    row: { section: 'delivery', icon: 'cubes', unit: 'events-per-request' },
  }),
  /** Maximum bytes of events per request, unless a single event is larger. Default 1 MiB. */
  maxBatchBytes: number({
    default: MIB,
    min: KIB,
    max: 64 * MIB,
    integer: true,
    row: { section: 'delivery', icon: 'archive', measure: 'bytes' },
  }),
  /** Maximum concurrent requests. Default 1, which keeps events in order. */
  parallel: number({
    default: 1,
    min: 1,
    max: 32,
    integer: true,
    row: { section: 'delivery', icon: 'random', beside: 'own' },
  }),
  /** Maximum events kept while the backend is unreachable. Default 50,000. */
  bufferSize: number({
    default: 50_000,
    min: 1,
    max: 10_000_000,
    integer: true,
    python: 'buffer_size',
    option: { name: 'buffer-size', value: 'EVENTS', help: 'kept on disk while the backend is unreachable' },
    row: { section: 'buffer', icon: 'inbox', unit: 'events', below: 'own' },
  }),
  /** Maximum bytes kept. Default 256 MiB. */
  maxBytes: number({
    default: 256 * MIB,
    min: KIB,
    integer: true,
    row: { section: 'buffer', icon: 'database', measure: 'bytes' },
  }),
  /** Seconds after which waiting events are dropped; 0 keeps them forever. Default 604,800 (a week). */
  maxAge: number({
    default: 604_800,
    min: 0,
    row: { section: 'buffer', icon: 'clock-o', measure: 'seconds', beside: 'own' },
  }),
  /** What is dropped when the buffer is full, alarms last. Default `oldest`. */
  overflow: choice(['oldest', 'newest'], { row: { section: 'buffer', icon: 'trash-o' } }),
  /** What is sent first when an outage has left a backlog. Default `fifo`. */
  order: choice(['fifo', 'live-first'], {
    row: { section: 'order', icon: 'sort-amount-asc', below: 'own' },
  }),
  /** Whether alarms overtake other events. Default true. */
  alarmsFirst: flag({ default: true, row: { section: 'order' } }),
  alarmSymbols: structured('list', {
    default: [],
    row: { section: 'order', icon: 'bell-o', below: 'hint' },
  }),
  /** When events are made safe against a power cut. Default `interval`. */
  sync: choice(['interval', 'always', 'never'], {
    row: { section: 'safety', icon: 'shield', below: 'own' },
  }),
  /** Seconds between two syncs. Default 0.2. */
  syncInterval: number({
    default: 0.2,
    min: 0.01,
    max: 60,
    row: { section: 'safety', icon: 'history', measure: 'seconds' },
  }),
  /** Bytes of disk to leave free; below it events are kept in memory. Default 64 MiB, or a tenth of a small disk. */
  minFreeBytes: number({
    default: 64 * MIB,
    min: 0,
    integer: true,
    row: { section: 'safety', icon: 'pie-chart', measure: 'bytes', below: 'hint' },
  }),
  /** Maximum events accepted but not yet on disk. Default 10,000. */
  maxPending: number({
    default: 10_000,
    min: 1,
    max: 10_000_000,
    integer: true,
    row: { section: 'safety', icon: 'pencil-square-o', unit: 'events-at-most', below: 'hint' },
  }),
  /** Immediate retries after a failure, before the backoff. Default 3. */
  maxRetries: number({
    default: 3,
    min: 0,
    max: 100,
    integer: true,
    python: 'max_retries',
    row: { section: 'retry', icon: 'refresh', unit: 'tries' },
  }),
  /** Seconds of the first delay after a failure; each further one is twice as long. Default 2. */
  backoffBase: number({
    default: 2,
    min: 0.01,
    max: MAX_SECONDS,
    python: 'backoff_base',
    row: { section: 'retry', icon: 'hourglass-start', measure: 'seconds', unit: 'doubled' },
  }),
  /** Maximum seconds of a delay after a failure. Default 60. */
  backoffMax: number({
    default: 60,
    min: 0.01,
    max: MAX_SECONDS,
    row: { section: 'retry', icon: 'hourglass-end', measure: 'seconds' },
  }),
  /** Seconds between two events with the node's statistics; 0 sends none. Default 0. */
  statsInterval: number({
    default: 0,
    min: 0,
    max: MAX_SECONDS,
    program: false,
    row: { section: 'statistics', icon: 'line-chart', measure: 'seconds', below: 'hint' },
  }),
};
