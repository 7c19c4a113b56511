/**
 * The pipeline for programs without a flow: the client and its individual parts.
 * The MQTT connector is at `@wireband/node-red-edge/mqtt`.
 */
export {
  type Classification,
  type ClassificationKind,
  type ClassificationRule,
  Classifier,
  type ClassifierOptions,
  type KeywordSymbol,
  type Leaf,
  type Quality,
  type Reading,
  RuleError,
  readingsOf,
  TopicFilterError,
  type TopicSymbol,
} from './classify';
export { ClientClosedError, EdgeClient, type EdgeClientOptions, type IngestOptions } from './client';
export {
  DeltaFilter,
  type DeltaMode,
  type DeltaOptions,
  type DeltaRule,
  type DeltaState,
  type DeltaVerdict,
  type Earlier,
  type MessageContext,
  mergePartial,
  type PassReason,
  type StaleReport,
  type StatedLimit,
  type StatedLimits,
  SUGGESTED_RULES,
  type WindowReport,
} from './delta';
export { openStateFile, saveStateFile } from './delta/persist';
export {
  BodyError,
  BodyTooLargeError,
  ColumnarError,
  type ColumnarErrorCode,
  CompressedTextError,
  type DecodedEvent,
  type DecodedFrame,
  type DecodeLimits,
  decodeBody,
  decodeFrame,
  type EdgeEvent,
  encodeFrame,
  type FieldKey,
  type FormatName,
  FrameError,
  type FrameErrorCode,
  type LeftOutReason,
  type Precision,
  type TextValues,
} from './frame';
export { PayloadError } from './payload';
export { SettingError } from './settings/SettingError';
export type { DropReason } from './spool';
export {
  CATALOG,
  type CatalogRow,
  type EdgeSymbol,
  type Family,
  SymbolCatalog,
  UnknownSymbolError,
} from './symbols';
export type {
  DropReport,
  Gap,
  Logger,
  OfflineReport,
  Receipt,
  Stats,
  TlsFilePaths,
  TlsOptions,
  UplinkEvent,
} from './uplink';
