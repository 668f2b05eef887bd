/** The branch that a stage's work goes to (renn-gsd.md 1.10): named by a template of the project's, and so hostile text. */
import { readOverview } from '../overview';
import { readState } from '../state';
import type { StagedProfile } from '../names';
import type { RunConfig } from './config';

/** No branch is wanted, or its name, or in a sentence why the template gives none. */
export type Branch = { readonly none: true } | { readonly name: string } | { readonly problem: string };

/** Files below `.git/refs/heads` have to be created for it, with a lock beside them. */
const LONGEST_NAME = 200;

/**
 * @param folder the name of the stage's folder: `03-authentication`
 * @param overview the text of track.md or ROADMAP.md
 * @param state the text of STATE.md, where GSD says which milestone is current
 */
export function branchName(
  config: Pick<RunConfig, 'branches' | 'stageBranch' | 'milestoneBranch'>,
  stage: { readonly folder: string; readonly number?: string | undefined },
  overview: string,
  state: string,
  profile: StagedProfile,
): Branch {
  if (config.branches === 'none') return { none: true };
  if (config.branches === 'stage') {
    const number = padded(stage.number ?? '');
    const slug = stageSlug(stage, profile) || profile.terms.stage;
    return filled(config.stageBranch, { stage: number, phase: number, slug });
  }
  const { version, name } = currentMilestone(overview, state, profile);
  return filled(config.milestoneBranch, { milestone: version, slug: slugOf(name) || 'milestone' });
}

/** Why git would not take a name for a branch, as a clause (`git check-ref-format --branch`); `undefined` where it would. */
export function branchProblem(name: string): string | undefined {
  if (name === '') return 'it is empty';
  if (name.length > LONGEST_NAME) return `it is longer than ${LONGEST_NAME} characters`;
  if (/[\p{C}\p{Z}~^:?*[\\]/u.test(name)) return 'it holds a blank or one of ~ ^ : ? * [ \\';
  if (name.startsWith('-')) return 'it begins with a hyphen';
  if (name.includes('..') || name.includes('@{') || name === '@' || name === 'HEAD')
    return 'it holds .. or @{, or is a name that git keeps for itself';
  const parts = name.split('/');
  if (parts.includes('')) return 'it begins or ends with a slash, or holds two in a row';
  if (name.startsWith('refs/')) return 'it begins with refs/';
  return parts.some((part) => part.startsWith('.') || part.endsWith('.') || /\.lock$/i.test(part))
    ? 'a part of it begins or ends with a dot, or ends with .lock'
    : undefined;
}

/** Lower case; what is no letter or digit of ASCII is a hyphen, one at a time and none at the ends. */
function slugOf(text: string): string {
  return text
    .slice(0, 4 * LONGEST_NAME)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** renn takes off digits and a hyphen alone, so that `02.1-fix` keeps its number; GSD the whole number. */
function stageSlug(
  { folder, number }: { readonly folder: string; readonly number?: string | undefined },
  { gsd }: StagedProfile,
): string {
  const at = gsd && number !== undefined ? folder.indexOf(number) : -1;
  return slugOf(at === -1 ? folder.replace(/^\d+-/, '') : folder.slice(at + (number ?? '').length));
}

/** Two digits before the dot: `3` is `03`, `2.1` is `02.1`. */
function padded(number: string): string {
  return number.replace(/^\d(?!\d)/, '0$&');
}

/** renn takes the first version that its overview names; GSD the one that its state, else the overview, says is current. */
function currentMilestone(
  overview: string,
  state: string,
  { gsd }: StagedProfile,
): { readonly version: string; readonly name: string } {
  const { milestones } = readOverview({ text: overview, modified: 0 }, '');
  const first = /v\d{1,9}\.\d{1,9}(?:\.\d{1,9})?/.exec(overview)?.[0];
  const said = gsd ? readState({ text: state, modified: 0 }, '').milestone : undefined;
  const marked = gsd ? /🚧[^\n]{0,40}?(v\d{1,9}(?:\.\d{1,9})+)/u.exec(overview)?.[1] : undefined;
  const version = (gsd ? (said ?? marked ?? first) : /v\d{1,9}\.\d{1,9}/.exec(overview)?.[0]) ?? 'v1.0';
  const name = milestones.get(version) ?? '';
  return { version, name: name.startsWith(version) ? name.slice(version.length) : name };
}

function filled(template: string, values: Readonly<Record<string, string>>): Branch {
  const unknown = new Set<string>();
  const name = template.slice(0, 4 * LONGEST_NAME).replace(/\{([^{}]{0,40})\}/g, (whole, key: string) => {
    if (Object.hasOwn(values, key)) return values[key] ?? '';
    unknown.add(whole);
    return whole;
  });
  const shown = JSON.stringify(template.slice(0, 80));
  if (unknown.size > 0)
    return {
      problem: `The branch template ${shown} names ${[...unknown].slice(0, 3).join(', ')}, which nothing fills in.`,
    };
  const why = branchProblem(name);
  return why === undefined
    ? { name }
    : { problem: `The branch template ${shown} gives no name that git takes: ${why}.` };
}
