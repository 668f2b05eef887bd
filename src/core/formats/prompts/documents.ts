/** The documents beside the prompts (prompts.md 2.2, 2.3): of one stage by its number in the name, or of all. */
import { join } from 'node:path';
import type { NamedDocument } from '../../plan';
import { plainNumber } from '../coyote/names';
import type { Listing } from '../format';

export interface PromptsDocument extends NamedDocument {
  /** The digits of its stage. */
  readonly stage: string | undefined;
}

/** Where the tool leaves its reports, whatever the agent that it works with; relative to the folder around the prompts. */
export const REPORTS = 'skills-foundry/reports';

/** Names, with the stage's number where one is in it. */
const DOCUMENTS: readonly (readonly [RegExp, string])[] = [
  [/^PROMPT_(?:STAGE(\d{1,9})_)?MANIFEST\.md$/, 'manifest'],
  [/^STAGE(\d{1,9})_PRE_FLIGHT\.md$/, 'pre-flight'],
  [/^STAGE(\d{1,9})-PLAN\.md$/, 'run plan'],
  [/^improvements-before-(?:stage(\d{1,9})-run|[^/]+)\.txt$/, 'improvements'],
  [/^\.\.\/skills-foundry\/reports\/stage(\d{1,9})-run-summary\.md$/, 'run summary'],
  [/^\.\.\/skills-foundry\/reports\/stage(\d{1,9})-checkpoints\.md$/, 'checkpoint report'],
  [/^run-logs\/stage(\d{0,9})\/summary\.md$/, 'run summary'],
  [/^run-logs\/stage(\d{0,9})\/checkpoints\.md$/, 'checkpoint report'],
];

export function promptsDocuments(root: string, listing: Listing): PromptsDocument[] {
  return listing.flatMap((name) => {
    for (const [pattern, kind] of DOCUMENTS) {
      const match = pattern.exec(name);
      if (match)
        return [{ kind, file: join(root, name), stage: match[1] ? plainNumber(match[1]) : undefined }];
    }
    return [];
  });
}

export function namedDocuments(documents: readonly PromptsDocument[]): NamedDocument[] {
  return documents.map(({ kind, file }) => ({ kind, file }));
}
