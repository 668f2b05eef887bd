/** GSD for Antigravity, `.gsd/` with a folder of phases (renn-gsd.md 2.8); shown, never run. */
import type { PlanFormat } from './format';
import { isGsd2 } from './gsd2/files';
import type { StagedDigest } from './staged/digests';
import { stagedFormat } from './staged/format';
import { ANTIGRAVITY } from './staged/names';

const staged = stagedFormat(ANTIGRAVITY);

export const gsdAntigravity: PlanFormat<StagedDigest> = {
  ...staged,
  recognises: (listing) => !isGsd2(listing) && staged.recognises(listing),
};
