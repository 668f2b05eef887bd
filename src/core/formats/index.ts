/** Every plan format we read, in the order in which a folder is offered to them. */
import { coyote } from './coyote';
import type { PlanFormat } from './format';
import { gsd } from './gsd';
import { okstra } from './okstra';
import { prompts } from './prompts';
import { renn } from './renn';
import { runr } from './runr';

export const PLAN_FORMATS: readonly PlanFormat[] = [coyote, renn, gsd, prompts, runr, okstra];
