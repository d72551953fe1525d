import { writeFileSync } from 'node:fs';

/** A vitest reporter that leaves the numbers of tests in the file that GENLAB_COUNTS names. */
export default class CountReporter {
  onTestRunEnd(modules) {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    for (const module of modules) {
      const before = counts.failed;
      for (const test of module.children.allTests()) counts[test.result().state] += 1;
      // A file that breaks outside its tests (an import, a hook) is a failure too.
      if (!module.ok() && counts.failed === before) counts.failed += 1;
    }
    writeFileSync(process.env.GENLAB_COUNTS, JSON.stringify(counts));
  }
}
