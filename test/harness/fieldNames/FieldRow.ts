import type { Family } from '../../../src/symbols';

/** What a row says about one name: what a person who knows the device would call it. */
export type Expectation =
  | {
      readonly is: 'reading' | 'setpoint' | 'limit' | 'extreme';
      readonly quantity: string;
      readonly unit?: string;
    }
  | { readonly is: 'command'; readonly quantity?: string }
  | { readonly is: 'alert' | 'relay' | 'none' | 'meta' }
  | { readonly is: 'symbol'; readonly name: string }
  | { readonly is: 'family'; readonly family: Family };

/** How the classifier is asked: about a message, about one leaf of it, or about a single field in both ways. */
export type Question =
  | { readonly ask: 'message'; readonly payload: unknown }
  | { readonly ask: 'leaf'; readonly payload: unknown; readonly path: string }
  | { readonly ask: 'field'; readonly name: string; readonly value: FieldValue };

export type FieldValue = string | number | boolean | null;

export interface FieldRow {
  readonly topic: string;
  readonly question: Question;
  /** The row as it is written, for reports. */
  readonly text: string;
  /** Any of these is right. */
  readonly expected: readonly Expectation[];
}

/** Names from one source of messages, each with its meaning. */
export interface FieldCorpus {
  readonly title: string;
  readonly rows: readonly FieldRow[];
}
