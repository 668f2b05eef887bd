/** One stage's folder as its own files show it; what other stages and documents say of it is added later. */
import type { Claim, NamedDocument, Proof, Stage } from '../../plan';
import { problemsOf } from '../../written';
import { fileProblem, type Problem } from '../../problem';
import { readFolder, type ReadFolder, type StagedSource } from './digests';
import { documentsOf } from './documents';
import { namesStage, type StageFile } from './files';
import type { StagedProfile } from './names';
import { deepSteps } from './oddSteps';
import { pairRecaps } from './pairing';
import { readContinue } from './pause';
import { proofOf, type Reports, sortReports } from './proof';
import { localSteps, type LocalStep } from './steps';
import type { StageFolder } from './tree';

export interface LocalStage {
  readonly folder: StageFolder;
  readonly steps: readonly LocalStep[];
  readonly proof: Proof | undefined;
  /** What passed by the files of user acceptance tests. */
  readonly held: NonNullable<Stage['audit']>['held'];
  readonly prepared: boolean;
  /** There is a recap of the stage as a whole. */
  readonly summarised: boolean;
  readonly claims: readonly Claim[];
  readonly documents: readonly NamedDocument[];
  readonly problems: readonly Problem[];
}

/** Reads a stage's folder from the digests of its files. */
export function localStage(folder: StageFolder, source: StagedSource, profile: StagedProfile): LocalStage {
  const read = readFolder(folder, source, profile);
  const plans = read.of('plan');
  const pairing = pairRecaps(plans, read.of('recap'), folder.number, profile);
  const reports = sortReports(read.of('proof'), plans, folder.number);
  const steps = localSteps(read, pairing, stepReports(read, reports, profile), profile);
  const documents = documentsOf(read, pairing.ofStage, profile);
  return {
    folder,
    steps,
    proof:
      reports.ofStage && proofOf(read.path(reports.ofStage), read.digest(reports.ofStage, 'proof'), steps),
    held: heldItems(read, folder.number),
    prepared: read.of('document').length > 0,
    summarised: pairing.ofStage.length > 0,
    claims: [...recapClaims(read, pairing.ofStage, steps, profile), ...pauseClaims(read), ...uatClaims(read)],
    documents,
    problems: [
      ...pairing.unclaimed.map((file) => unclaimedRecap(read.path(file), profile)),
      ...reports.unclaimed.map((file) => unclaimedProof(read.path(file), profile)),
      ...(reports.mismatch && reports.ofStage ? [misnamedProof(read.path(reports.ofStage), profile)] : []),
      ...digestProblems(read, reports.ofStage),
      ...deepSteps(folder, source.root, profile),
    ],
  };
}

function stepReports(
  read: ReadFolder,
  { ofSteps }: Reports,
  { proof }: StagedProfile,
): ReadonlyMap<string, readonly NamedDocument[]> {
  const named = (files: readonly StageFile[]) =>
    files.map((file) => ({ kind: proof, file: read.path(file) }));
  return new Map([...ofSteps].map(([plan, files]) => [plan, named(files)]));
}

/** A recap of the whole stage completes none of its steps; where there are none, it is all that is left (renn-gsd.md 3). */
function recapClaims(
  read: ReadFolder,
  recaps: readonly StageFile[],
  steps: readonly LocalStep[],
  { terms }: StagedProfile,
): Claim[] {
  const says = `summarised at ${terms.stage} level`;
  return recaps.map((file) => ({
    by: 'handoff',
    says,
    file: read.path(file),
    ...(steps.length > 0 ? { weak: true } : { means: 'complete' }),
  }));
}

function pauseClaims(read: ReadFolder): Claim[] {
  return read.of('pause').flatMap((file) => {
    const text = read.text(file);
    return text === undefined ? [] : [readContinue(text, read.path(file))];
  });
}

function uatClaims(read: ReadFolder): Claim[] {
  return read.of('uat').flatMap((file): Claim[] => {
    const digest = read.digest(file, 'uat')?.digest;
    if (digest === undefined) return [];
    const counts = Object.entries(digest.results).flatMap(([word, count]) =>
      count > 0 ? [`${count} ${word}`] : [],
    );
    const status = digest.status === undefined ? [] : [`status: ${digest.status.text.slice(0, 60)}`];
    const says = `uat ${[...status, ...counts].join(', ') || 'without results'}`;
    return [{ by: 'proof', says, file: read.path(file), weak: true }];
  });
}

/** Of several files the one with the stage's number alone speaks for all. */
function heldItems(read: ReadFolder, stage: string | undefined): LocalStage['held'] {
  const files = read.of('uat');
  const items = files.flatMap((file) => read.digest(file, 'uat')?.digest.passed ?? []);
  const file = files.find(({ id }) => namesStage(id, stage)) ?? files[0];
  return file && items.length > 0 ? { file: read.path(file), items } : undefined;
}

function digestProblems(read: ReadFolder, proof: StageFile | undefined): Problem[] {
  const of = (file: StageFile, kind: 'proof' | 'uat') =>
    problemsOf(read.path(file), read.digest(file, kind)?.digest.problems ?? []);
  return [...(proof ? of(proof, 'proof') : []), ...read.of('uat').flatMap((file) => of(file, 'uat'))];
}

function unclaimedRecap(file: string, { terms, words }: StagedProfile): Problem {
  const message = `This ${terms.handoff} belongs to no ${terms.step} of its ${terms.stage}: no file has its name with "${words.plan}" for "${words.recap}". It completes nothing.`;
  return fileProblem('recap-unclaimed', 'info', file, message);
}

function unclaimedProof(file: string, { terms, proof }: StagedProfile): Problem {
  const message = `This ${proof} is not used: its name is neither that of the ${terms.stage} nor that of one of its ${terms.step}s, or another report has that name already.`;
  return fileProblem('proof-unclaimed', 'info', file, message);
}

function misnamedProof(file: string, { terms, proof }: StagedProfile): Problem {
  const message = `This ${proof} is taken for that of the ${terms.stage}, as the only one there, though its name is not the ${terms.stage}'s.`;
  return fileProblem('proof-name-mismatch', 'info', file, message);
}
