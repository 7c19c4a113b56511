import { encodeFrame } from './thetaFrame';

const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * A theta frame in its transport form, hex text. Node.js' own Buffer is the quicker way; the dialog writes its sample
 * request in a browser, which has none.
 */
export const encodeFrameHex =
  typeof Buffer === 'undefined'
    ? frameHexInBrowser
    : (symbol: number, topic: string, dataJson: string) =>
        encodeFrame(symbol, topic, dataJson).toString('hex');

/** The same without a Buffer. */
export function frameHexInBrowser(symbol: number, topic: string, dataJson: string): string {
  const body = new TextEncoder().encode(`{"t":${JSON.stringify(topic)},"d":${dataJson}}`);
  let hex = symbol.toString(16).padStart(4, '0');
  for (const byte of body) hex += DIGITS[byte];
  return hex;
}
