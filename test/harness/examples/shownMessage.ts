import type { ExampleOnStage } from './exampleStage';

/** A message as a debug node shows it. */
export interface Shown {
  readonly topic: string;
  readonly payload: Record<string, unknown>;
  readonly timestamp: number;
  readonly event: string;
  readonly wireband: {
    readonly name: string;
    readonly code: string;
    readonly device: string;
    readonly unit?: string;
  };
}

/** Treats what a debug node showed as the message that it is. */
export function asShown(value: unknown): Shown {
  const shown: Shown = Object(value);
  return shown;
}

/** Waits until a debug node has shown `count` messages. */
export async function shownBy(
  example: ExampleOnStage,
  name: string,
  count: number,
  timeoutMs?: number,
): Promise<Shown[]> {
  return (await example.shown(name, count, timeoutMs)).map(asShown);
}
