/**
 * Conventions of topics: what their fixed words mean, so that they are not taken for the device's own words, and
 * where the device's name stands. A level of a pattern is one of
 *
 * - `word` or `word|word`: exactly these, in any case
 * - `*`: the name of a device, a group or an application; looked at only when nothing else says anything
 * - `?`: a level of content, looked at as usual
 * - `#`, last: all further levels are content; `*#`: all further levels are the device's name
 *
 * The first pattern that fits decides. `skip` are words of the content that say nothing, `symbol` is given where
 * nothing else is recognised, `kind: command` says that a message asks for something instead of reporting it.
 */
export interface ConventionRow {
  readonly name: string;
  readonly pattern: string;
  readonly skip?: string;
  readonly symbol?: string;
  readonly kind?: 'command';
  /** The payload describes a device instead of reporting of it: it is not looked at. */
  readonly describes?: true;
}

const DOMAINS =
  'sensor|binary_sensor|switch|light|number|cover|fan|climate|text_sensor|select|button|lock|siren|valve';

export const CONVENTIONS: readonly ConventionRow[] = [
  {
    name: 'Tasmota',
    pattern: 'tele|stat/*/#',
    skip: 'sensor state result lwt status status0 status2 status5 status8 status10 status11 info1 info2 info3 margins',
  },
  { name: 'Tasmota', pattern: 'cmnd/*/#', symbol: 'ACTUATOR_SET', kind: 'command' },
  { name: 'Homie', pattern: 'homie/5/*/#' },
  { name: 'Homie', pattern: 'homie/*/#' },
  { name: 'Sparkplug', pattern: 'spbv1.0|spav1.0/*/nbirth|dbirth/*#', symbol: 'EDGE_TWIN_SYNC' },
  { name: 'Sparkplug', pattern: 'spbv1.0|spav1.0/*/ncmd|dcmd/*#', symbol: 'ACTUATOR_SET', kind: 'command' },
  { name: 'Sparkplug', pattern: 'spbv1.0|spav1.0/*/ndeath|ddeath/*#', symbol: 'METRICS_EVENT' },
  { name: 'Sparkplug', pattern: 'spbv1.0|spav1.0/state/*#', symbol: 'METRICS_EVENT' },
  {
    name: 'Sparkplug',
    pattern: 'spbv1.0|spav1.0/*/ndata|ddata/*#',
    skip: 'metrics',
    symbol: 'METRICS_GAUGE_SET',
  },
  {
    name: 'Home Assistant discovery',
    pattern: 'homeassistant/*/*/config',
    symbol: 'EDGE_TWIN_SYNC',
    describes: true,
  },
  {
    name: 'Home Assistant discovery',
    pattern: 'homeassistant/*/*/*/config',
    symbol: 'EDGE_TWIN_SYNC',
    describes: true,
  },
  { name: 'Home Assistant statestream', pattern: `homeassistant/${DOMAINS}/?/#`, skip: 'state' },
  { name: 'broker statistics', pattern: '$sys/#', symbol: 'METRICS_GAUGE_SET' },
  { name: 'AWS IoT shadow', pattern: '$aws/things/*/shadow/name/*/update/delta', symbol: 'EDGE_TWIN_DELTA' },
  { name: 'AWS IoT shadow', pattern: '$aws/things/*/shadow/update/delta', symbol: 'EDGE_TWIN_DELTA' },
  { name: 'AWS IoT shadow', pattern: '$aws/things/*/shadow/*#', symbol: 'EDGE_TWIN_SYNC' },
  { name: 'Zigbee2MQTT', pattern: 'zigbee2mqtt/bridge/*#', symbol: 'METRICS_EVENT', describes: true },
  { name: 'Zigbee2MQTT', pattern: 'zigbee2mqtt/*/availability' },
  { name: 'Zigbee2MQTT', pattern: 'zigbee2mqtt/*/set|get/#', symbol: 'ACTUATOR_SET', kind: 'command' },
  { name: 'Zigbee2MQTT', pattern: 'zigbee2mqtt/*/?' },
  { name: 'Zigbee2MQTT', pattern: 'zigbee2mqtt/*#' },
  { name: 'Shelly', pattern: 'shellies/*/#', skip: 'sensor emeter' },
  { name: 'Victron', pattern: 'w/*/#', symbol: 'ACTUATOR_SET', kind: 'command' },
  { name: 'Victron', pattern: 'n/*/#' },
  { name: 'The Things Network', pattern: 'v3/*/devices/*/*#', symbol: 'SENSOR_POLL' },
  { name: 'ChirpStack', pattern: 'application/*/device/*/*#', symbol: 'SENSOR_POLL' },
  { name: 'ThingsBoard', pattern: 'v1/devices/me/telemetry', symbol: 'METRICS_GAUGE_SET' },
  { name: 'OpenMQTTGateway', pattern: 'home/*/bttomqtt|433tomqtt|lorawantomqtt|loratomqtt/*#' },
  { name: 'rtl_433', pattern: 'rtl_433/*/devices/#' },
  { name: 'ESPHome', pattern: `*/${DOMAINS}/?/state`, skip: 'state' },
  { name: 'ESPHome', pattern: `*/${DOMAINS}/?/command`, symbol: 'ACTUATOR_SET', kind: 'command' },
];

