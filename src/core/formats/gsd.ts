/** GSD's plan, `.planning/`, also in a package of a larger repository (renn-gsd.md 2). */
import { stagedFormat } from './stagedFormat';
import { GSD } from './stagedNames';

export const gsd = stagedFormat(GSD);
