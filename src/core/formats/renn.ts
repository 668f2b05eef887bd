/** renn's plan, `.renn/` (renn-gsd.md 1). */
import { stagedFormat } from './staged/format';
import { RENN } from './staged/names';

export const renn = stagedFormat(RENN);