/** A convention that a topic follows; the first content level, and how many there are. */
export interface Convention {
  readonly row: ConventionRow;
  readonly skip: ReadonlySet<string>;
  /** First level of the content, and the level after its last. */
  readonly from: number;
  readonly to: number;
  /** Levels of the device's name. */
  readonly isDevice: readonly boolean[];
}

interface Compiled {
  readonly convention: Convention;
  readonly levels: readonly (ReadonlySet<string> | '*' | '?')[];
  readonly isOpen: boolean;
}

function compile(row: ConventionRow): Compiled {
  const written = row.pattern.split('/');
  const last = written.at(-1);
  const isOpen = last === '#' || last === '*#';
  const fixed = isOpen ? written.slice(0, -1) : written;
  const levels = fixed.map((level) => (level === '*' || level === '?' ? level : new Set(level.split('|'))));
  const isContent = levels.map((level) => level === '?');
  const first = isContent.indexOf(true);
  const from = first >= 0 ? first : last === '#' ? levels.length : 0;
  const to = first >= 0 && last !== '#' ? first + 1 : last === '#' ? Number.POSITIVE_INFINITY : 0;
  return {
    convention: {
      row,
      skip: new Set((row.skip ?? '').split(' ').filter((word) => word !== '')),
      from,
      to,
      isDevice: [...levels.map((level) => level === '*'), ...(last === '*#' ? [true] : [])],
    },
    levels,
    isOpen,
  };
}

const byFirstWord = new Map<string, Compiled[]>();
const anyFirstWord: Compiled[] = [];
for (const row of CONVENTIONS) {
  const compiled = compile(row);
  const [first] = compiled.levels;
  if (first instanceof Set) {
    for (const word of first) byFirstWord.set(word, [...(byFirstWord.get(word) ?? []), compiled]);
  } else {
    anyFirstWord.push(compiled);
  }
}

/** Levels beyond which a topic is no convention's: its first ones are compared, no more. */
const MAX_LEVELS = 8;
const MAX_FIRST_WORD = 16;

/** First characters and lengths of first words, so that most topics are told apart without a look at the words. */
const firstWords = new Set(
  [...byFirstWord.keys()].map((word) => firstWordKey(word.charCodeAt(0), word.length)),
);

function firstWordKey(unit: number, length: number): number {
  const lower = unit >= 0x41 && unit <= 0x5a ? unit + 0x20 : unit;
  return lower * 32 + length;
}

/** The convention that a topic follows, if any. */
export function conventionOf(topic: string): Convention | undefined {
  const firstEnd = topic.indexOf('/');
  if (firstEnd < 1) return undefined;
  const mayBegin = firstEnd <= MAX_FIRST_WORD && firstWords.has(firstWordKey(topic.charCodeAt(0), firstEnd));
  const candidates = mayBegin ? byFirstWord.get(topic.slice(0, firstEnd).toLowerCase()) : undefined;
  if (!candidates && !mayBeAny(topic)) return undefined;
  const levels = topic.split('/', MAX_LEVELS + 1);
  for (const compiled of candidates ?? anyFirstWord) if (fits(compiled, levels)) return compiled.convention;
  return undefined;
}

/** Conventions without a fixed first level end in `state` or `command`. */
function mayBeAny(topic: string): boolean {
  return topic.length < 256 && (topic.endsWith('/state') || topic.endsWith('/command'));
}

function fits({ levels, isOpen }: Compiled, given: readonly string[]): boolean {
  if (isOpen ? given.length < levels.length : given.length !== levels.length) return false;
  for (let i = 0; i < levels.length; i++) {
    const level = levels[i];
    if (level instanceof Set && !level.has((given[i] ?? '').toLowerCase())) return false;
  }
  return true;
}
