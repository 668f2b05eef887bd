// What the sample agent does at each step of the sample plan. Paths are relative to the sample project.
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const read = (file) => readFileSync(file, 'utf8');

function write(file, text, say) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  say(`wrote ${file}`);
}

function exportFromIndex(line, say) {
  if (read('src/index.js').includes(line)) return;
  appendFileSync('src/index.js', `${line}\n`);
  say('exported it from src/index.js');
}

/** A revision: the reviewer's words go into the change log of the sample, beside what was done. */
function revise(step, words, say) {
  const entry = `- Step ${step}, after review: ${words.replace(/\s+/g, ' ')}\n`;
  const before = existsSync('CHANGES.md') ? read('CHANGES.md') : '# Changes\n\n';
  if (!before.includes(entry)) write('CHANGES.md', before + entry, say);
  return `CODER_COMPLETE: took the review in ("${words.replace(/\s+/g, ' ')}"), recorded in CHANGES.md.`;
}

const format = `/**
 * Writes a length of time: 5400 becomes \`1h 30m\`.
 *
 * @param {number} seconds a fraction is rounded down
 * @returns {string}
 */
export function formatDuration(seconds) {
  const whole = Math.floor(seconds);
  const parts = [
    [Math.floor(whole / 3600), 'h'],
    [Math.floor((whole % 3600) / 60), 'm'],
    [whole % 60, 's'],
  ];
  const text = parts.filter(([count]) => count > 0).map(([count, unit]) => count + unit);
  return text.join(' ') || '0s';
}
`;

const formatTest = `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDuration } from '../src/index.js';

test('writes the units that are not zero', () => {
  assert.equal(formatDuration(5400), '1h 30m');
  assert.equal(formatDuration(45), '45s');
});

test('writes zero and rounds fractions down', () => {
  assert.equal(formatDuration(0), '0s');
  assert.equal(formatDuration(59.9), '59s');
});
`;

const sum = (expression) => `import { parseDuration } from './parse.js';

/**
 * Adds lengths of time up.
 *
 * @param {readonly string[]} texts
 * @returns {number} seconds
 */
export function sumDurations(texts) {
  return texts.reduce((total, text) => total + ${expression}, 0);
}
`;

const sumTest = `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sumDurations } from '../src/index.js';

test('adds up in seconds', () => {
  assert.equal(sumDurations(['1h', '30m']), 5400);
  assert.equal(sumDurations(['45s']), 45);
});

test('an empty list is nothing, an unreadable entry is named', () => {
  assert.equal(sumDurations([]), 0);
  assert.throws(() => sumDurations(['1h', 'soon']), /"soon"/);
});
`;

const cli = `import { formatDuration, sumDurations } from './index.js';

try {
  console.log(formatDuration(sumDurations(process.argv.slice(2))));
} catch (error) {
  if (!(error instanceof RangeError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
`;

const cliTest = `import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

const total = (...args) => spawnSync(process.execPath, ['src/cli.js', ...args], { encoding: 'utf8' });

test('prints the total', () => {
  const { stdout, status } = total('1h', '30m', '15m');
  assert.equal(stdout, '1h 45m\\n');
  assert.equal(status, 0);
});

test('names what it cannot read, and prints nothing for nothing', () => {
  const { stderr, status } = total('soon');
  assert.match(stderr, /"soon"/);
  assert.equal(status, 1);
  assert.equal(total().stdout, '0s\\n');
});
`;

const wrongSum = sum('parseDuration(text)');
const rightSum = sum('parseDuration(text) / 1000');

