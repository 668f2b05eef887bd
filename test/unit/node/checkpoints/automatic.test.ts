import assert from 'node:assert/strict';
import type { CheckpointKind, CheckpointRecord } from '../../../../src/core/checkpoints/checkpoint';
import { AutomaticCheckpoints } from '../../../../src/node/checkpoints/automatic';
import type { TakeRequest, TakeResult } from '../../../../src/node/checkpoints/ports';

/** One letter each: b and s automatic (before a batch, after a step), m manual, ! safety; capital letters fail. */
const KINDS: Readonly<Record<string, CheckpointKind>> = {
  b: 'before_batch',
  s: 'after_step',
  m: 'manual',
  '!': 'safety',
};

/** What became of each: `+` taken, `-` refused, `p` refused as paused without being tried. */
async function outcomes(row: string): Promise<{ text: string; automatic: AutomaticCheckpoints }> {
  let fails = false;
  let tries = 0;
  const take = ({ id, name, kind }: TakeRequest): Promise<TakeResult> => {
    tries += 1;
    if (fails) return Promise.resolve({ refused: { code: 'x', detail: `No ${tries}.`, wayOut: 'Wait.' } });
    const record: CheckpointRecord = {
      ...{ schema_version: 1, record_id: id, tool: { name: 't', version: '1' }, name, kind },
      ...{ created_at: '', left_out: [] },
    };
    return Promise.resolve({ record });
  };
  const automatic = new AutomaticCheckpoints({ take });
  let text = '';
  for (const letter of row) {
    fails = letter !== letter.toLowerCase();
    const before = tries;
    const kind = KINDS[letter.toLowerCase()] ?? 'manual';
    const result = await automatic.take({ id: 'i', name: 'n', kind, deadlineMs: 1 });
    text += tries === before ? 'p' : 'record' in result ? '+' : '-';
  }
  return { text, automatic };
}

describe('automatic checkpoints', () => {
  for (const [row, expected] of [
    ['bsbs', '++++'],
    ['BSb', '--+'],
    ['BSBbs', '---pp'],
    ['BSbBSb', '--+--+'],
    ['BSBbmb', '---p++'],
    ['BSB!b', '---++'],
    ['BSBMb', '----p'],
    ['BMSMb', '----+'],
    ['MMMb', '---+'],
  ] as const) {
    it(`${row}: ${expected}`, async () => {
      assert.equal((await outcomes(row)).text, expected);
    });
  }

  it('say why they are paused, with the last reason and a way out', async () => {
    assert.deepEqual((await outcomes('BSB')).automatic.paused, {
      code: 'paused',
      detail: 'Automatic checkpoints are paused, because 3 in a row failed. The last time: No 3.',
      wayOut: 'Wait. Then create a checkpoint by hand, or reload the window.',
    });
    assert.equal((await outcomes('BSBm')).automatic.paused, undefined);
  });
});
