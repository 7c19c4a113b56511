import { isTimeText } from '../values/readTime';

/** Addresses and ids: MAC and EUI-64, UUID, IPv4, URL and URN. */
const ADDRESS =
  /^(?:[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}(?:[:-][0-9a-f]{2}){0,2}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{1,3}(?:\.\d{1,3}){3}|(?:https?:\/\/|opc\.tcp:\/\/|urn:)\S{1,200})$/i;

const MAX_TEXT = 210;

/** Whether a text is an address, an id or a time, by its own form. */
export function isMetaText(text: string): boolean {
  if (text.length < 7 || text.length > MAX_TEXT) return false;
  return ADDRESS.test(text) || isTimeText(text);
}
