export { decodePayload } from './decodePayload';
export { encodeData, PayloadError, payloadBytes } from './encodeData';
export { peekPayload } from './peekPayload';
export { topicText } from './topicText';
