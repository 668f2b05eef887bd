/**
 * What a snapshot costs, as a ratio to the bare git commands from a shell, and to a shadow repository beside the user's,
 * each measured in the same round.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeSnapshot } from '../../src/node/checkpoints/snapshot';
import type { Bench } from '../../test/bench/plans';
import { makeRepository, makeState, type State, STATES } from './repository';

const ROUNDS = 7;
const SIZES = [2_000, 20_000];

/**
 * The method of docs/editor-api.md (f), with nothing around it: the index at its usual place is copied, then `add -A`,
 * `write-tree`, `commit-tree`, `update-ref`. `$1`: the private index, `$2`: the ref.
 */
const BARE = `set -e
cp -p .git/index "$1"
export GIT_INDEX_FILE="$1"
git add -A
tree=$(git write-tree)
commit=$(git commit-tree "$tree" -p HEAD -m checkpoint)
git update-ref "$2" "$commit"`;

interface Round {
  readonly top: string;
  /** For files of this round only. */
  readonly scratch: string;
  readonly name: string;
}

type Contender = (round: Round) => void | Promise<void>;

const ours: Contender = async ({ top, name }) => {
  const result = await takeSnapshot({
    folder: top,
    ref: `refs/stage-runner/checkpoints/${name}`,
    limits: { maxFileSize: 10 << 20, maxUntracked: 200 },
    deadlineMs: 60_000,
    message: () => 'checkpoint',
  });
  if ('refused' in result) throw new Error(result.refused.detail);
};

const bare: Contender = ({ top, scratch, name }) => {
  execFileSync('sh', ['-c', BARE, 'sh', join(scratch, 'index'), `refs/bench/${name}`], { cwd: top });
};

const shadow: Contender = ({ top, scratch }) => {
  execFileSync('git', [`--git-dir=${join(scratch, 'shadow')}`, `--work-tree=${top}`, 'add', '-A'], {
    cwd: top,
  });
};

const initShadow: Contender = ({ scratch }) => {
  execFileSync('git', ['init', '--quiet', '--bare', join(scratch, 'shadow')]);
};

/** Ratios of ours to the other, one a round; who goes first alternates, and each finds contents not seen before. */
async function ratios(files: number, state: State, other: Contender, prepare: Contender): Promise<number[]> {
  const top = makeRepository(files);
  const samples: number[] = [];
  try {
    for (let number = 0; number < ROUNDS; number += 1) {
      const scratch = mkdtempSync(join(tmpdir(), 'stage-runner-bench-'));
      const round = { top, scratch, name: `${state}${number}` };
      await prepare(round);
      const times = new Map<Contender, number>();
      for (const [turn, contender] of (number % 2 === 0 ? [ours, other] : [other, ours]).entries()) {
        makeState(top, files, state, number * 2 + turn);
        const start = performance.now();
        await contender(round);
        times.set(contender, performance.now() - start);
      }
      samples.push((times.get(ours) ?? NaN) / (times.get(other) ?? NaN));
      rmSync(scratch, { recursive: true });
    }
  } finally {
    rmSync(top, { recursive: true });
  }
  return samples;
}

export const benches: readonly Bench[] = [
  ...SIZES.flatMap((files) =>
    STATES.map((state) => ({
      name: `snapshot.${files}.${state}/bareGit`,
      unit: 'ratio',
      goal: 1.3,
      run: () => ratios(files, state, bare, () => undefined),
    })),
  ),
  {
    name: 'snapshot.20000.dirty/shadowFirst',
    unit: 'ratio',
    goal: 1,
    run: () => ratios(20_000, 'dirty', shadow, initShadow),
  },
  {
    // A shadow only adds here: it writes no tree, commit or ref.
    name: 'snapshot.20000.dirty/shadowLater',
    unit: 'ratio',
    goal: 3,
    run: () =>
      ratios(20_000, 'dirty', shadow, async (round) => {
        await initShadow(round);
        await shadow(round);
      }),
  },
];
