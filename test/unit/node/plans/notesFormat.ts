/** A small format for tests: `.notes/*.md` are steps of which a digest is kept, `.notes/old/<key>/` are archives. */
import type { Listing, PlanFormat, PlanSource } from '../../../../src/core/formats/format';
import type { Plan, Step } from '../../../../src/core/plan';

export interface NoteDigest {
  readonly first: string;
  readonly length: number;
  readonly cut: boolean;
}

const terms = { plan: 'p', stage: 's', step: 's', batch: 'b', gate: 'g', handoff: 'h' };
const NOTE = /^(?:old\/[^/]+\/)?[^/]+\.md$/;

function stepOf(name: string, { root, digests }: PlanSource<NoteDigest>): Step {
  const { digest, modified } = digests.get(name) ?? {};
  return {
    key: name,
    number: undefined,
    title: digest ? `${digest.first} (${digest.length}${digest.cut ? ', cut' : ''})` : 'unread',
    file: `${root}/${name}`,
    mark: 'pending',
    meant: 'pending',
    markText: String(modified),
    dependsOn: [],
    handoff: undefined,
    handoffFile: '',
    testCommands: [],
    problems: [],
  };
}

function archivesIn(listing: Listing): string[] {
  return listing.flatMap((name) => /^old\/([^/]+)\/$/.exec(name)?.[1] ?? []);
}

function archiveOf(name: string): string | undefined {
  return /^old\/([^/]+)\//.exec(name)?.[1];
}

/** @param made notes each digest that is made */
export function notesFormat(made: (name: string) => void = () => undefined): PlanFormat<NoteDigest> {
  return {
    id: 'notes',
    depth: 2,
    looksIn: (path) => /(?:^|\/)\.notes$/.test(path),
    recognises: (listing) => listing.some((name) => NOTE.test(name)),
    reads: (listing, source) =>
      listing.filter((name) => {
        const archive = archiveOf(name);
        return NOTE.test(name) && (archive === undefined || source?.opened.has(archive) === true);
      }),
    digest: {
      version: 1,
      takes: (name) => NOTE.test(name),
      of: (name, { text, cut }) => {
        made(name);
        return { first: text.split('\n', 1)[0]?.slice(0, 20) ?? '', length: text.length, cut: cut === true };
      },
    },
    asksCommits: true,
    watches: [{ folder: '', pattern: '*.md' }],
    read(source): Plan {
      const { root, folder, listing, digests, opened, commits, problems } = source;
      return {
        id: `notes:${root}`,
        format: 'notes',
        terms,
        title: typeof commits === 'object' ? commits.map(({ subject }) => subject).join() : (commits ?? ''),
        root,
        folder,
        overview: undefined,
        notes: undefined,
        stages: [
          {
            key: '',
            title: '',
            steps: listing.filter((name) => digests.has(name)).map((name) => stepOf(name, source)),
          },
        ],
        archives: archivesIn(listing).map((key) => ({ key, title: key, stages: 1, opened: opened.has(key) })),
        problems,
      };
    },
  };
}

/** Each step's name and title, then problems. */
export function notesText(plans: readonly Plan[]): string[] {
  return plans.flatMap(({ stages, problems }) => [
    ...stages.flatMap(({ steps }) => steps.map(({ key, title }) => `${key}: ${title}`)),
    ...problems.map(({ code }) => `! ${code}`),
  ]);
}
