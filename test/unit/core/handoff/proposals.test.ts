import assert from 'node:assert/strict';
import { proposal, withProposals } from '../../../../src/core/handoff/proposals';

const handoff = (body: string): string =>
  `## Deviations\nNone\n\n## Downstream plan updates\n${body}\n\n## Edge cases discovered\nNone\n`;

describe('proposals in a handoff', () => {
  const text = 'Proposed for `a`';

  it('take the place of "None"', () => {
    assert.equal(withProposals(handoff('None'), text), handoff(`\n${text}`));
  });

  it('follow what is there', () => {
    const fence = '```diff\n## Edge cases discovered\n```';
    assert.equal(withProposals(handoff(fence), text), handoff(`\n${fence}\n\n${text}`));
  });

  it('are added once', () => {
    const once = withProposals(handoff('None.'), `${text}\n`);
    assert.equal(withProposals(once, `${text}\n`), once);
  });

  it('keep the line ends', () => {
    const crlf = handoff('None').replaceAll('\n', '\r\n');
    const once = withProposals(crlf, text);
    assert.equal(once, handoff(`\n${text}`).replaceAll('\n', '\r\n'));
    assert.equal(withProposals(once, text), once);
  });

  it('get a section of their own where there is none, and at the end of the file', () => {
    assert.equal(
      withProposals('## Summary\nx', text),
      `## Summary\nx\n\n## Downstream plan updates\n\n${text}\n`,
    );
    const last = withProposals('## Downstream plan updates\nNone', text);
    assert.equal(last, `## Downstream plan updates\n\n${text}\n`);
    assert.equal(withProposals(last, text), last);
  });

  it('change nothing when there are none', () => {
    assert.equal(withProposals(handoff('None'), ' \n'), handoff('None'));
  });

  it('cannot break out of their fence, nor out of their name', () => {
    const change = proposal('steps/0`3\n## x.md', 'a\n', 'a\n````\n## Summary\n');
    assert.equal(
      change,
      [
        'Proposed for `steps/0?3?## x.md`, not applied, for a person to decide:',
        '',
        '`````diff',
        '--- a/steps/0?3?## x.md',
        '+++ b/steps/0?3?## x.md',
        '@@ -1,1 +1,3 @@',
        ' a',
        '+````',
        '+## Summary',
        '`````',
        '',
      ].join('\n'),
    );
  });

  it('show a file that was wholly rewritten, without looking long for a short difference', () => {
    const text = (word: string): string =>
      Array.from({ length: 5000 }, (_, at) => `${word} ${at}\n`).join('');
    const started = performance.now();
    const lines = proposal('a.md', text('old'), text('new')).split('\n');
    assert.ok(performance.now() - started < 2000);
    assert.equal(lines[5], '@@ -1,5000 +1,5000 @@');
    assert.deepEqual(
      [lines[6], lines[5005], lines[5006], lines[10005]],
      ['-old 0', '-old 4999', '+new 0', '+new 4999'],
    );
  });

  it('show new and deleted files', () => {
    assert.match(proposal('a.md', undefined, 'x\n'), /--- \/dev\/null\n\+\+\+ b\/a.md/);
    assert.match(proposal('a.md', 'x\n', undefined), /--- a\/a.md\n\+\+\+ \/dev\/null/);
  });
});
