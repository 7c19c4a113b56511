import { type BatchFormat, wholeBatch } from '../BatchFormat';
import { encodeColumnar } from './encodeColumnar';

/** Events grouped by series, one column per field; carries everything. See docs/wire-format.md, Columnar. */
export const columnarFormat: BatchFormat = {
  name: 'columnar',
  contentType: 'application/vnd.wireband.columnar+json',
  answerTypes: ['json', 'text', 'binary'],
  encode: (events, { deviceId }) => wholeBatch(encodeColumnar(events, deviceId)),
};
