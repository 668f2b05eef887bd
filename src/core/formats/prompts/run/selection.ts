/** Which prompts a run of a stage takes (prompts.md 2.2, 2.3). */
import type { Step } from '../../../plan';
import { byNumber, plainReferences, type PromptName, promptName, referred } from '../names';
import { quoted } from './shown';

/**
 * As a person writes it, `PROMPT_09..PROMPT_12, PROMPT_14`, or by the keys of steps. A range takes tasks alone, as the
 * tool's own one does; a system prompt is taken where it is named.
 */
export type PromptSelection = { readonly text: string } | { readonly keys: readonly string[] };

/** The chosen steps, or why there are none, for a person. */
export type Selected = { readonly steps: readonly Step[] } | { readonly refused: string };

/**
 * The prompts of a selection, each once and in the order of the steps; without a selection all tasks.
 * @param steps of the plan or of one stage, in the plan's order
 */
export function selectPrompts(steps: readonly Step[], selection?: PromptSelection): Selected {
  const named = steps.flatMap((step) => {
    const name = promptName(`${step.key}.txt`);
    return name === undefined ? [] : [name];
  });
  if (selection === undefined)
    return taken(steps, new Set(named.filter(({ system }) => !system).map(({ stem }) => stem)));
  const found = 'text' in selection ? written(selection.text, named) : chosen(selection.keys, named);
  return 'refused' in found ? found : taken(steps, found);
}

function taken(steps: readonly Step[], keys: ReadonlySet<string>): Selected {
  const found = steps.filter(({ key }) => keys.has(key));
  return found.length === 0 ? { refused: 'There is no prompt here that can be run.' } : { steps: found };
}

function written(
  text: string,
  named: readonly PromptName[],
): ReadonlySet<string> | { readonly refused: string } {
  const references = plainReferences(text);
  if (references === undefined || references.length === 0)
    return {
      refused: `${quoted(text)} names no prompts. Write a range such as PROMPT_09..PROMPT_12, or names with commas between them.`,
    };
  const sorted = [...named].sort(byNumber);
  const found = references.map((reference) => ({ reference, names: referred(reference, sorted) }));
  const empty = found.find(({ names }) => names.length === 0);
  if (empty !== undefined) return { refused: `There is no prompt here for ${quoted(empty.reference.text)}.` };
  return new Set(found.flatMap(({ names }) => names.map(({ stem }) => stem)));
}

function chosen(
  keys: readonly string[],
  named: readonly PromptName[],
): ReadonlySet<string> | { readonly refused: string } {
  const known = new Set(named.map(({ stem }) => stem));
  const other = keys.find((key) => !known.has(key));
  if (other !== undefined) return { refused: `${quoted(other)} is no prompt here that can be run.` };
  return new Set(keys);
}
