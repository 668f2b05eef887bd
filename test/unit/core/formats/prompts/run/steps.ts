/** Prompts as steps, as the format reads them. */
import { type Step, stepsOf } from '../../../../../../src/core/plan';
import { read } from '../text';

/** Prompts by what follows `PROMPT_` in their names: `09 10 00_s`. */
export function stepsNamed(names: string): readonly Step[] {
  const files = names.split(' ').map((name): [string, string] => [`PROMPT_${name}.txt`, `# Title ${name}\n`]);
  return stepsOf(read(Object.fromEntries(files)));
}
