import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import Mocha from 'mocha';

const { EVENT_HOOK_END, EVENT_RUN_END, EVENT_TEST_END } = Mocha.Runner.constants;

/** Number of files that are listed with their times. */
const SLOWEST = 25;

/**
 * Mocha's spec reporter, which also lists the slowest files and writes one line of counts, "12 passed, 0 failed", to
 * the file that the reporter option `summary` names: those of all processes if files run in parallel. Tests that
 * did not run count as neither.
 */
class SummaryReporter extends Mocha.reporters.Spec {
  /** Milliseconds spent in tests and hooks, by file. */
  private readonly times = new Map<string, number>();

  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const path: unknown = options.reporterOptions?.summary;
    const add = ({ file, duration = 0 }: Mocha.Runnable): void => {
      if (file !== undefined) this.times.set(file, (this.times.get(file) ?? 0) + duration);
    };
    runner.on(EVENT_TEST_END, add);
    runner.on(EVENT_HOOK_END, add);
    runner.once(EVENT_RUN_END, () => {
      this.printSlowest();
      const { passes, failures } = this.stats;
      if (typeof path === 'string') writeFileSync(path, `${passes} passed, ${failures} failed\n`);
    });
  }

  private printSlowest(): void {
    const slowest = [...this.times].sort(([, a], [, b]) => b - a).slice(0, SLOWEST);
    console.log('  Slowest files, seconds:');
    for (const [file, ms] of slowest) {
      console.log(`  ${(ms / 1000).toFixed(1).padStart(7)}  ${relative('', file)}`);
    }
  }
}

export = SummaryReporter;
