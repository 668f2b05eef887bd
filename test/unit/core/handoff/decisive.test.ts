import assert from 'node:assert/strict';
import { DECISIVE_LIMIT, DecisiveLines, decisiveLines } from '../../../../src/core/handoff/decisive';

/** An output too long to be kept whole: what decides stands between ordinary lines. */
const noisy = (...decisive: string[]): string =>
  [...filler(60, 'compiling'), ...decisive, ...filler(60, 'working')].join('\n');

const filler = (count: number, word: string): string[] =>
  Array.from({ length: count }, (_, at) => `${word} unit ${at.toString()}`);

/** One decisive line of each tool, as the tool prints it. */
const OUTPUTS: readonly (readonly [string, string])[] = [
  ['mocha', '  1) Basket'],
  ['mocha', '  12 passing (30ms)'],
  ['mocha', '      AssertionError [ERR_ASSERTION]: Expected values to be strictly equal:'],
  ['node --test', 'not ok 3 - adds two prices'],
  ['node --test', '# fail 1'],
  ['node --test', '✖ adds two prices (1.2ms)'],
  ['jest', 'FAIL src/basket.test.js'],
  ['jest', '  ● basket › adds'],
  ['jest', 'Tests:       1 failed, 2 passed, 3 total'],
  ['vitest', ' FAIL  src/basket.test.ts > adds'],
  ['vitest', '      Tests  1 failed | 2 passed (3)'],
  ['pytest', 'FAILED tests/test_basket.py::test_adds - assert 1 == 2'],
  ['pytest', 'E       assert 1 == 2'],
  ['pytest', '========= 1 failed, 2 passed in 0.05s ========='],
  ['cargo', 'test basket::adds ... FAILED'],
  ['cargo', 'error[E0308]: mismatched types'],
  ['cargo', 'test result: FAILED. 1 passed; 1 failed; 0 ignored'],
  ['go', '--- FAIL: TestAdds (0.00s)'],
  ['go', 'panic: runtime error: index out of range'],
  ['tsc', "src/basket.ts(3,5): error TS2322: Type 'string' is not assignable to type 'number'."],
  ['eslint', '  3:5  error  Unexpected any  @typescript-eslint/no-explicit-any'],
  ['eslint', '✖ 3 problems (3 errors, 0 warnings)'],
  ['dotnet', 'Basket.cs(3,5): error CS0103: The name does not exist'],
  ['dotnet', 'Failed!  - Failed:     1, Passed:     2, Skipped:     0'],
  ['make', 'make: *** [Makefile:3: test] Error 1'],
  ['gcc', 'basket.c:3:5: error: expected expression'],
];

describe('decisive lines', () => {
  for (const [tool, line] of OUTPUTS) {
    it(`keeps "${line.trim()}" of ${tool}`, () => {
      assert.ok(decisiveLines(noisy(line)).includes(line.replaceAll('\t', '  ')));
    });
  }

  it('leaves ordinary lines out but for two after a failure, says how many, and keeps the end', () => {
    const lines = decisiveLines(noisy('--- FAIL: TestAdds (0.00s)', 'FAIL\tshop/basket\t0.1s'));
    assert.deepEqual(lines.slice(0, 6), [
      '[… 60 lines left out]',
      '--- FAIL: TestAdds (0.00s)',
      'FAIL  shop/basket  0.1s',
      'working unit 0',
      'working unit 1',
      '[… 44 lines left out]',
    ]);
    assert.equal(lines.at(-1), 'working unit 59');
  });

  it('keeps a short output whole, without blank lines and terminal codes', () => {
    const esc = '\u001b';
    const output = `${esc}[32mok${esc}[0m 1\r\n\n${esc}]8;;http://x${esc}\\link${esc}]8;;${esc}\\\n10%\r50%\rdone\n`;
    assert.deepEqual(decisiveLines(output), ['ok 1', 'link', 'done']);
  });

  it('never gives more than the limit', () => {
    const everySecondFails = Array.from({ length: 500 }, (_, at) =>
      at % 2 === 0 ? `error: number ${at.toString()}` : 'fine',
    );
    const sums = Array.from({ length: 50 }, (_, at) => `ok  pkg${at.toString()}  0.1s\nfine`);
    const lines = decisiveLines([...everySecondFails, ...sums, ...filler(20, 'end')].join('\n'));
    assert.ok(lines.length <= DECISIVE_LIMIT, lines.length.toString());
    assert.equal(lines[0], 'error: number 0');
  });

  it('cuts a very long line', () => {
    assert.equal(decisiveLines('x'.repeat(100_000))[0], `${'x'.repeat(400)} …`);
  });

  it('gives the same for an output that arrives in pieces', () => {
    const output = noisy('error: first', 'error: second');
    const pieces = new DecisiveLines();
    for (let at = 0; at < output.length; at += 7) pieces.push(output.slice(at, at + 7));
    assert.deepEqual(pieces.lines(), decisiveLines(output));
  });

  it('gives nothing for no output', () => {
    assert.deepEqual(decisiveLines(' \n\n'), []);
  });
});
