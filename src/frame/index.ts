export type { BatchContext, BatchFormat, Envelope } from './BatchFormat';
export { BodyError, type DecodedEvent, type DecodeLimits, DEFAULT_DECODE_LIMITS, decodeBody } from './decodeBody';
export type { EdgeEvent } from './event';
export { type DecodedFrame, decodeFrame, encodeFrame, FrameError, type FrameErrorCode } from './thetaFrame';
export { wirebandFormat } from './wirebandFormat';
