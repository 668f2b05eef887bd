/** Small tasks outside the stages, `quick/<id>-slug/` (renn-gsd.md 1.1, 2.6): one stage, each folder's plan a step of it. */
import { join } from 'node:path';
import type { NamedDocument, Stage, Step } from '../../plan';
import type { Problem } from '../../problem';
import type { StagedSource } from './digests';
import { localOf, scheduled } from './folders';
import type { LocalStage } from './local';
import { compareNumbers, type StagedProfile, titleFrom } from './names';
import { NO_OVERVIEW } from './overview';
import { quickKey, readQuickTable } from './quickTable';
import { stagedStep } from './step';
import { QUICK, type StageFolder } from './tree';

/** `undefined` where there are none; the same stage as long as no task changed. */
export function quickStage(
  folders: readonly StageFolder[],
  source: StagedSource,
  profile: StagedProfile,
): Stage | undefined {
  if (folders.length === 0) return undefined;
  const said = saidOfTasks(source, profile);
  const inputs = [...folders.map((folder) => localOf(folder, source, profile)), ...source.problems, said];
  const known = assembled.get(folders);
  if (known?.inputs.length === inputs.length && known.inputs.every((one, at) => one === inputs[at]))
    return known.stage;
  const stage = assemble(folders, source, profile, said);
  assembled.set(folders, { inputs, stage });
  return stage;
}

const assembled = new WeakMap<
  readonly StageFolder[],
  { readonly inputs: readonly unknown[]; readonly stage: Stage }
>();

type Said = ReturnType<typeof readQuickTable>;
const NOTHING_SAID: Said = new Map();

function saidOfTasks({ files, root }: StagedSource, { state }: StagedProfile): Said {
  const text = files.get(state);
  return text === undefined ? NOTHING_SAID : readQuickTable(text, join(root, state));
}

function assemble(
  folders: readonly StageFolder[],
  source: StagedSource,
  profile: StagedProfile,
  said: Said,
): Stage {
  const tasks = [...folders]
    .sort((left, right) => compareNumbers(left.number, right.number))
    .map((folder) => quickTask(localOf(folder, source, profile), source, profile, said));
  return {
    key: QUICK,
    title: 'Quick tasks',
    // They come and go beside the stages: the work goes on where those are.
    backlog: true,
    folder: join(source.root, QUICK),
    documents: tasks.flatMap(({ documents }) => documents),
    steps: tasks.flatMap(({ steps }) => steps),
    problems: tasks.flatMap(({ problems }) => problems),
  };
}

/** Quick tasks wait for nothing. */
const NOTHING = () => undefined;

interface QuickTask {
  readonly steps: readonly Step[];
  /** Of a task without a plan file. */
  readonly documents: readonly NamedDocument[];
  readonly problems: readonly Problem[];
}

/** The task's name says what it is better than its plan's file name does. */
function quickTask(
  local: LocalStage,
  { root, problems }: StagedSource,
  profile: StagedProfile,
  said: Said,
): QuickTask {
  const { folder, documents, proof } = local;
  const reports = proof === undefined ? documents : [{ kind: profile.proof, file: proof.file }, ...documents];
  const context = {
    root,
    profile,
    folder,
    overview: NO_OVERVIEW,
    schedule: scheduled(local, NOTHING, profile).schedule,
    finished: { step: () => undefined, stage: () => undefined },
    unread: problems,
  };
  const steps = local.steps.map((step): Step => {
    const { title, ...rest } = stagedStep(step, context);
    return {
      ...rest,
      title: step.digest?.title ?? (titleFrom(folder.slug) || title),
      claims: [...(rest.claims ?? []), ...(said.get(quickKey(folder.number ?? '')) ?? [])],
      documents: [...(rest.documents ?? []), ...reports],
    };
  });
  return { steps, documents: steps.length === 0 ? reports : [], problems: local.problems };
}
