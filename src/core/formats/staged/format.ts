/** The format that a profile of names makes: what is listed, read and watched (renn-gsd.md 1.1, 2.2, 5). */
import type { Listing, PlanFormat } from '../format';
import { CONFIG } from './config';
import { DIGEST_VERSION, digestKind, digestOf, type StagedDigest, type StagedSource } from './digests';
import { HANDOFF, WAITING } from './hints';
import type { StagedProfile } from './names';
import { prepareStagedPlan, readStagedPlan } from './plan';
import { archivedOverviewName, rootReads } from './root';
import { readIn } from './reads';
import { QUICK, stagedTree } from './tree';

/** Nothing but what is named here is ever opened: `secrets.json`, which renn keeps beside its plan, is not. */
export function stagedFormat(profile: StagedProfile): PlanFormat<StagedDigest> {
  const { stages, archived, folder } = profile;
  const own = new RegExp(`(?:^|/)\\${folder}$`);
  const entered = new RegExp(
    `^(?:${stages}|${QUICK}|milestones)/(?:[^/]+/)?$` +
      `|^milestones/(?:[^/]+${archived}/[^/]+|[^/]+/${stages}(?:/[^/]+)?)/$` +
      (profile.gsd
        ? `|^${stages}/[^/]+/[^/]+/$|^workstreams/(?:[^/]+/(?:${stages}/(?:[^/]+/(?:plans/)?)?)?)?$`
        : ''),
  );
  return {
    id: profile.id,
    depth: 5,
    looksIn: (path) => own.test(path),
    enters: (name) => entered.test(name),
    recognises: (listing) => recognises(listing, profile),
    reads: (listing, source) =>
      source === undefined ? liveReads(listing, profile) : archivedReads(source, profile),
    digest: {
      version: DIGEST_VERSION,
      takes: (name) => digestKind(name, profile) !== undefined,
      of: (name, file) => digestOf(digestKind(name, profile) ?? 'plan', file),
    },
    watches: [
      { folder: '', pattern: `{*.md,${[CONFIG, ...(profile.gsd ? [WAITING, HANDOFF] : [])].join(',')}}` },
      ...[stages, QUICK, 'milestones', ...(profile.gsd ? ['workstreams'] : [])].map((name) => ({
        folder: name,
        pattern: '**/*.md',
      })),
    ],
    prepare: (source) => prepareStagedPlan(source, profile),
    read: (source) => readStagedPlan(source, profile),
  };
}

/** A folder of stages, or one of the documents that only these tools write. */
function recognises(listing: Listing, { stages, overview, state, archived }: StagedProfile): boolean {
  return listing.some(
    (name) =>
      name === `${stages}/` ||
      name === overview ||
      name === state ||
      (name.startsWith('milestones/') && name.endsWith(`${archived}/`)),
  );
}

function* liveReads(listing: Listing, profile: StagedProfile): Generator<string> {
  const tree = stagedTree(listing, profile);
  yield* rootReads(tree, profile);
  for (const folder of tree.stages) if (folder.archive === undefined) yield* readIn(folder, profile);
  for (const folder of tree.quick) yield* readIn(folder, profile);
}

function archivedReads(source: StagedSource, profile: StagedProfile): readonly string[] {
  const { opened, listing } = source;
  if (opened.size === 0) return [];
  const tree = stagedTree(listing, profile);
  const names = new Set(tree.rootFiles);
  return [
    ...tree.archives.flatMap((archive) =>
      opened.has(archive) ? (archivedOverviewName(archive, names, profile) ?? []) : [],
    ),
    ...tree.stages
      .filter(({ archive }) => archive !== undefined && opened.has(archive))
      .flatMap((folder) => readIn(folder, profile)),
  ];
}
