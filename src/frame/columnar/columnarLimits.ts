/** Version of the format that is written and read. */
export const COLUMNAR_VERSION = 1;

/** From so many columns on, payloads of a further shape are carried as their text. */
export const MANY_COLUMNS = 100_000;

/** Payloads with more leaves or levels are carried as their text. */
export const MAX_DIVIDED_LEAVES = 64;
export const MAX_DIVIDED_DEPTH = 16;

/** Levels of a topic that have a column each; further ones stay with the last. */
export const MAX_TOPIC_LEVELS = 16;

/** Levels that a payload may be nested. */
export const MAX_PAYLOAD_DEPTH = 64;

/** Digits behind the point that a column of numbers may have; negative: zeros before it. */
export const MIN_SCALE = -15;
export const MAX_SCALE = 22;

/** The furthest from the epoch that a Date can be, in milliseconds. */
export const MAX_TIME = 8.64e15;
