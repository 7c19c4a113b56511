/** Version of the format written and read here. */
export const COLUMNAR_VERSION = 1;

/** Once a batch has this many columns, payloads of further shapes are carried as their text. */
export const MANY_COLUMNS = 100_000;

/** Payloads with more leaves or levels are carried as their text. */
export const MAX_DIVIDED_LEAVES = 64;
export const MAX_DIVIDED_DEPTH = 16;

/** Maximum number of topic levels with a column of their own; further ones stay with the last. */
export const MAX_TOPIC_LEVELS = 16;

/** Maximum number of levels in a payload. */
export const MAX_PAYLOAD_DEPTH = 64;

/** Range of the number of digits after the point in a column of numbers; negative: zeros before it. */
export const MIN_SCALE = -15;
export const MAX_SCALE = 22;

/** The furthest from the epoch that a Date can be, in milliseconds. */
export const MAX_TIME = 8.64e15;