export const moves = {
  '01-write-durations': {
    summary:
      'formatDuration writes seconds as hours, minutes and seconds, with tests for zero and fractions. No deviations.',
    deviations: 'None',
    completed: [
      '`formatDuration` in `src/format.js`, exported from `src/index.js`.',
      'Tests in `test/format.test.js`.',
    ],
    orient: () => ({
      summary: 'The plan matches the code.',
      plan_summary: 'Adds formatDuration, which writes seconds as text.',
      implementation_brief:
        'Add src/format.js with formatDuration and export it; tests from the acceptance criteria.',
      staleness_report: 'clean',
      has_major_deviation: false,
      deviation_summary: '',
    }),
    implement(words, say) {
      if (words && existsSync('src/format.js')) return revise('01', words, say);
      write('src/format.js', format, say);
      write('test/format.test.js', formatTest, say);
      exportFromIndex("export { formatDuration } from './format.js';", say);
      return 'CODER_COMPLETE: added src/format.js and test/format.test.js, exported formatDuration.';
    },
    sweep: () => ({
      summary: 'Fractions and zero are covered; nothing for later steps.',
      edge_case_report: 'Zero and fractions of a second are handled and tested.',
      downstream_updates: 'none',
      needs_independent_review: false,
    }),
  },

  '02-add-durations': {
    summary:
      'sumDurations adds lengths of time up and gives seconds. The plan was wrong about parseDuration, which gives milliseconds; the sum converts. The first attempt failed its test and was mended.',
    deviations:
      'Major, approved at the gate: `parseDuration` gives milliseconds, the plan says seconds. `sumDurations` divides by 1000; `parseDuration` is unchanged.',
    completed: [
      '`sumDurations` in `src/sum.js`, exported from `src/index.js`.',
      'Tests in `test/sum.test.js`.',
    ],
    orient: () => {
      const milliseconds = read('src/parse.js').includes('@returns {number} milliseconds');
      return {
        summary: milliseconds ? 'The plan is wrong about parseDuration.' : 'The plan matches the code.',
        plan_summary: 'Adds sumDurations, the total of a list in seconds.',
        implementation_brief: milliseconds
          ? 'Add src/sum.js on top of parseDuration, converting its milliseconds to seconds; tests from the acceptance criteria.'
          : 'Add src/sum.js on top of parseDuration; tests from the acceptance criteria.',
        staleness_report: milliseconds
          ? 'src/parse.js, line 7: parseDuration returns milliseconds. Everything else in the plan holds.'
          : 'clean',
        has_major_deviation: milliseconds,
        deviation_summary: milliseconds
          ? 'The plan says that parseDuration returns seconds. It returns milliseconds, and its tests say so: the sum needs a conversion that the plan rules out.'
          : '',
      };
    },
    implement(words, say) {
      const done = existsSync('src/sum.js') && read('src/sum.js');
      if (words && done === rightSum) return revise('02', words, say);
      write('src/sum.js', done === wrongSum ? rightSum : done || wrongSum, say);
      write('test/sum.test.js', sumTest, say);
      exportFromIndex("export { sumDurations } from './sum.js';", say);
      return done === wrongSum
        ? 'CODER_COMPLETE: sumDurations now divides by 1000; the test that failed names exactly this.'
        : 'CODER_COMPLETE: added src/sum.js and test/sum.test.js, exported sumDurations.';
    },
    sweep(say) {
      const file = 'plans/steps/03-total-command.md';
      const plan = read(file);
      const entry = '- A total of zero prints `0s` (found in step 02).\n';
      if (!plan.includes(entry)) {
        writeFileSync(file, plan.replace('- No arguments at all.\n', `- No arguments at all.\n${entry}`));
        say(`added an edge case to ${file}`);
      }
      return {
        summary: 'One edge case belongs to step 03 and stands in its plan now.',
        edge_case_report: 'A list that adds up to zero: handled here, to be printed by step 03.',
        downstream_updates:
          'Annotated `steps/03-total-command.md` (Edge cases): a total of zero prints `0s`.',
        needs_independent_review: false,
      };
    },
    note(file) {
      const fact = '- `parseDuration` returns milliseconds; everything on top of it works in seconds.\n';
      if (!read(file).includes(fact)) appendFileSync(file, fact);
    },
  },

  '03-total-command': {
    summary:
      'The command prints the total of its arguments; an argument that cannot be read is named and exits with 1. Reviewed independently.',
    deviations: 'None',
    completed: ['`src/cli.js`.', 'Tests in `test/cli.test.js`, which start the command.'],
    orient: () => ({
      summary: 'The plan matches the code.',
      plan_summary: 'Adds a command that prints the total of its arguments.',
      implementation_brief: 'Add src/cli.js on top of sumDurations and formatDuration; tests that start it.',
      staleness_report: 'clean',
      has_major_deviation: false,
      deviation_summary: '',
    }),
    implement(words, say) {
      if (!/sumDurations/.test(read('src/index.js'))) {
        throw new Error('src/index.js does not export sumDurations: step 02 has to be carried out first');
      }
      if (words && existsSync('src/cli.js')) return revise('03', words, say);
      write('src/cli.js', cli, say);
      write('test/cli.test.js', cliTest, say);
      return 'CODER_COMPLETE: added src/cli.js and test/cli.test.js.';
    },
    sweep: () => ({
      summary: 'No arguments, a total of zero and an unreadable argument are covered.',
      edge_case_report: 'No arguments at all and a total of zero print `0s`; tested.',
      downstream_updates: 'none',
      needs_independent_review: true,
    }),
  },
};
