/** What is kept of a plan, recap, proof or test file of a staged plan, and where it is looked up. */
import { join } from 'node:path';
import type { Digested, FileText, PlanSource } from '../format';
import { planFileDigest, type PlanFileDigest } from '../planFile/planFile';
import { proofDigest, type ProofDigest } from '../planFile/proof';
import { recapDigest, type RecapDigest } from '../planFile/recap';
import { uatDigest, type UatDigest } from '../planFile/uat';
import { readKind, type StageFile, stageFiles } from './files';
import type { FileKind, StagedProfile } from './names';
import { itemKey } from './run/itemTest';
import { humanItems } from './run/proofItems';
import { QUICK, type StageFolder } from './tree';

export type StagedDigest = PlanFileDigest | RecapDigest | ProofDigest | UatDigest;
export type StagedSource = PlanSource<StagedDigest>;

/** Counts up when what a digest holds changes. */
export const DIGEST_VERSION = 7;

/** The kind of a file that a digest is made of. */
export function digestKind(name: string, profile: StagedProfile): FileKind | undefined {
  const kind = isInStage(name, profile) ? readKind(name, profile) : undefined;
  return kind === 'pause' ? undefined : kind;
}

function isInStage(name: string, { stages }: StagedProfile): boolean {
  const [first, ...rest] = name.split('/');
  if (first === stages || first === QUICK) return rest.length > 1;
  return (first === 'milestones' || first === 'workstreams') && rest.length > 2;
}

export function digestOf(kind: FileKind, { text, cut }: FileText): StagedDigest {
  switch (kind) {
    case 'plan':
      return planFileDigest(text, cut === true);
    case 'recap':
      return recapDigest(text, cut === true);
    case 'proof':
      return withItems(proofDigest(text, cut === true), text, cut === true);
    case 'uat':
      return uatDigest(text, cut === true);
  }
}

function withItems(digest: ProofDigest, text: string, cut: boolean): ProofDigest {
  return digest.verdict !== 'humanNeeded' || cut
    ? digest
    : { ...digest, items: humanItems(text, '').map(itemKey) };
}

/** A folder with what its files hold. */
export interface ReadFolder {
  readonly folder: StageFolder;
  of(kind: StageFile['kind']): readonly StageFile[];
  /** Absolute path. */
  path(file: StageFile): string;
  /** `undefined` where the file could not be read. */
  digest<K extends StagedDigest['kind']>(
    file: StageFile,
    kind: K,
  ): Digested<Extract<StagedDigest, { readonly kind: K }>> | undefined;
  text(file: StageFile): FileText | undefined;
}

export function readFolder(folder: StageFolder, source: StagedSource, profile: StagedProfile): ReadFolder {
  const files = stageFiles(folder, profile);
  return {
    folder,
    of: (kind) => files.filter((file) => file.kind === kind),
    path: (file) => join(source.root, file.path),
    digest: (file, kind) => {
      const found = source.digests.get(file.path);
      return found !== undefined && isKind(found, kind) ? found : undefined;
    },
    text: (file) => source.files.get(file.path),
  };
}

function isKind<K extends StagedDigest['kind']>(
  digested: Digested<StagedDigest>,
  kind: K,
): digested is Digested<Extract<StagedDigest, { readonly kind: K }>> {
  return digested.digest.kind === kind;
}
