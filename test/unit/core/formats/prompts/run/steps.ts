/** Prompts as steps, as the format reads them. */
import { type Plan, type Step, stepsOf } from '../../../../../../src/core/plan';
import { read } from '../text';

export function planOf(files: Readonly<Record<string, string>>): Plan {
  return read(files);
}

/** Tasks and system prompts by their stems: `09 10 00_s`. */
export function stepsNamed(stems: string): readonly Step[] {
  return stepsOf(
    planOf(Object.fromEntries(stems.split(' ').map((stem) => [`PROMPT_${stem}.txt`, `# Title ${stem}\n`]))),
  );
}
