/**
 * Topic conventions: what their fixed words mean, so that these are not taken for the device's own words, and where the
 * device's name is. A level of a pattern is one of
 *
 * - `word` or `word|word`: exactly these, in any case
 * - `*`: the name of a device, a group or an application; read only if nothing else says anything
 * - `?`: a level of content, read as usual
 * - `#`, last: all further levels are content; `*#`: all further levels are the device's name
 *
 * The first level must be a word, or the last one `state` or `command`. The first pattern that fits decides. `skip`
 * lists words of the content that say nothing, `symbol` applies if nothing else is recognized, and `kind: command`
 * means that a message requests something instead of reporting it.
 */
export interface ConventionRow {
  readonly name: string;
  readonly pattern: string;
  readonly skip?: string;
  readonly symbol?: string;
  readonly kind?: 'command';
  /** The payload describes a device instead of reporting its values: it is not read. */
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
  { name: 'broker statistics', pattern: '$sys/#', skip: 'current', symbol: 'METRICS_GAUGE_SET' },
  { name: 'AWS IoT shadow', pattern: '$aws/things/*/shadow/name/*/update/delta', symbol: 'EDGE_TWIN_DELTA' },
  { name: 'AWS IoT shadow', pattern: '$aws/things/*/shadow/update/delta', symbol: 'EDGE_TWIN_DELTA' },
  { name: 'AWS IoT shadow', pattern: '$aws/things/*/shadow/*#', symbol: 'EDGE_TWIN_SYNC' },
  { name: 'Zigbee2MQTT', pattern: 'zigbee2mqtt/bridge/*#', symbol: 'METRICS_EVENT', describes: true },
  { name: 'Zigbee2MQTT', pattern: 'zigbee2mqtt/*/availability' },
  { name: 'Zigbee2MQTT', pattern: 'zigbee2mqtt/*/set|get/#', symbol: 'ACTUATOR_SET', kind: 'command' },
  { name: 'Zigbee2MQTT', pattern: 'zigbee2mqtt/*/?' },
  { name: 'Zigbee2MQTT', pattern: 'zigbee2mqtt/*#' },
  { name: 'Shelly', pattern: 'shellies/*/#', skip: 'sensor emeter' },
  { name: 'go-eCharger', pattern: 'go-echarger/*/nrg' },
  { name: 'go-eCharger', pattern: 'go-echarger/*/#' },
  { name: 'Victron', pattern: 'w/*/#', symbol: 'ACTUATOR_SET', kind: 'command' },
  { name: 'Victron', pattern: 'n/*/battery/*/#' },
  { name: 'Victron', pattern: 'n/*/#' },
  { name: 'The Things Network', pattern: 'v3/*/devices/*/*#', symbol: 'SENSOR_POLL' },
  { name: 'ChirpStack', pattern: 'application/*/device/*/*#', symbol: 'SENSOR_POLL' },
  { name: 'ThingsBoard', pattern: 'v1/devices/me/telemetry', symbol: 'METRICS_GAUGE_SET' },
  { name: 'OpenMQTTGateway', pattern: 'home/*/bttomqtt|433tomqtt|lorawantomqtt|loratomqtt/*#' },
  { name: 'rtl_433', pattern: 'rtl_433/*/devices/#' },
  { name: 'ESPHome', pattern: `*/${DOMAINS}/?/state`, skip: 'state' },
  { name: 'ESPHome', pattern: `*/${DOMAINS}/?/command`, symbol: 'ACTUATOR_SET', kind: 'command' },
];
