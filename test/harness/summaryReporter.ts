import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/**
 * Mocha's spec reporter, which also writes one line of counts, "12 passed, 0 failed", to the file that the
 * reporter option `summary` names. Tests that did not run count as neither.
 */
class SummaryReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const path: unknown = options.reporterOptions?.summary;
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures } = this.stats;
      if (typeof path === 'string') writeFileSync(path, `${passes} passed, ${failures} failed\n`);
    });
  }
}

export = SummaryReporter;
