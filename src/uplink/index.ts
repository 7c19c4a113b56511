export { schemeOf } from './authorization';
export {
  type BackendOptions,
  type BackendSettings,
  type HeaderSetting,
  httpOptions,
  readBackendSettings,
} from './backendSettings';
export { ContentCodings } from './ContentCodings';
export { COMPRESSIONS, type Compression } from './compressions';
export { deviceIdHere } from './deviceId';
export type { UplinkListener } from './guardListener';
export { HttpTransport, type HttpTransportOptions, type TlsOptions } from './HttpTransport';
export { shownUrl } from './ingestUrl';
export {
  type Counters,
  NOTHING_COUNTED,
  readStats,
  type SpoolFacts,
  Statistics,
  type Stats,
} from './Statistics';
export type { Answer, BatchRequest, Exchange, Transport } from './Transport';
export { timeOf, toEvent, type UplinkMessage } from './toEvent';
export { type DeliveryOptions, Uplink, type UplinkParts } from './Uplink';
export type { DropReport, Gap, LinkState, OfflineReport, Receipt, UplinkEvent } from './UplinkEvent';
export {
  readUplinkSettings,
  STORAGES,
  type Storage,
  type UplinkOptions,
  type UplinkSettings,
} from './uplinkSettings';
