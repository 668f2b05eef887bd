/**
 * What a restore costs after a person has seen its preview, as a ratio to the bare git commands from a shell (a snapshot
 * of the present, then the two-tree merge), and to a shadow repository beside the user's that is only brought up to date,
 * each measured in the same round.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckpointRecord } from '../../src/core/checkpoints/checkpoint';
import { gitCommand } from '../../src/node/checkpoints/gitCommand';
import { previewRestore } from '../../src/node/checkpoints/preview';
import { restoreTree } from '../../src/node/checkpoints/restore';
import { takeSnapshot } from '../../src/node/checkpoints/snapshot';
import { takeCheckpoint, type TakeParts } from '../../src/node/checkpoints/takeCheckpoint';
import type { Bench } from '../../test/bench/plans';
import { makeRepository, makeState, type State, STATES } from './repository';

const ROUNDS = 7;
const SIZES = [2_000, 20_000];
const LIMITS = { maxFileSize: 10 << 20, maxUntracked: 200 };

/**
 * What a careful person types for the same result (docs/editor-api.md (f)), with nothing around it: find the index, copy
 * it, `add -A`, `write-tree`, `commit-tree` and `update-ref` for the way back, then the two-tree `read-tree -m -u` on the
 * copy. No look at what the restore would touch and none at what it left: those two our side does besides.
 * `$1`: the private index, `$2`: the ref.
 */
const BARE = `set -e
cp -p "$(git rev-parse --git-path index)" "$1"
export GIT_INDEX_FILE="$1"
git add -A
tree=$(git write-tree)
commit=$(git commit-tree "$tree" -p HEAD -m checkpoint)
git update-ref "$2" "$commit"
git read-tree -m -u "$tree" HEAD`;

interface Round {
  readonly top: string;
  /** For files of this round only. */
  readonly scratch: string;
  readonly name: string;
  /** The checkpoint of the clean state, where every restore of the round goes. */
  readonly target: CheckpointRecord;
}

/** Makes ready, brings about the present on the way, all unmeasured; gives back what is measured. */
type Contender = (round: Round, present: () => void) => Promise<() => void | Promise<void>>;

const ours: Contender = async ({ top, scratch, name, target }, present) => {
  present();
  const request = { folder: top, dataFolder: scratch, target, limits: LIMITS };
  const preview = await previewRestore(request);
  if ('refused' in preview) throw new Error(preview.refused.detail);
  return async () => {
    const result = await restoreTree({
      ...request,
      preview,
      what: 'files',
      by: 'Bench',
      take: (about) => take(top, scratch, { ...about, id: `${name}safety` }),
      liveRun: () => Promise.resolve(undefined),
      discard: () => Promise.resolve(),
      now: () => new Date(),
      newId: () => name,
    });
    if (!('restored' in result)) throw new Error(JSON.stringify(result));
  };
};

const bare: Contender = ({ top, scratch, name }, present) => {
  present();
  return Promise.resolve(() => {
    execFileSync('sh', ['-c', BARE, 'sh', join(scratch, 'index'), `refs/bench/${name}`], { cwd: top });
  });
};

function addToShadow({ top, scratch }: Round): void {
  execFileSync('git', [`--git-dir=${join(scratch, 'shadow')}`, `--work-tree=${top}`, 'add', '-A'], {
    cwd: top,
  });
}

const shadowFirst: Contender = (round, present) => {
  execFileSync('git', ['init', '--quiet', '--bare', join(round.scratch, 'shadow')]);
  present();
  return Promise.resolve(() => {
    addToShadow(round);
  });
};

const shadowLater: Contender = async (round, present) => {
  await (
    await shadowFirst(round, () => undefined)
  )();
  present();
  return () => {
    addToShadow(round);
  };
};

async function take(
  top: string,
  dataFolder: string,
  about: Omit<Parameters<typeof takeCheckpoint>[1], 'deadlineMs'>,
): ReturnType<typeof takeCheckpoint> {
  const parts: TakeParts = {
    git: gitCommand,
    snapshot: takeSnapshot,
    top,
    dataFolder,
    tool: { name: 'stage-runner', version: 'bench' },
    limits: LIMITS,
    tagPrefix: '',
    now: () => new Date(),
  };
  return takeCheckpoint(parts, { ...about, deadlineMs: 60_000 });
}

/** Ratios of ours to the other, one a round; who goes first alternates. */
async function ratios(files: number, state: State, other: Contender): Promise<number[]> {
  const top = makeRepository(files);
  const samples: number[] = [];
  try {
    for (let number = 0; number < ROUNDS; number += 1) {
      const times = new Map<Contender, number>();
      for (const [turn, contender] of (number % 2 === 0 ? [ours, other] : [other, ours]).entries()) {
        const scratch = mkdtempSync(join(tmpdir(), 'stage-runner-bench-'));
        const name = `${state}${number}turn${turn}`;
        makeState(top, files, 'clean', number);
        const taken = await take(top, scratch, { id: `${name}target`, name, kind: 'manual' });
        if ('refused' in taken) throw new Error(taken.refused.detail);
        const round = { top, scratch, name, target: taken.record };
        const present = (): void => makeState(top, files, state, number * 2 + turn);
        const run = await contender(round, present);
        const start = performance.now();
        await run();
        times.set(contender, performance.now() - start);
        rmSync(scratch, { recursive: true });
      }
      samples.push((times.get(ours) ?? NaN) / (times.get(other) ?? NaN));
    }
  } finally {
    rmSync(top, { recursive: true });
  }
  return samples;
}

export const benches: readonly Bench[] = [
  ...SIZES.flatMap((files) =>
    STATES.map((state) => ({
      name: `restore.${files}.${state}/bareGit`,
      unit: 'ratio',
      goal: 1.5,
      run: () => ratios(files, state, bare),
    })),
  ),
  {
    name: 'restore.20000.dirty/shadowFirst',
    unit: 'ratio',
    goal: 1,
    run: () => ratios(20_000, 'dirty', shadowFirst),
  },
  {
    // A shadow only adds here, as in `snapshot.20000.dirty/shadowLater`, and restores nothing: told beside, no goal.
    name: 'restore.20000.dirty/shadowLater',
    unit: 'ratio',
    run: () => ratios(20_000, 'dirty', shadowLater),
  },
];
