export { decodePayload } from './decodePayload';
export { encodeData, PayloadError, payloadBytes } from './encodeData';
export { EMPTY_ARRAY, EMPTY_OBJECT, type Leaf, leavesOf } from './leaves';
