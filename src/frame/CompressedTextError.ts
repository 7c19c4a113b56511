import { BodyError } from './bodyLimits';

/** The first characters of gzip data that was read as UTF-8. */
const GZIP_AS_TEXT = '\u001f\ufffd';

/**
 * A compressed body that was read as text on its way here, which cannot be undone. It can be read if sent again without
 * compression, and 415 is the status that says so.
 */
export class CompressedTextError extends BodyError {
  constructor() {
    super(
      'The body is compressed but was read as text before it reached this node. Tick "Do not parse request body" in the http in node, or send without compression.',
    );
  }
}

/** @throws {CompressedTextError} */
export function checkText(text: string): void {
  if (text.startsWith(GZIP_AS_TEXT)) throw new CompressedTextError();
}
