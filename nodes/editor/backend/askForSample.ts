import type { EdgeEvent } from '../../../src/frame/event';

/** What the runtime reports about a deployed backend. */
export interface BackendSample {
  /** A few events of its last batch; empty if it is not deployed or has sent nothing yet. */
  readonly events: readonly EdgeEvent[];
  /** The scheme named in its API key itself, such as `Basic`. */
  readonly keyScheme?: string;
}

/** Asks the runtime; calls back with no events if it does not answer. */
export function askForSample(id: string, onAnswer: (sample: BackendSample) => void): void {
  $.getJSON(`wireband/backend/${encodeURIComponent(id)}/sample`)
    .done((answer: unknown) => onAnswer(readSample(answer)))
    .fail(() => onAnswer({ events: [] }));
}

function readSample(answer: unknown): BackendSample {
  const { events, keyScheme } = Object(answer);
  return {
    events: Array.isArray(events) ? events.flatMap(readEvent) : [],
    ...(typeof keyScheme === 'string' ? { keyScheme } : {}),
  };
}

function readEvent(given: unknown): EdgeEvent[] {
  const { topic, symbol, data, time, bytesIn, quantity, unit } = Object(given);
  if (typeof topic !== 'string' || typeof symbol !== 'number') return [];
  if (typeof data !== 'string' || typeof time !== 'number') return [];
  return [
    {
      topic,
      symbol,
      data,
      time,
      bytesIn: Number(bytesIn),
      ...(typeof quantity === 'string' ? { quantity } : {}),
      ...(typeof unit === 'string' ? { unit } : {}),
    },
  ];
}
