/**
 * How a sample lies relative to the line that began at the last corner:
 * - `reached`: a line to it is near enough to all since then, so it may be the next corner
 * - `open`: none is, but one to a later sample may be
 * - `broken`: no line can be near enough to it and to all before it
 */
export type LinePlace = 'reached' | 'open' | 'broken';

/** The line of a series. */
export interface OpenLine<Sample> {
  /** Where a sample lies; from now on lines have to be near it, too. */
  place(sample: Sample): LinePlace;
  /** Forwards a sample; the next line begins there. @param after how many of the examined samples come after it. */
  forward(sample: Sample, after: number): void;
}

/**
 * Examines samples after a corner, oldest first, and forwards those that are corners.
 * @returns which of the rest may be the next corner; what is held begins there. The length if all are forwarded.
 */
export function examine<Sample>(line: OpenLine<Sample>, samples: readonly Sample[]): number {
  let begin = 0;
  let reached = -1;
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i];
    if (sample === undefined) break;
    const place = line.place(sample);
    if (place === 'reached') reached = i;
    else if (reached < 0) {
      line.forward(sample, samples.length - i - 1);
      begin = i + 1;
    } else if (place === 'broken') {
      const corner = samples[reached];
      if (corner !== undefined) line.forward(corner, samples.length - reached - 1);
      begin = reached + 1;
      i = reached;
      reached = -1;
    }
  }
  return reached < 0 ? begin : reached;
}

/** Examines samples after a corner as if none came after them: the last one is always forwarded. */
export function finish<Sample>(line: OpenLine<Sample>, samples: readonly Sample[]): void {
  for (let rest = samples; rest.length > 0; ) {
    const next = examine(line, rest);
    const corner = rest[next];
    if (corner !== undefined) line.forward(corner, rest.length - next - 1);
    rest = rest.slice(next + 1);
  }
}
