/** Stages that only the overview names: nothing of them is on the disk yet, or nothing any more (renn-gsd.md 1.13). */
import type { Claim, Stage } from '../../plan';
import { numberKey, type StagedProfile, titleFrom } from './names';
import type { Overview } from './overview';
import type { WorkState } from './state';

/**
 * @param prefix what their keys begin with
 * @param there whether a stage with a number, as `numberKey` has it, has a folder, also one that was put away
 * @param unread why nobody can tell whether there are folders, as a clause
 */
export function listedStages(
  { stages }: Overview,
  state: WorkState | undefined,
  there: (numberKey: string) => boolean,
  prefix: string,
  { terms }: StagedProfile,
  unread: string | undefined,
): Stage[] {
  const workstream = /^workstreams\/([^]*)\/$/.exec(prefix)?.[1];
  return [...stages].flatMap(([key, { number, title, milestone: listed, needs, claims }]) => {
    if (there(key)) return [];
    const milestone = workstream === undefined ? listed : `workstream ${workstream}`;
    const said: readonly Claim[] =
      state?.claim !== undefined && state.stage !== undefined && numberKey(state.stage) === key
        ? [...claims, state.claim]
        : claims;
    return {
      key: `${prefix}${number}`,
      title: title || `${titleFrom(terms.stage)} ${number}`,
      number,
      audit: { prepared: false },
      claims: said,
      ...(unread === undefined ? {} : { unread }),
      ...(milestone === undefined ? {} : { milestone }),
      ...(workstream === undefined ? {} : { workstream }),
      ...(needs === undefined ? {} : { needs }),
      steps: [],
    };
  });
}
