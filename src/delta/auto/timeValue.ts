import { isTimeText, readTime } from '../../classify/values/readTime';
import { namesTime } from './valueNames';

/** Whether a field only says when: each message has another one, so it tells no change. */
export function isTimeValue(name: string, value: unknown): boolean {
  if (typeof value === 'string')
    return isTimeText(value) || (namesTime(name) && readTime(value) !== undefined);
  return typeof value === 'number' && namesTime(name) && readTime(value) !== undefined;
}
