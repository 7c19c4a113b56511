import { BACKEND } from '../src/settings/backend';
import { CLASSIFY } from '../src/settings/classify';
import { DELTA } from '../src/settings/delta';
import { MQTT_IN } from '../src/settings/mqtt';
import { defaultsOf } from '../src/settings/settingsReader';
import { UPLINK } from '../src/settings/uplink';
import type { FlowCredentials, FlowNode } from './flowNode';
import { LOG_FUNCTION } from './logFunction';
import type { GatewaySettings, Secrets } from './settings';

const TAB = 'gateway';
const BROKER = 'gateway-broker';
const BROKER_TLS = 'gateway-broker-tls';
const BACKEND_NODE = 'gateway-backend';

/** Environment variables that the credentials refer to; Node-RED fills in the values when it starts a node. */
export const SECRET_VARIABLES = {
  apiKey: 'WIREBAND_API_KEY',
  username: 'MQTT_USERNAME',
  password: 'MQTT_PASSWORD',
} as const satisfies Record<keyof Secrets, string>;

/**
 * The gateway as a flow: one mqtt in per topic, or a single wireband-mqtt-in → wireband-classify → wireband-delta →
 * wireband-uplink, whose statistics a function node logs. Holds no secrets.
 */
export function gatewayFlow(settings: GatewaySettings): FlowNode[] {
  return [
    { id: TAB, type: 'tab', label: 'Edge gateway', disabled: false, info: '' },
    brokerNode(settings),
    ...(settings.broker.tls ? [brokerTlsNode(settings)] : []),
    backendNode(settings),
    commentNode(),
    ...sourceNodes(settings),
    ...pipelineNodes(settings),
    ...(settings.statsInterval > 0 ? [statisticsTimer(settings)] : []),
    ...reportNodes(),
  ];
}

/** References to environment variables, only for the secrets that were given. */
export function gatewayCredentials(secrets: Secrets): FlowCredentials {
  const reference = (secret: keyof Secrets, field: string): Record<string, string> =>
    secrets[secret] === undefined ? {} : { [field]: `\${${SECRET_VARIABLES[secret]}}` };
  const broker = { ...reference('username', 'user'), ...reference('password', 'password') };
  const backend = reference('apiKey', 'apiKey');
  return {
    ...(Object.keys(broker).length === 0 ? {} : { [BROKER]: broker }),
    ...(Object.keys(backend).length === 0 ? {} : { [BACKEND_NODE]: backend }),
  };
}

function brokerNode({ broker, clientId, keepalive, acknowledge }: GatewaySettings): FlowNode {
  // Our own node has its own connection, client ID and session.
  const ownId = acknowledge === 'stored' ? undefined : clientId;
  return {
    id: BROKER,
    type: 'mqtt-broker',
    name: '',
    // If the field has a scheme, Node-RED treats it as a full address, which only WebSockets need.
    broker: broker.webSocket ? broker.url : broker.host,
    port: broker.port,
    clientid: ownId ?? '',
    autoConnect: true,
    usetls: broker.tls,
    ...(broker.tls ? { tls: BROKER_TLS } : {}),
    // MQTT 5 has a window for unacknowledged messages, and sessions that expire.
    protocolVersion: acknowledge === 'stored' ? 5 : 4,
    keepalive,
    cleansession: ownId === undefined,
    autoUnsubscribe: ownId === undefined,
    birthTopic: '',
    birthQos: '0',
    birthRetain: 'false',
    birthPayload: '',
    birthMsg: {},
    closeTopic: '',
    closeQos: '0',
    closeRetain: 'false',
    closePayload: '',
    closeMsg: {},
    willTopic: '',
    willQos: '0',
    willRetain: 'false',
    willPayload: '',
    willMsg: {},
    userProps: '',
    sessionExpiry: '',
  };
}

/** Needed even without --ca: without this node, a TLS broker is not verified at all. */
function brokerTlsNode({ ca }: GatewaySettings): FlowNode {
  return {
    id: BROKER_TLS,
    type: 'tls-config',
    name: 'Broker',
    cert: '',
    key: '',
    ca: ca ?? '',
    certname: '',
    keyname: '',
    caname: '',
    servername: '',
    verifyservercert: true,
    alpnprotocol: '',
  };
}

