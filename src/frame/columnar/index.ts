export { ColumnarError, type ColumnarErrorCode } from './ColumnarError';
export { type ColumnarEvent, decodeColumnar, isColumnar } from './decodeColumnar';
export { encodeColumnar } from './encodeColumnar';
