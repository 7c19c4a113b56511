import { MAX_SECONDS } from './limits';
import { choice, number, structured, text } from './settingKinds';

/** A week, in seconds: as long as an uplink keeps events. */
const WEEK = 604_800;

/** MQTT 5: the broker keeps the session forever. */
const MAX_SESSION_EXPIRY = 0xffff_ffff;

/** Maximum window of MQTT 5. */
const MAX_WINDOW = 65_535;

/** Settings of wireband-mqtt-in. */
export const MQTT_IN = {
  broker: structured('node', {
    default: '',
    nodeType: 'mqtt-broker',
    program: false,
    row: { section: 'where', icon: 'server' },
  }),
  /** MQTT filters, one per line. */
  topic: text({
    default: '',
    mayBeEmpty: true,
    program: false,
    row: { section: 'where', icon: 'tasks', example: 'sensors/#', isMultiline: true, below: 'hint' },
  }),
  qos: choice(['1', '2'], {
    program: false,
    row: { section: 'where', icon: 'empire' },
  }),
  /** As in the node mqtt in. */
  datatype: choice(['auto-detect', 'auto', 'utf8', 'json', 'buffer', 'base64'], {
    program: false,
    row: { section: 'where', icon: 'sign-out' },
  }),
  /** If empty, made from the IDs of the node and of this Node-RED. */
  clientId: text({
    default: '',
    mayBeEmpty: true,
    program: false,
    row: { section: 'session', icon: 'tag', below: 'hint' },
  }),
  /** Seconds for which the broker keeps the session without a connection (MQTT 5). Default 604,800 (a week). */
  sessionExpiry: number({
    default: WEEK,
    min: 0,
    max: MAX_SESSION_EXPIRY,
    integer: true,
    program: false,
    row: { section: 'session', icon: 'calendar', measure: 'seconds', below: 'hint' },
  }),
  /** Maximum messages that have arrived but are not acknowledged. Default 1000. */
  maxInFlight: number({
    default: 1000,
    min: 1,
    max: MAX_WINDOW,
    integer: true,
    program: false,
    row: { section: 'acknowledgement', icon: 'plane', unit: 'messages' },
  }),
  /** Seconds after which a message counts as lost on its way through the flow. Default 60. */
  ackTimeout: number({
    default: 60,
    min: 0.1,
    max: MAX_SECONDS,
    program: false,
    row: { section: 'acknowledgement', icon: 'hourglass-end', measure: 'seconds' },
  }),
  onTimeout: choice(['leave', 'acknowledge'], {
    program: false,
    row: { section: 'acknowledgement', icon: 'question-circle-o', below: 'own' },
  }),
};

/** Settings of an MqttConnector. */
export const MQTT = {
  acknowledge: choice(['stored', 'arrival'], { program: false }),
  sessionExpiry: number({ default: WEEK, min: 0, max: MAX_SESSION_EXPIRY, integer: true }),
  maxQueueSize: number({ default: 10_000, min: 1, max: 1_000_000, integer: true }),
  deltaThreshold: number({ default: 0, min: 0 }),
};
