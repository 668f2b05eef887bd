import assert from 'node:assert/strict';
import type { Dependency } from '../../../../src/core/plan';
import type { Range } from '../../../../src/core/problem';
import { writtenDependencies, writtenPaths } from '../../../../src/core/planText/references';

function place({ start, end }: Range): string {
  return `${start.line}:${start.character}-${end.line}:${end.character}`;
}

describe('the dependencies that a plan file writes', () => {
  const dependsOn: Dependency[] = [
    { number: '01', satisfied: true, step: 'one' },
    { number: '02-01', satisfied: true, step: 'two' },
  ];
  const written: [text: string, expected: string[]][] = [
    ['---\ndepends_on: [1, "02-01"]\n---', ['1:13-1:14 1 one', '1:17-1:22 02-01 two']],
    ['---\ndepends_on: 01,02-01 # not 03\n---', ['1:12-1:14 01 one', '1:15-1:20 02-01 two']],
    [
      '---\r\ndepends_on:\r\n  - 01\r\n  - "07" # gone\r\nstatus: x\r\n---',
      ['2:4-2:6 01 one', '3:5-3:7 07 -'],
    ],
    ['---\nstatus: pending\ndepends_on: []\n---', []],
    ['---\ndepends_on: [01]', ['1:13-1:15 01 one']],
    ['depends_on: [01]\n', []],
    ['', []],
  ];
  for (const [text, expected] of written)
    it(JSON.stringify(text), () => {
      const found = writtenDependencies(text.split('\n'), { dependsOn });
      const lines = found.map(({ range, text: entry, dependency }) =>
        [place(range), entry, dependency?.step ?? '-'].join(' '),
      );
      assert.deepEqual(lines, expected);
    });
});

describe('the files that @path lines name', () => {
  const named: [text: string, expected: string[]][] = [
    ['@src/a.ts', ['0:1-0:9 /w/app/src/a.ts']],
    ['  - @.planning/STATE.md.', ['0:5-0:23 /w/app/.planning/STATE.md']],
    ['@src/a.ts#L3', ['0:1-0:9 /w/app/src/a.ts']],
    ['@/w/app/b.ts', ['0:1-0:12 /w/app/b.ts']],
    ['@../../etc/passwd', []],
    ['@/etc/passwd', []],
    ['@~/.claude/x.md', []],
    ['see @src/a.ts', []],
    ['```\n@src/a.ts\n```', []],
    [`@${'a'.repeat(2000)}`, []],
    ['@', []],
  ];
  for (const [text, expected] of named)
    it(JSON.stringify(text.slice(0, 40)), () => {
      const found = writtenPaths(text.split('\n'), '/w/app', '/w');
      assert.deepEqual(
        found.map(({ range, file }) => `${place(range)} ${file}`),
        expected,
      );
    });
});
