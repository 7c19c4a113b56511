import { isTimeText, readTime } from '../../classify/values/readTime';
import { namesTime } from './valueNames';

/** Whether a field only holds a time: each message has a different one, so it does not show a change. */
export function isTimeValue(name: string, value: unknown): boolean {
  if (typeof value === 'string')
    return isTimeText(value) || (namesTime(name) && readTime(value) !== undefined);
  return typeof value === 'number' && namesTime(name) && readTime(value) !== undefined;
}
