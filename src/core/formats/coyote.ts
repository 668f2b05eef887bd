/** The step-plan format of the step-runner: `steps/NN-<slug>.md`, `handoffs/`, `NOTES.md`, `plan.md` (coyote.md 1.1). */
import { basename, join, relative } from 'node:path';
import type { Plan, Step } from '../plan';
import { dependenciesOf, dependencyProblems, type NamedStep } from './coyote/dependencies';
import { handoffPath, handoffsOf, readHandoff, type Handoffs } from './coyote/handoffs';
import { compareNumbers, stepName } from './coyote/names';
import {
  keysByNumber,
  nameProblems,
  orderProblems,
  orphanHandoffs,
  strayProblems,
} from './coyote/planProblems';
import { withStatus } from './coyote/status';
import { readStep, type StepText } from './coyote/step';
import { byText, type Listing, type PlanFormat, type PlanSource } from './format';

const STEP_FILE = /^steps\/([^/]+)\.md$/;
const HANDOFF_FILE = /^handoffs\/[^/]+\.md$/;

export const coyote: PlanFormat = {
  id: 'coyote',
  depth: 1,
  watches: [
    { folder: '', pattern: '*.md' },
    { folder: 'steps', pattern: '*.md' },
    { folder: 'handoffs', pattern: '*.md' },
  ],

  /** A numbered `.md` in `steps/`, or any `.md` there beside a `handoffs/` folder, the orchestrator's own marker. */
  recognises(listing) {
    const keys = stepKeys(listing);
    return (
      keys.some((key) => stepName(key) !== undefined) || (keys.length > 0 && listing.includes('handoffs/'))
    );
  },

  reads(listing) {
    return listing.filter((name) => STEP_FILE.test(name) || HANDOFF_FILE.test(name) || name === 'plan.md');
  },

  read: readPlan,
  withStatus,
};

function stepKeys(listing: Listing): string[] {
  return listing.flatMap((name) => STEP_FILE.exec(name)?.[1] ?? []);
}

/** A step whose file was never readable: nothing is known of it, and that is what is shown. */
const UNREAD: StepText = {
  mark: 'unrecognised',
  meant: 'unrecognised',
  markText: '',
  title: '',
  declared: undefined,
  dependencies: [],
  dependsOn: undefined,
  meantDependencies: undefined,
  testCommands: [],
  problems: [],
};

function readPlan(source: PlanSource): Plan {
  const files = stepKeys(source.listing).map((key) => {
    const file = join(source.root, 'steps', `${key}.md`);
    const text = source.files.get(`steps/${key}.md`);
    return {
      key,
      number: stepName(key)?.number,
      file,
      text: text === undefined ? UNREAD : readStep(text, file),
    };
  });
  const steps = files
    .flatMap((step): NamedStep[] => (step.number === undefined ? [] : [{ ...step, number: step.number }]))
    .sort((left, right) => compareNumbers(left.number, right.number) || byText(left.key, right.key));
  const strays = files
    .filter(({ number }) => number === undefined)
    .map(({ file, text }) => ({ file, mark: text.mark }));
  const handoffs = handoffsOf(
    source,
    steps.map(({ key }) => key),
  );
  const read = readSteps(steps, handoffs, source);
  const placed = new Set(read.flatMap((step) => step.problems));
  return {
    id: `coyote:${source.root}`,
    format: 'coyote',
    terms: { plan: 'plan', stage: 'stage', step: 'step', batch: 'step', gate: 'gate', handoff: 'handoff' },
    title: titleOf(source),
    root: source.root,
    folder: source.folder,
    overview: source.listing.includes('plan.md') ? join(source.root, 'plan.md') : undefined,
    notes: join(source.root, 'NOTES.md'),
    stages: [{ key: '', title: '', steps: read }],
    strays,
    problems: [
      ...source.problems.filter((problem) => !placed.has(problem)),
      ...strayProblems(strays),
      ...orderProblems(steps),
      ...orphanHandoffs(handoffs),
    ],
  };
}

function readSteps(
  steps: readonly NamedStep[],
  handoffs: Handoffs,
  { problems: unread, files }: PlanSource,
): Step[] {
  const odd = dependencyProblems(steps);
  const numbers = keysByNumber(steps);
  const closed = unread.some((problem) => problem.file === handoffs.folder);
  return steps.map((step) => {
    const { key, number, file, text } = step;
    const found = readHandoff(handoffs, key);
    const own = [file, found?.handoff.file];
    return {
      key,
      number,
      title: text.title || (stepName(key)?.slug ?? key),
      file,
      mark: text.mark,
      meant: text.meant,
      markText: text.markText,
      dependsOn: dependenciesOf(step, steps, handoffs),
      handoff: found?.handoff,
      handoffFile: handoffPath(handoffs, key),
      testCommands: text.testCommands,
      ...(files.has(`steps/${key}.md`) ? {} : { unread: true }),
      ...(closed && !found && text.mark === 'complete' ? { unread: 'handoffs/ could not be read' } : {}),
      problems: [
        ...unread.filter((problem) => own.includes(problem.file)),
        ...text.problems,
        ...nameProblems(step, numbers),
        ...(odd.get(key) ?? []),
        ...(found?.problems ?? []),
      ],
    };
  });
}

/** The overview's first heading, else the folder's place in the workspace. */
function titleOf(source: PlanSource): string {
  const overview = source.files.get('plan.md')?.text ?? '';
  const heading = /^# +(.+)$/m.exec(overview)?.[1]?.trim();
  return heading || relative(source.folder, source.root).replaceAll('\\', '/') || basename(source.root);
}
