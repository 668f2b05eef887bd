import assert from 'node:assert/strict';
import { parseCim, parsePs, parseStat } from '../../../../src/node/processes/processTable';
import { growTree } from '../../../../src/node/processes/tree';

describe('the process table', () => {
  it('reads a line of /proc whatever the command is called', () => {
    const tail = `${Array.from({ length: 15 }, () => '0').join(' ')} 4711 0 0`;
    assert.deepEqual(parseStat(`12 (a) b (c) S 3 12 9 ${tail}`), {
      pid: 12,
      parent: 3,
      group: 12,
      session: 9,
      start: '4711',
    });
    assert.equal(parseStat(`12 (gone) Z 3 12 9 ${tail}`), undefined, 'a zombie is not alive');
  });

  it('reads ps of macOS', () => {
    const text =
      '    1     0     1 Ss   Mon Nov  2 10:00:00 2026\n  502     1   500 Z+   Mon Nov  2 10:00:01 2026    \n';
    assert.deepEqual(parsePs(text), [
      { pid: 1, parent: 0, group: 1, session: 0, start: 'Mon Nov  2 10:00:00 2026' },
    ]);
  });

  it('reads the list of Windows', () => {
    assert.deepEqual(parseCim('4 0 \r\n812 4 639000000000000000\r\nnoise\r\n'), [
      { pid: 4, parent: 0, group: 0, session: 0, start: '' },
      { pid: 812, parent: 4, group: 0, session: 0, start: '639000000000000000' },
    ]);
  });

  it('keeps what was noted, and takes no stranger with a used pid for it', () => {
    const entry = (pid: number, parent: number, group: number, start: string) =>
      [pid, { pid, parent, group, session: 0, start }] as const;
    const noted = new Map([[10, 'a']]);
    const pids = (table: Parameters<typeof growTree>[1]) => growTree(noted, table).map(({ pid }) => pid);
    assert.deepEqual(
      pids(new Map([entry(10, 1, 10, 'a'), entry(11, 10, 11, 'b'), entry(12, 1, 11, 'c')])),
      [10, 11, 12],
    );
    assert.deepEqual(
      pids(new Map([entry(11, 1, 11, 'b'), entry(13, 1, 10, 'd')])),
      [11, 13],
      'the group of the dead root',
    );
    assert.deepEqual(
      pids(new Map([entry(10, 1, 10, 'later'), entry(14, 10, 10, 'e')])),
      [],
      'pid 10 is used again',
    );
  });

  it('takes pid 0, which stands for nobody, for no parent and no leader', () => {
    const first = { pid: 1, parent: 0, group: 0, session: 0, start: 'a' };
    assert.deepEqual(growTree(new Map([[0, undefined]]), new Map([[1, first]])), []);
  });
});
