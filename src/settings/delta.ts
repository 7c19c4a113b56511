import { MAX_SECONDS, MAX_SILENCE_SECONDS, MIB } from './limits';
import { choice, flag, number, structured } from './settingKinds';

/** Fields in which devices report the quality of a measurement, or their own status. */
export const DEFAULT_STATUS_FIELDS: readonly string[] = [
  'quality',
  'status',
  'statusCode',
  'status_code',
  'error',
  'errorCode',
  'error_code',
  'fault',
  'alarm',
];

/** How one series is filtered: settings of wireband-delta that a rule may have, too. */
export const DELTA_SERIES = {
  /** When a reading counts as changed. New nodes have `auto`; if it is missing, `relative`. */
  mode: choice(['auto', 'relative', 'absolute', 'span', 'swinging-door', 'change'], {
    missing: 'relative',
    program: 'deltaMode',
    programDefault: 'relative',
    row: { section: 'mode', icon: 'filter', below: 'own' },
  }),
  /**
   * 0.02 is 2 % in relative mode and in span mode, and two hundredths of the unit in absolute mode and for the swinging
   * door. 0 forwards everything. Mode auto does not use it.
   */
  threshold: number({
    default: 0.02,
    min: 0,
    python: 'delta_threshold',
    program: 'deltaThreshold',
    programDefault: 0,
    option: {
      name: 'delta-threshold',
      value: 'RATIO',
      help: 'relative change that counts; 0 forwards everything',
    },
    row: { section: 'mode', icon: 'arrows-v', beside: 'own' },
  }),
  /** Relative mode: changes smaller than this never count, so that noise around zero is not 100 %. Default 0. */
  floor: number({
    default: 0,
    min: 0,
    program: 'deltaFloor',
    row: { section: 'mode', icon: 'long-arrow-down', unit: 'of-reading', below: 'hint' },
  }),
  /** Span mode: highest minus lowest value that the series can have. 0, the default, learns it from the readings. */
  span: number({
    default: 0,
    min: 0,
    program: 'deltaSpan',
    row: { section: 'mode', icon: 'arrows-h', unit: 'of-reading', below: 'hint' },
  }),
  /** Also forwards the measurement before a change, so that lines drawn between points are right. Default false. */
  sendPrevious: flag({
    default: false,
    program: 'deltaSendPrevious',
    row: { section: 'mode', below: 'hint' },
  }),
  /** Seconds. After a forwarded message, changes wait this long; the latest value is then forwarded. Default 0. */
  minInterval: number({
    default: 0,
    min: 0,
    max: MAX_SECONDS,
    program: 'deltaMinInterval',
    row: { section: 'time', icon: 'pause', measure: 'seconds', below: 'hint' },
  }),
  /**
   * Seconds. After this long without a forwarded message, the next measurement passes. Default 0: never just for that.
   */
  maxSilence: number({
    default: 0,
    min: 0,
    max: MAX_SILENCE_SECONDS,
    program: 'deltaMaxSilence',
    row: { section: 'time', icon: 'heartbeat', measure: 'seconds', below: 'hint' },
  }),
  /** Seconds. After this long without any message, the series is reported stale, once. Default 0: never. */
  staleAfter: number({
    default: 0,
    min: 0,
    max: MAX_SILENCE_SECONDS,
    program: false,
    row: { section: 'time', icon: 'chain-broken', measure: 'seconds', below: 'hint' },
  }),
};

/** Settings of wireband-delta. */
export const DELTA = {
  ...DELTA_SERIES,
  rules: structured('list', { default: [], program: 'deltaRules', label: 'section.rules' }),
  ignore: structured('paths', {
    default: '',
    program: 'deltaIgnore',
    row: { section: 'fields', icon: 'eye-slash', example: 'uptime, rssi, wifi.*', below: 'hint' },
  }),
  statusFields: structured('paths', {
    default: DEFAULT_STATUS_FIELDS.join(', '),
    program: false,
    row: { section: 'fields', icon: 'exclamation-triangle', below: 'hint' },
  }),
  alarmSymbols: structured('list', {
    default: [],
    program: false,
    row: { section: 'fields', icon: 'bell-o' },
  }),
  /** At the end of `minInterval`, also forwards the lowest and highest values in it. Default false. */
  sendExtremes: flag({ default: false, program: false, row: { section: 'time', below: 'hint' } }),
  /** Of a payload with several values, forwards only those that changed. Default false. */
  partial: flag({ default: false, program: false, row: { section: 'fields', below: 'hint' } }),
  /** The state is kept over a restart, so the filter records when each series was last forwarded. Default false. */
  persist: flag({ default: false, program: false, row: { section: 'memory', below: 'hint' } }),
  /** Maximum series (topic and field) remembered; topics seen longest ago are forgotten first. Default 100,000. */
  maxSeries: number({
    default: 100_000,
    min: 1,
    integer: true,
    program: 'deltaMaxSeries',
    row: { section: 'memory', icon: 'database', below: 'hint' },
  }),
  /** Maximum bytes of names and payloads remembered; those seen longest ago go first. Default 100 MiB. */
  maxBytes: number({
    default: 100 * MIB,
    min: MIB,
    integer: true,
    program: 'deltaMaxBytes',
    row: { section: 'memory', icon: 'hdd-o', measure: 'bytes', below: 'hint' },
  }),
  /** Seconds. What is received of each series is summed up in windows of this length. Default 0: no windows. */
  window: number({
    default: 0,
    min: 0,
    max: MAX_SECONDS,
    program: false,
    row: { section: 'outputs', icon: 'columns', measure: 'seconds', below: 'hint' },
  }),
  staleOutput: flag({ default: false, program: false }),
  /** 1, plus one for each output added. */
  outputs: structured('outputs', { default: 1, program: false, label: 'label.suppressedOutput' }),
};
