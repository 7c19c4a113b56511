import { BACKEND } from './backend';
import { CLASSIFY } from './classify';
import { DECODE } from './decode';
import { DELTA } from './delta';
import { MQTT_IN } from './mqtt';
import type { SettingTable } from './settingKinds';
import { UPLINK } from './uplink';

export const NODE_TYPES = [
  'wireband-backend',
  'wireband-classify',
  'wireband-delta',
  'wireband-uplink',
  'wireband-decode',
  'wireband-mqtt-in',
] as const;
export type NodeType = (typeof NODE_TYPES)[number];

/** The settings of each node type. `name`, which every node has, is not among them. */
export const NODE_SETTINGS: Readonly<Record<NodeType, SettingTable>> = {
  'wireband-backend': BACKEND,
  'wireband-classify': CLASSIFY,
  'wireband-delta': DELTA,
  'wireband-uplink': UPLINK,
  'wireband-decode': DECODE,
  'wireband-mqtt-in': MQTT_IN,
};
