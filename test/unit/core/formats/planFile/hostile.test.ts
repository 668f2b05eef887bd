import assert from 'node:assert/strict';
import { planFileDigest } from '../../../../../src/core/formats/planFile/planFile';
import { proofDigest } from '../../../../../src/core/formats/planFile/proof';
import { recapDigest } from '../../../../../src/core/formats/planFile/recap';
import { uatDigest } from '../../../../../src/core/formats/planFile/uat';

const DIGESTS = { planFileDigest, recapDigest, proofDigest, uatDigest };

/** Texts of about `size` characters that a careless reader would take the square of that for, or end the process on. */
const HOSTILE: Readonly<Record<string, (size: number) => string>> = {
  'one line': (size) => 'x'.repeat(size),
  'one line of blanks': (size) => ' '.repeat(size),
  'NUL bytes': (size) => '\0'.repeat(size),
  'line feeds': (size) => '\n'.repeat(size),
  rules: (size) => '---\n'.repeat(size / 4),
  'one long key': (size) => `---\n${'k'.repeat(size)}: v\n---\n`,
  'one long value': (size) => `---\nwave: ${'v '.repeat(size / 2)}\n---\n`,
  'no end of a quote': (size) => `---\nwave: "${'\\'.repeat(size)}\n---\n`,
  'quotes in a list': (size) => `---\ndepends_on: ['a'',${"'b'',".repeat(size / 5)}\n---\n`,
  brackets: (size) => `---\nwave: ${'['.repeat(size)}\n---\n`,
  'brackets in few': (size) => `---\nwave: ${'['.repeat(size / 2)}${']'.repeat(size / 2)}\n---\n`,
  dashes: (size) => `---\nwave:\n  ${'- '.repeat(size / 2)}\n---\n`,
  keys: (size) => `---\n${Array.from({ length: size / 10 }, (_, row) => `k${row}: v`).join('\n')}\n---\n`,
  'odd keys': (size) =>
    `---\n? a\n${Array.from({ length: size / 10 }, (_, row) => `k${row}: v`).join('\n')}\n---\n`,
  items: (size) => `---\nfiles_modified:\n${'  - a\n'.repeat(size / 6)}---\n`,
  fences: (size) => '```\n'.repeat(size / 4),
  'fences that never close': (size) =>
    Array.from({ length: size / 60 }, (_, row) => '`'.repeat(3 + (row % 50))).join('\n'),
  'one long fence': (size) => '`'.repeat(size),
  tasks: (size) => '<task type="checkpoint:a" gate="b">\n'.repeat(size / 36),
  'tasks that never close': (size) => '<task '.repeat(size / 6),
  'tasks of a line each that never close': (size) => '<task\n'.repeat(size / 6),
  'tasks in fences': (size) => '```\n<task>\n'.repeat(size / 11),
  headings: (size) => '# '.repeat(size / 2),
  'heading lines': (size) => '## Task 1\n'.repeat(size / 10),
  'headings in code': (size) => '```\n# a\n```\n'.repeat(size / 12),
  objectives: (size) => '<objective>\n'.repeat(size / 12),
  sections: (size) => '## Human Verification\n1. a\n'.repeat(size / 27),
  'a section': (size) => `## Human Verification\n${'1. a\n'.repeat(size / 5)}`,
  'self-checks': (size) => 'Self-Check: '.repeat(size / 12),
  results: (size) => '\nresult: '.repeat(size / 9),
  bold: (size) => `# a\n${'**'.repeat(size / 2)}`,
};

/** Nested deeper than any stack goes. */
const DEEP: Readonly<Record<string, string>> = {
  'brackets 10,000 deep': `---\nwave: ${'['.repeat(10_000)}${']'.repeat(10_000)}\n---\n`,
  'braces 10,000 deep': `---\nwave: ${'{a: '.repeat(10_000)}1${'}'.repeat(10_000)}\n---\n`,
  'dashes 10,000 deep': `---\nwave: 1\na:\n${'- '.repeat(10_000)}b\n---\n`,
  'dashes 10,000 deep, and odd': `---\nwave: 1\na:\n${'- '.repeat(10_000)}"b" c\n---\n`,
  'mappings 300 deep': `---\n${Array.from({ length: 300 }, (_, level) => `${' '.repeat(level)}k:`).join('\n')}\n---\n`,
};

describe('digests of hostile files', () => {
  for (const [what, text] of Object.entries(DEEP)) {
    it(`${what}: the lines are read`, () => {
      for (const [name, digest] of Object.entries(DIGESTS)) {
        const { frontMatter, problems } = digest(text, false);
        assert.equal(frontMatter, true, name);
        assert.ok(problems.length <= 2, name);
      }
    });
  }

  for (const [what, make] of Object.entries(HOSTILE)) {
    it(`${what}: no more than linear time`, function () {
      this.timeout(60_000);
      for (const [name, digest] of Object.entries(DIGESTS)) {
        const took = (size: number): number => {
          const text = make(size);
          const start = process.cpuUsage();
          digest(text, false);
          const { user, system } = process.cpuUsage(start);
          return (user + system) / 1000;
        };
        took(30_000);
        // 33 times the text; the square would take 1,000 times as long. The floor is for clocks and collections of garbage.
        const [small, large] = [Math.max(took(30_000), 2), took(1_000_000)];
        assert.ok(large < small * 33 * 6, `${name} took ${small} ms for 30 kB and ${large} ms for 1 MB`);
      }
    });
  }

  it('a line of 50 MB', function () {
    this.timeout(60_000);
    const text = `---\nwave: 2\ntitle: ${'x'.repeat(50_000_000)}\n---\n`;
    const digest = planFileDigest(text, false);
    assert.equal(digest.batch?.text, '2');
  });
});
