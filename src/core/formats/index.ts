/** Every plan format we read, in the order in which a folder is offered to them. */
import { coyote } from './coyote';
import type { PlanFormat } from './format';
import { gsd } from './gsd';
import { gsd2 } from './gsd2';
import { gsdAntigravity } from './gsdAntigravity';
import { okstra } from './okstra';
import { prompts } from './prompts';
import { renn } from './renn';
import { runr } from './runr';

export const PLAN_FORMATS: readonly PlanFormat[] = [
  coyote,
  renn,
  gsd,
  gsd2,
  gsdAntigravity,
  prompts,
  runr,
  okstra,
];
