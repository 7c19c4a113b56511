export { canAnswer, isWebPage } from './answers/answerType';
export { printable } from './answers/printable';
export {
  type BatchContext,
  type BatchFormat,
  type EncodedBatch,
  type EncodedPart,
  type Envelope,
  LEFT_OUT_REASONS,
  type LeftOut,
  type LeftOutReason,
  MAX_PARTS,
  type Refusal,
  type RefusalCause,
  type RejectedEvent,
  refusal,
  type Verdict,
  wholeBatch,
} from './BatchFormat';
export { BodyError, BodyTooLargeError, DEFAULT_DECODE_LIMITS, type DecodeLimits } from './bodyLimits';
export { CompressedTextError } from './CompressedTextError';
export { ColumnarError, type ColumnarErrorCode } from './columnar';
export { columnarFormat } from './columnar/columnarFormat';
export type { DecodedEvent } from './DecodedEvent';
export { decodeBody } from './decodeBody';
export type { EdgeEvent } from './event';
export { completeEvent, eventId, MAX_UTF8_BYTES, partId, placeOf } from './event';
export {
  type FormatOptions,
  type FormatSettings,
  LOG_RECORDS,
  type LogRecords,
  readFormatOptions,
  TEXT_VALUES,
  type TextValues,
} from './formatOptions';
export { makeFormat } from './formats';
export {
  FIELD_KEYS,
  type FieldKey,
  type FieldNames,
  FORMAT_NAMES,
  FORMAT_TRAITS,
  type FormatName,
  type FormatTraits,
  type Precision,
} from './formatTable';
export { type ClockHistory, correctedTime, keepStamp, restamp } from './stampedTime';
export { type DecodedFrame, decodeFrame, encodeFrame, FrameError, type FrameErrorCode } from './thetaFrame';
export { encodeWireband, wirebandFormat } from './wirebandFormat';
