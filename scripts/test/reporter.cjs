// Mocha's own `spec` output for people, and one JSON file for the summary of `npm test`.
const { writeFileSync } = require('node:fs');
const { reporters, Runner } = require('mocha');

/** Writes `{passed, failed, skipped}` (full titles of tests) to the file that STAGE_RUNNER_TEST_RESULTS names. */
module.exports = class Results extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const results = { passed: [], failed: [], skipped: [] };
    const note = (kind) => (test) => results[kind].push(test.fullTitle());
    runner.on(Runner.constants.EVENT_TEST_PASS, note('passed'));
    runner.on(Runner.constants.EVENT_TEST_FAIL, note('failed'));
    runner.on(Runner.constants.EVENT_TEST_PENDING, note('skipped'));
    runner.on(Runner.constants.EVENT_RUN_END, () => {
      const file = process.env.STAGE_RUNNER_TEST_RESULTS;
      if (file) writeFileSync(file, JSON.stringify(results));
    });
  }
};