function backendNode({ backend }: GatewaySettings): FlowNode {
  return { id: BACKEND_NODE, type: 'wireband-backend', name: '', ...defaultsOf(BACKEND), ...backend };
}

function commentNode(): FlowNode {
  return {
    id: 'gateway-comment',
    type: 'comment',
    z: TAB,
    name: 'Written by wireband-edge; once you change and deploy it, it is left as it is',
    info: 'Delete the flow file to have it rewritten from the command-line options.',
    x: 360,
    y: 40,
    wires: [],
  };
}

function sourceNodes(settings: GatewaySettings): FlowNode[] {
  return settings.acknowledge === 'stored' ? [safeSourceNode(settings)] : mqttInNodes(settings);
}

function safeSourceNode({ topics, qos, clientId }: GatewaySettings): FlowNode {
  return {
    id: 'gateway-source',
    type: 'wireband-mqtt-in',
    z: TAB,
    name: '',
    ...defaultsOf(MQTT_IN),
    broker: BROKER,
    topic: topics.join('\n'),
    qos,
    // As sent: parsed here, a long number such as a SIM card's would lose its last digits.
    datatype: 'buffer',
    clientId: clientId ?? '',
    x: 140,
    y: 100,
    wires: [['gateway-classify']],
  };
}

function mqttInNodes({ topics, qos }: GatewaySettings): FlowNode[] {
  return topics.map((topic, index) => ({
    id: `gateway-topic-${index + 1}`,
    type: 'mqtt in',
    z: TAB,
    name: '',
    topic,
    qos,
    // As sent: parsed here, a long number such as a SIM card's would lose its last digits.
    datatype: 'buffer',
    broker: BROKER,
    nl: false,
    rap: true,
    rh: 0,
    inputs: 0,
    x: 140,
    y: 100 + 60 * index,
    wires: [['gateway-classify']],
  }));
}

function pipelineNodes(settings: GatewaySettings): FlowNode[] {
  return [
    {
      id: 'gateway-classify',
      type: 'wireband-classify',
      z: TAB,
      name: '',
      ...defaultsOf(CLASSIFY),
      x: 330,
      y: 100,
      wires: [['gateway-delta']],
    },
    {
      id: 'gateway-delta',
      type: 'wireband-delta',
      z: TAB,
      name: '',
      ...defaultsOf(DELTA),
      ...settings.delta,
      x: 500,
      y: 100,
      wires: [['gateway-uplink']],
    },
    {
      id: 'gateway-uplink',
      type: 'wireband-uplink',
      z: TAB,
      name: '',
      ...defaultsOf(UPLINK),
      ...settings.uplink,
      backend: BACKEND_NODE,
      x: 670,
      y: 100,
      wires: [['gateway-log'], ['gateway-quarantine']],
    },
  ];
}

function statisticsTimer({ statsInterval }: GatewaySettings): FlowNode {
  return {
    id: 'gateway-statistics',
    type: 'inject',
    z: TAB,
    name: 'Statistics',
    props: [{ p: 'command', v: 'stats', vt: 'str' }],
    repeat: String(statsInterval),
    crontab: '',
    once: false,
    onceDelay: 0.1,
    topic: '',
    x: 500,
    y: 180,
    wires: [['gateway-uplink']],
  };
}

function reportNodes(): FlowNode[] {
  return [
    {
      id: 'gateway-log',
      type: 'function',
      z: TAB,
      name: 'Log',
      func: LOG_FUNCTION,
      outputs: 0,
      timeout: 0,
      noerr: 0,
      initialize: '',
      finalize: '',
      libs: [],
      x: 840,
      y: 80,
      wires: [],
    },
    {
      id: 'gateway-quarantine',
      type: 'debug',
      z: TAB,
      name: 'Quarantined',
      active: true,
      tosidebar: true,
      console: false,
      tostatus: false,
      complete: 'true',
      targetType: 'full',
      statusVal: '',
      statusType: 'auto',
      x: 860,
      y: 120,
      wires: [],
    },
  ];
}
