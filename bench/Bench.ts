export interface BenchOptions {
  /** One small round: shows that a benchmark works, and nothing else. */
  readonly isQuick: boolean;
}

/** A benchmark, and what it says of its figures. */
export interface Bench {
  /** `folder` or `folder/part`; the command line selects by either. */
  readonly name: string;
  /** Heading of its section. */
  readonly title: string;
  /** Measures; resolves with the section's text, Markdown without the heading. */
  readonly run: (options: BenchOptions) => Promise<string>;
}
