import assert from 'node:assert/strict';
import type { LeftOut } from '../../../../src/core/checkpoints/checkpoint';
import {
  changesOf,
  isLeftOut,
  planRestore,
  readDifferences,
  shownPath,
  type Difference,
} from '../../../../src/core/checkpoints/restorePlan';

const FILE = { mode: '100644', sha: 'a'.repeat(40) };
const LINK = { mode: '160000', sha: 'b'.repeat(40) };

/** `+p` only the checkpoint has it, `-p` only the present, `~p` both; `*` after it: a submodule on every side there is. */
function difference(text: string): Difference {
  const entry = text.endsWith('*') ? LINK : FILE;
  const path = text.slice(1).replace(/\*$/, '');
  return {
    path,
    ...(!text.startsWith('+') && { now: entry }),
    ...(!text.startsWith('-') && { then: entry }),
  };
}

function left(text: string): LeftOut {
  return { path: text.replace(/!$/, ''), reason: text.endsWith('!') ? 'too_many' : 'too_large' };
}

function words(text: string): string[] {
  return text.split(' ').filter((word) => word !== '');
}

interface Alone {
  readonly then?: string;
  readonly now?: string;
  readonly ignored?: string;
  readonly notThen?: string;
}

function applied(differences: string, alone: Alone): string {
  const { apply, kept } = planRestore(words(differences).map(difference), {
    then: words(alone.then ?? '').map(left),
    now: words(alone.now ?? '').map(left),
    ignoredThen: new Set(words(alone.ignored ?? '')),
    notThen: new Set(words(alone.notThen ?? '')),
  });
  assert.equal(apply.length + kept.length, words(differences).length);
  return apply.map(({ path }) => path).join(' ');
}

describe('what a restore changes', () => {
  const cases: readonly (readonly [string, string, Alone, string])[] = [
    ['is every difference', '~a +b -c/d', {}, 'a b c/d'],
    ['is not what the checkpoint does not hold', '~a ~big -big2', { then: 'big big2' }, 'a'],
    ['is not what the safety checkpoint does not hold', '~a ~big +big2', { now: 'big big2' }, 'a'],
    ['is nothing below what is left out', '~out/a -out/b/c +out/d -outer', { then: 'out/' }, 'outer'],
    ['is in a crowded folder what both hold', '~many/a -many/b +many/c', { then: 'many/!' }, 'many/a many/c'],
    [
      'is in a folder that is crowded now what is held',
      '~many/a -many/b',
      { now: 'many/!' },
      'many/a many/b',
    ],
    ['is never a submodule', '~sub* +sub2* -sub3* ~a', {}, 'a'],
    ['is nothing in the place of a submodule', '-sub* +sub/a +sub/b', {}, ''],
    ['is not what was ignored then', '-x.log -y', { ignored: 'x.log' }, 'y'],
    ['is a file where a folder comes, ignored or not', '-x +x/a', { ignored: 'x' }, 'x x/a'],
    ['is a folder where a file comes, ignored or not', '-x/a -x/b +x', { ignored: 'x/a' }, 'x/a x/b x'],
    ['is not a file in the place of a folder that stays', '-d/big +d -d/a', { then: 'd/big' }, 'd/a'],
    ['is not a folder in the place of a file that stays', '-d +d/a', { now: 'd' }, ''],
    [
      'is what was certainly not there then',
      '-x.log -many/f',
      { ignored: 'x.log', then: 'many/!', notThen: 'x.log many/f' },
      'x.log many/f',
    ],
    ['is not what is left out, certainly there or not', '-big', { then: 'big', notThen: 'big' }, ''],
  ];
  for (const [name, differences, alone, expected] of cases)
    it(name, () => assert.equal(applied(differences, alone), expected));
});

describe('differences of trees', () => {
  it('are read from git as they come, names of any kind included', () => {
    const [none, other] = ['0'.repeat(40), 'c'.repeat(40)];
    const rows = [
      [`:100644 100755 ${FILE.sha} ${other} M`, 'a b'],
      [`:000000 120000 ${none} ${other} A`, 'new\nline'],
      [`:100644 000000 ${FILE.sha} ${none} D`, 'ü\xff'],
    ];
    const differences = readDifferences(
      rows
        .flat()
        .map((field) => `${field}\0`)
        .join(''),
    );
    assert.deepEqual(
      differences.map(({ path, now, then }) => [path, now?.mode, then?.mode]),
      [
        ['a b', '100644', '100755'],
        ['new\nline', undefined, '120000'],
        ['ü\xff', '100644', undefined],
      ],
    );
    assert.deepEqual(readDifferences(''), []);
  });

  it('are told as what happened since, in names that people read', () => {
    const bytes = Buffer.from('ü').toString('latin1');
    const changes = changesOf([difference('~a'), difference('+b'), difference(`-${bytes}`)]);
    assert.deepEqual(changes, [
      { path: 'a', what: 'changed' },
      { path: 'b', what: 'deleted' },
      { path: 'ü', what: 'added' },
    ]);
    assert.equal(shownPath('\xff'), '\ufffd');
  });

  it('lie in what is left out, whether that is a file or a folder', () => {
    const leftOut = [left('big'), left('many/!'), { path: 'sub/', reason: 'nested_repository' } as const];
    const inside = ['big', 'many/a/b', 'sub', 'sub/x', 'bigger', 'man', 'a/big'].filter((path) =>
      isLeftOut(path, leftOut),
    );
    assert.deepEqual(inside, ['big', 'many/a/b', 'sub', 'sub/x']);
  });
});
