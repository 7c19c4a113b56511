/** A day: longer than any sensible setting in seconds, and within what a timer can hold. */
export const MAX_SECONDS = 86_400;

/** Thirty days: some sensors report once a week. */
export const MAX_SILENCE_SECONDS = 30 * MAX_SECONDS;

export const KIB = 1024;
export const MIB = 1024 * KIB;
