/** renn's plan, `.renn/` (renn-gsd.md 1). */
import { stagedFormat } from './stagedFormat';
import { RENN } from './stagedNames';

export const renn = stagedFormat(RENN);
