import assert from 'node:assert/strict';
import { parseCommandLine } from '../../../src/core/checkCommand';

/** Argument lists as text: each argument in brackets, settings before them. */
function rendered(line: string): string {
  const parsed = parseCommandLine(line);
  if ('problem' in parsed) return `refused: ${parsed.problem}`;
  return parsed
    .map(({ argv, env }) =>
      [
        ...Object.entries(env).map(([name, value]) => `${name}=${value}`),
        ...argv.map((arg) => `[${arg}]`),
      ].join(' '),
    )
    .join(' then ');
}

describe('parsing a command line without a shell', () => {
  const taken: readonly (readonly [string, string])[] = [
    ['npm test', '[npm] [test]'],
    ['  npm\ttest  ', '[npm] [test]'],
    ['npm run "lint all" -- \'a b\'', '[npm] [run] [lint all] [--] [a b]'],
    ['CI=1 FORCE_COLOR=0 npm test', 'CI=1 FORCE_COLOR=0 [npm] [test]'],
    ["NAME='a b' make", 'NAME=a b [make]'],
    ['npm run build && npm test', '[npm] [run] [build] then [npm] [test]'],
    ['A=1 x && B=2 y', 'A=1 [x] then B=2 [y]'],
    ["mocha --grep 'a|b; $x `y` *' ", '[mocha] [--grep] [a|b; $x `y` *]'],
    ['mocha "test/**/*.js"', '[mocha] [test/**/*.js]'],
    ['grep "a && b"', '[grep] [a && b]'],
    ['echo a\\ b', '[echo] [a b]'],
    ['echo "say \\"hi\\""', '[echo] [say "hi"]'],
    ['npm test # all of them; really | yes', '[npm] [test]'],
    ["jest -t '#12'", '[jest] [-t] [#12]'],
    ['go test ./...', '[go] [test] [./...]'],
    ['pytest "tests/[a].py" --x=y', '[pytest] [tests/[a].py] [--x=y]'],
    ["'C:\\tools\\x.exe' a", '[C:\\tools\\x.exe] [a]'],
    ['vitest run src/basket.test.ts:12', '[vitest] [run] [src/basket.test.ts:12]'],
  ];
  for (const [line, expected] of taken) {
    it(`takes ${line}`, () => {
      assert.equal(rendered(line), expected);
    });
  }

  const refused: readonly (readonly [string, RegExp])[] = [
    ['npm test | tee log', /a pipe needs a shell/],
    ['npm test || true', /\|\| needs a shell/],
    ['npm test > log', /a redirect/],
    ['npm test 2>&1', /a redirect/],
    ['npm test <in', /a redirect/],
    ['a; b', /; needs a shell/],
    ['server & npm test', /& needs a shell/],
    ['(cd x && make)', /parentheses/],
    ['echo $HOME', /substitute/],
    ['echo "${HOME}"', /substitute/],
    ['echo "$(id)"', /substitute/],
    ['echo `id`', /substitute/],
    ['echo "`id`"', /substitute/],
    ["echo $'a'", /substitute/],
    ['diff <(a) <(b)', /a redirect/],
    ['rm *.log', /a wildcard/],
    ['ls file?', /a wildcard/],
    ['ls {a,b}', /a list in braces/],
    ['ls ~/x', /~ needs a shell/],
    ['echo a#b', /# inside a word/],
    ['.\\gradlew build', /backslash/],
    ['echo "open', /opened and never closed/],
    ["echo 'open", /opened and never closed/],
    ['npm test\nrm x', /one line/],
    ['npm test\0', /one line/],
    ['npm test &&', /names no program/],
    ['&& npm test', /names no program/],
    ['A=1', /names no program/],
    ['', /names no program/],
    ['# only a comment', /names no program/],
    ['cd src && npm test', /cd changes the shell itself/],
    ['A=1 . env && npm test', /\. changes the shell itself/],
    ['npm test && "source" x', /source changes the shell itself/],
    ['"" x', /names no program/],
    [`a ${'x{'.repeat(100_000)}`, /no longer than 10000 characters/],
  ];
  for (const [line, reason] of refused) {
    it(`refuses ${JSON.stringify(line.slice(0, 40))}`, () => {
      assert.match(rendered(line), /^refused: /);
      assert.match(rendered(line), reason);
    });
  }

  it('says what to do instead', () => {
    assert.equal(
      rendered('a | b'),
      'refused: "a | b" is run without a shell: a pipe needs a shell. Put it in a script file and name that script here.',
    );
  });
});
