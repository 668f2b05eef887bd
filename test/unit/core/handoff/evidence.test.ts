import assert from 'node:assert/strict';
import type { CheckRecord } from '../../../../src/core/checks';
import { evidenceBlock, hasEvidence } from '../../../../src/core/handoff/evidence';
import { fenced } from '../../../../src/core/handoff/fence';

const ran: CheckRecord = {
  check: 'test',
  status: 'failed',
  display: 'npm run test',
  exitCode: 1,
  durationMs: 1234,
  lines: ['1 failing', '## Summary', '```'],
};

describe('evidence of a check', () => {
  const blocks: readonly (readonly [string, CheckRecord, string])[] = [
    ['a command', ran, '$ npm run test\n1 failing\n## Summary\n```\nexit code 1, 1.2 s'],
    [
      'a time-out',
      { ...ran, status: 'timed_out', exitCode: null, lines: [] },
      '$ npm run test\ntimed out and was ended, 1.2 s',
    ],
    ['no exit code', { ...ran, exitCode: null, lines: ['x'] }, '$ npm run test\nx\nno exit code, 1.2 s'],
    [
      'no command',
      { check: 'lint', status: 'not_run', display: 'no command is set', lines: [] },
      'lint check: not run: no command is set',
    ],
  ];
  for (const [name, record, block] of blocks) {
    it(`tells of ${name}`, () => {
      assert.equal(evidenceBlock(record), block);
    });
  }

  const block = evidenceBlock(ran);
  const handoff = (evidence: string, after = ''): string =>
    `## Summary\nx\n\n## Evidence\n${evidence}\n\n## Notes for next step\n${after}\n`;
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['in a fence, although it has headings and backticks', handoff(fenced(block)), true],
    ['with blanks at the ends and carriage returns', handoff(fenced(block).replaceAll('\n', '  \r\n')), true],
    ['with a line missing', handoff(fenced(block.replace('1 failing\n', ''))), false],
    ['with another exit code', handoff(fenced(block.replace('code 1', 'code 0'))), false],
    ['with a line in between', handoff(fenced(block.replace('1 failing', '1 failing\nand so on'))), false],
    ['only under another heading', handoff('None', fenced(block)), false],
    ['nowhere', '## Summary\n', false],
  ];
  for (const [name, text, expected] of cases) {
    it(`${expected ? 'is found' : 'is missed'} ${name}`, () => {
      assert.equal(hasEvidence(text, block), expected);
    });
  }
});
