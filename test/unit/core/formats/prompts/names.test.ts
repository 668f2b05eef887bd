import assert from 'node:assert/strict';
import {
  byNumber,
  isPromptLog,
  isUnparseable,
  logReference,
  plainReferences,
  promptName,
  referred,
} from '../../../../../src/core/formats/prompts/names';

describe('prompts: names', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['PROMPT_09.txt', 'task 9'],
    ['PROMPT_00_s.txt', 'system 0'],
    ['PROMPT_141.txt', 'task 141'],
    ['PROMPT_007.txt', 'task 7'],
    ['PROMPT_11_t.txt', 'unparseable'],
    ['PROMPT_85_r.txt', 'unparseable'],
    ['PROMPT_META_RUNNER.txt', 'unparseable'],
    ['PROMPT_.txt', 'unparseable'],
    ['PROMPT_1.5.txt', 'unparseable'],
    ['PROMPT_09.md', 'ignored'],
    ['PROMPT_09.TXT', 'ignored'],
    ['prompt_09.txt', 'ignored'],
    ['PROMPT_09/', 'ignored'],
    ['old/PROMPT_09.txt', 'ignored'],
    ['improvements-before-initial-run.txt', 'ignored'],
  ];
  for (const [name, expected] of cases) {
    it(`${name}: ${expected}`, () => {
      const parsed = promptName(name);
      const kind = parsed ? `${parsed.system ? 'system' : 'task'} ${parsed.id}` : undefined;
      assert.equal(kind ?? (isUnparseable(name) ? 'unparseable' : 'ignored'), expected);
    });
  }

  it('stand in the order of their numbers, of any length', () => {
    const names = [
      'PROMPT_100',
      'PROMPT_11',
      'PROMPT_9',
      'PROMPT_010_s',
      'PROMPT_10',
      `PROMPT_${'9'.repeat(40)}`,
    ];
    const sorted = names.flatMap((stem) => promptName(`${stem}.txt`) ?? []).sort(byNumber);
    assert.deepEqual(
      sorted.map(({ stem }) => stem.slice(0, 20)),
      ['PROMPT_9', 'PROMPT_010_s', 'PROMPT_10', 'PROMPT_11', 'PROMPT_100', 'PROMPT_9999999999999'],
    );
  });
});

describe('prompts: references', () => {
  const folder = ['PROMPT_00_s', 'PROMPT_01', 'PROMPT_02', 'PROMPT_02_s', 'PROMPT_03', 'PROMPT_10'].flatMap(
    (stem) => promptName(`${stem}.txt`) ?? [],
  );
  const meant = (text: string): string => {
    const found = plainReferences(text);
    if (found === undefined) return 'prose';
    return found.flatMap((one) => referred(one, folder).map(({ stem }) => stem.slice(7))).join(' ') || 'none';
  };
  const cases: readonly (readonly [string, string])[] = [
    ['`PROMPT_01.txt`', '01'],
    ['PROMPT_1', '01'],
    ['[PROMPT_01](PROMPT_01.txt)', '01'],
    ['`PROMPT_01.txt`..`PROMPT_03.txt`', '01 02 03'],
    ['PROMPT_01 - PROMPT_03', '01 02 03'],
    ['PROMPT_01–03', '01 02 03'],
    ['PROMPT_01 to PROMPT_03', '01 02 03'],
    ['`PROMPT_01.txt`, `PROMPT_03.txt`', '01 03'],
    ['PROMPT_01 and PROMPT_10; PROMPT_03', '01 10 03'],
    ['`PROMPT_00_s.txt`', '00_s'],
    ['PROMPT_00', '00_s'],
    ['PROMPT_02', '02'],
    ['PROMPT_02_s', '02_s'],
    ['PROMPT_01..PROMPT_99999', 'prose'],
    ['PROMPT_03..PROMPT_01', 'none'],
    ['PROMPT_01_s', 'none'],
    ['PROMPT_44', 'none'],
    ['', 'none'],
    ['—', 'none'],
    ['None', 'none'],
    ['`PROMPT_01.txt` (preferred)', 'prose'],
    ['after PROMPT_01', 'prose'],
    ['PROMPT_01, then a look at the logs', 'prose'],
    ['can run standalone', 'prose'],
    ['09', 'prose'],
    ['PROMPT_11_t.txt', 'prose'],
    [`PROMPT_01,${' '.repeat(100_000)}`, 'prose'],
  ];
  for (const [text, expected] of cases) {
    it(`${text.slice(0, 40)}: ${expected}`, () => {
      assert.equal(meant(text), expected);
    });
  }
});

describe('prompts: run logs by their names', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['PROMPT_09.md', '9'],
    ['PROMPT_09_s.md', '9_s'],
    ['PROMPT_09.txt.md', '9'],
    ['PROMPT_09_s.txt.md', '9_s'],
    ['PROMPT_9.md', '9'],
    ['PROMPT_09-notes.md', undefined],
    ['summary.md', undefined],
    ['PROMPT_09.txt', undefined],
  ];
  for (const [name, expected] of cases) {
    it(`${name}: ${expected ?? 'of no prompt'}`, () => {
      const reference = logReference(name);
      assert.equal(reference && `${reference.from}${reference.system ? '_s' : ''}`, expected);
      for (const folder of ['stage', 'stage1', 'stage12'])
        assert.equal(isPromptLog(`run-logs/${folder}/${name}`), expected !== undefined);
      assert.equal(isPromptLog(`run-logs/other/${name}`), false);
    });
  }
});
