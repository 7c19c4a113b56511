import { BACKEND } from '../settings/backend';

export const COMPRESSIONS = BACKEND.compression.choices;
/** `auto` compresses where it pays, by what the backend takes. */
export type Compression = (typeof COMPRESSIONS)[number];

/** Below it, compression saves less than the packet that carries the request has room for. */
export const AUTO_MIN_BYTES = 1024;
