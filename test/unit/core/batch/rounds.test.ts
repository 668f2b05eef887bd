import assert from 'node:assert/strict';
import { reachOf } from '../../../../src/core/batch/reach';
import { roundsOf } from '../../../../src/core/batch/rounds';
import { stageOf } from './stageValues';

interface Case {
  /** The files of each step; `?` for none said. */
  readonly files: Readonly<Record<string, string>>;
  readonly parallel?: number;
  readonly isolated?: true;
  /** Rounds by `|`. */
  readonly rounds: string;
  readonly notes?: readonly string[];
}

const CASES: Readonly<Record<string, Case>> = {
  'no steps': { files: {}, rounds: '' },
  'disjoint files: side by side': { files: { a: 'x', b: 'y', c: 'z' }, rounds: 'a b c' },
  'one after the other: files of several are told': {
    files: { a: 'x', b: '?', c: 'y x' },
    parallel: 1,
    rounds: 'a | b | c',
    notes: ['c runs after a: both may change x.'],
  },
  'one step': { files: { a: '?' }, rounds: 'a' },
  'a limit': { files: { a: 'u', b: 'v', c: 'w', d: 'x', e: 'y' }, parallel: 2, rounds: 'a b | c d | e' },
  'the same file: one after the other, with a note': {
    files: { a: 'x', b: 'y x', c: 'z' },
    rounds: 'a c | b',
    notes: ['b runs after a: both may change x.'],
  },
  'a step joins the first round that it may': {
    files: { a: 'x', b: 'x', c: 'x', d: 'y' },
    rounds: 'a d | b | c',
    notes: ['b runs after a: both may change x.', 'c runs after a: both may change x.'],
  },
  'a step without files runs alone, and says so once': {
    files: { a: 'x', b: '?', c: 'y', d: 'z' },
    rounds: 'a c d | b',
    notes: ['b does not say which files it changes, so it runs alone.'],
  },
  'a first step without files': {
    files: { a: '?', b: 'x', c: 'y' },
    rounds: 'a | b c',
    notes: ['a does not say which files it changes, so it runs alone.'],
  },
  'a round that has no room: the files are told all the same': {
    files: { a: 'x', b: 'y', c: 'x' },
    parallel: 2,
    rounds: 'a b | c',
    notes: ['c runs after a: both may change x.'],
  },
  'a step that comes before the one that it shares files with': {
    files: { a: 'x', b: 'x y', c: 'y' },
    rounds: 'a c | b',
    notes: ['b runs after a: both may change x.', 'c runs before b: both may change y.'],
  },
  'trees of their own: files do not matter, and are told': {
    files: { a: 'x', b: 'x', c: '?' },
    isolated: true,
    rounds: 'a b c',
    notes: ['a and b may both change x: what they did is merged in this order.'],
  },
  'trees of their own, with a limit': {
    files: { a: 'x', b: '?', c: 'x' },
    isolated: true,
    parallel: 2,
    rounds: 'a b | c',
    notes: ['c runs after a: both may change x.'],
  },
  'a folder and a file in it': {
    files: { a: 'src/', b: 'src/b.ts' },
    rounds: 'a | b',
    notes: ['b runs after a: both may change src/b.ts.'],
  },
  'a file and a folder above it': {
    files: { a: 'src/deep/a.ts', b: 'src' },
    rounds: 'a | b',
    notes: ['b runs after a: both may change src.'],
  },
  'a glob reaches all of its folder': {
    files: { a: 'src/**/*.ts', b: 'src/b.ts', c: 'test/c.ts' },
    rounds: 'a c | b',
    notes: ['b runs after a: both may change src/b.ts.'],
  },
  'names that begin alike are others': { files: { a: 'src/a', b: 'src/ab' }, rounds: 'a b' },
  'one file in several spellings': {
    files: { a: './Src//x.ts', b: 'src\\lib\\..\\X.ts' },
    rounds: 'a | b',
    notes: ['b runs after a: both may change src\\lib\\..\\X.ts.'],
  },
  'a path from the root may be any': {
    files: { a: '/w/src/a.ts', b: 'src/b.ts' },
    rounds: 'a | b',
    notes: ['b runs after a: both may change src/b.ts.'],
  },
};

describe('the rounds of a batch', () => {
  for (const [name, { files, parallel = 3, isolated = false, rounds, notes = [] }] of Object.entries(CASES)) {
    it(name, () => {
      const { steps } = stageOf(
        Object.fromEntries(
          Object.entries(files).map(([key, text]) => [key, text === '?' ? {} : { files: text.split(' ') }]),
        ),
      );
      const told = roundsOf(steps, parallel, isolated);
      const words = told.rounds.map((round) => round.map((key) => key.replace('-step', '')).join(' '));
      assert.deepEqual([words.join(' | '), told.notes], [rounds, notes]);
    });
  }

  it('shortens a path of any length, and gives it one line', () => {
    const file = `x\n${'y'.repeat(5000)}`;
    const { steps } = stageOf({ a: { files: [file] }, b: { files: [file] } });
    const [note = ''] = roundsOf(steps, 2, false).notes;
    assert.ok(note.length < 300 && !note.includes('\n'), note);
  });
});

describe('how far a path reaches', () => {
  for (const [path, last] of [
    ['src/a.ts', 'src/a.ts'],
    ['./src/./a.ts', 'src/a.ts'],
    ['src/../a.ts', 'a.ts'],
    ['../../a.ts', 'a.ts'],
    ['src/', 'src'],
    ['SRC\\A.ts', 'src/a.ts'],
    ['src/*.ts', 'src'],
    ['**', ''],
    ['src/{a,b}.ts', 'src'],
    ['app/[id]/page.tsx', 'app/[id]/page.tsx'],
    ['src/a.ts (new)', 'src/a.ts'],
    ['/etc/hosts', ''],
    ['C:\\x', ''],
    ['~/x', ''],
    ['.', ''],
    ['', ''],
  ] as const) {
    it(JSON.stringify(path), () => {
      assert.equal(reachOf(path).at(-1), last);
    });
  }

  it('is bounded', () => {
    assert.equal(reachOf('a/'.repeat(10_000)).length, 41);
  });
});
