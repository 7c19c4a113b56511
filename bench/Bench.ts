export interface BenchOptions {
  /** One small round, which shows only that the benchmark works. */
  readonly isQuick: boolean;
}

/** A benchmark, and how it reports its figures. */
export interface Bench {
  /** `folder` or `folder/part`; the command line selects by either. */
  readonly name: string;
  /** Heading of its section. */
  readonly title: string;
  /** Runs the measurements; resolves with the text of the section: Markdown, without the heading. */
  readonly run: (options: BenchOptions) => Promise<string>;
}
