export type { CheckReport } from './check/CheckReport';
export { checkBackend } from './check/checkBackend';
export { type ErrorEvent, type Logger, UplinkLog, type UplinkLogParts } from './log/UplinkLog';
export { AsideEvents } from './reports/AsideEvents';
export { DrainEstimate } from './reports/DrainEstimate';
export { durationText } from './reports/durationText';
export { causeOf } from './reports/failureCause';
export {
  LATENCY_BOUNDS,
  type Latencies,
  latenciesSince,
  latencyQuantile,
  noLatencies,
} from './reports/LatencyHistogram';
export { type RefusalSubject, subjectOf } from './reports/refusals';
export {
  type Counters,
  NOTHING_COUNTED,
  readStats,
  type SpoolFacts,
  type StateName,
  Statistics,
  type Stats,
} from './reports/Statistics';
export type { DropReport, Gap, LinkState, OfflineReport, Receipt, UplinkEvent } from './reports/UplinkEvent';
export type { UplinkListener } from './reports/UplinkListener';
export { schemeOf } from './settings/authorization';
export {
  type BackendOptions,
  type BackendSettings,
  COMPRESSIONS,
  type Compression,
  type HeaderSetting,
  httpOptions,
  readBackendSettings,
} from './settings/backendSettings';
export { deviceIdHere } from './settings/deviceId';
export { maskedAddress, shownUrl } from './settings/ingestUrl';
export { checkSecret } from './settings/unsetVariable';
export {
  type DeliveryOptions,
  readUplinkSettings,
  STORAGES,
  type Storage,
  type UplinkOptions,
  type UplinkSettings,
} from './settings/uplinkSettings';
export { timeOf, toEvent, type UplinkMessage } from './toEvent';
export { ContentCodings } from './transport/ContentCodings';
export { HttpTransport, type HttpTransportOptions } from './transport/HttpTransport';
export type { TlsFilePaths, TlsOptions } from './transport/TlsOptions';
export type { Answer, BatchRequest, Exchange, Transport } from './transport/Transport';
export { Uplink, type UplinkParts } from './Uplink';
