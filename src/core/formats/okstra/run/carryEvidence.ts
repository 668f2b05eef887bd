/** What an executor leaves for the stages that depend on its own: the JSON of "Stage Carry Evidence" (okstra.md 3.7). */
import { readObject } from '../../../jsonObject';
import { fences, headings, sameTitle, sectionLines } from '../../sections';

/** The heading above the JSON, at any level. */
export const CARRY_EVIDENCE = 'Stage Carry Evidence';

/** The text of a JSON object, as it was written; or why there is none, as a clause. */
export type CarryEvidence = { readonly json: string } | { readonly missing: string };

/** An answer is shorter, and so is a sidecar. */
const LONGEST_TEXT = 4 * 1024 * 1024;
const LONGEST_JSON = 256 * 1024;

/**
 * The JSON in the last fenced block of the last section of that name: who writes twice means what came last, also where
 * that cannot be read. What is in the object is not known (okstra.md 3.12) and not looked at.
 */
export function readCarryEvidence(text: string): CarryEvidence {
  if (text.length > LONGEST_TEXT) return { missing: `the answer has more than ${LONGEST_TEXT} characters` };
  const lines = text.split(/\r\n|\r|\n/);
  const all = headings(lines, 0, []);
  const at = all.findLastIndex(({ title }) => sameTitle(title, CARRY_EVIDENCE));
  if (at === -1) return { missing: `there is no section "${CARRY_EVIDENCE}"` };
  const section = sectionLines(lines, all.slice(at), CARRY_EVIDENCE);
  const block = fences(section).findLast(({ language }) => LANGUAGES.includes(language));
  if (block === undefined) return { missing: `"${CARRY_EVIDENCE}" holds no fenced block of JSON` };
  if (block.to === undefined) return { missing: `the block of "${CARRY_EVIDENCE}" is never closed` };
  const json = section.slice(block.from, block.to).join('\n').trim();
  if (json.length > LONGEST_JSON)
    return { missing: `the block of "${CARRY_EVIDENCE}" has more than ${LONGEST_JSON} characters` };
  if (json === '') return { missing: `the block of "${CARRY_EVIDENCE}" is empty` };
  const read = readObject(json);
  return 'problem' in read
    ? { missing: `the block of "${CARRY_EVIDENCE}" cannot be read: ${read.problem}` }
    : { json };
}

const LANGUAGES = ['json', ''];
