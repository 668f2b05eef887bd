/** GSD's plan, `.planning/`, also in a package of a larger repository (renn-gsd.md 2). */
import { stagedFormat } from './staged/format';
import { GSD } from './staged/names';

export const gsd = stagedFormat(GSD);
