/**
 * What a person said of the items of an audit, in the format's own file of user acceptance tests (renn-gsd.md 1.9, 2.7): a
 * test for each item, found again by its own words. Other tests and every byte beside what is written stay as they are.
 */
import { uatKey, uatTests, type UatTest } from '../../planFile/uatTests';
import type { StagedProfile } from '../names';
import { EditedText, type Edited } from './editedText';
import { itemKey, itemTest } from './itemTest';
import type { HumanItem } from './proofItems';
import { NO_GAPS, quoted, setGap, setHead, iso, sectionOf, AWAITING } from './uatLines';

/** A person's word about an item; `issue` is empty where it holds. */
export interface SaidOf {
  readonly item: HumanItem;
  readonly issue: string;
}

/** What is to be in the file. */
export interface UatChange {
  /** All items of the report: those that the file does not have become tests of it. */
  readonly items: readonly HumanItem[];
  readonly said?: SaidOf;
  readonly at: Date;
}

/** The name of a stage's file in its folder: `08-uat.md`, `08-UAT.md`. */
export function uatName(stage: string | undefined, { words }: StagedProfile): string {
  return `${stage === undefined ? '' : `${stage}-`}${words.uat}.md`;
}

/**
 * A file without a test.
 * @param stage the name of the stage's folder
 * @param source the name of the report
 */
export function newUat(stage: string, source: string, at: Date, { terms }: StagedProfile): string {
  const time = iso(at);
  return `---
status: testing
${terms.stage}: ${stage}
source: [${source}]
started: ${time}
updated: ${time}
---

## Current Test

${AWAITING}

## Tests

## Summary

total: 0
passed: 0
issues: 0
pending: 0
skipped: 0

## Gaps

${NO_GAPS}
`;
}

/** The file with what was said; what has no place in it is refused, in a sentence each. */
export function editUat(text: string, change: UatChange): Edited {
  const added = withTests(text, change.items);
  const { said } = change;
  const told = said
    ? edit(added.text, (edited, tests) => {
        setResult(edited, tests, said);
      })
    : added;
  const refused = [...new Set([...added.refused, ...told.refused])];
  if (told.text === text) return { text, refused };
  const counted = edit(told.text, (edited, tests) => {
    setHead(edited, tests, change.at);
  });
  return { text: counted.text, refused };
}

function edit(text: string, how: (edited: EditedText, tests: readonly UatTest[]) => void): Edited {
  const edited = new EditedText(text);
  how(edited, uatTests(edited.lines));
  return edited.result();
}

/** Tests that would not be found again, as in code that is never closed, would be added with every answer. */
function withTests(text: string, items: readonly HumanItem[]): Edited {
  const named = items.filter((item) => itemTest(item).title !== '');
  const added = edit(text, (edited, tests) => {
    addTests(edited, tests, named);
  });
  const found = new Set(uatTests(new EditedText(added.text).lines).map(uatKey));
  const isFound = added.text === text || named.every((item) => found.has(itemKey(item)));
  return isFound ? added : { text, refused: ['Tests that were added to it could not be found again.'] };
}

function addTests(edited: EditedText, tests: readonly UatTest[], items: readonly HumanItem[]): void {
  const known = new Set(tests.map(uatKey));
  const missing = new Map(items.map((item) => [itemKey(item), itemTest(item)] as const));
  for (const key of known) missing.delete(key);
  if (missing.size === 0) return;
  const section = sectionOf(edited.lines, 'Tests');
  if (section === undefined) {
    edited.refuse('It has no section "Tests".');
    return;
  }
  let number = Math.max(0, ...tests.map((test) => test.number));
  const blocks = [...missing.values()].flatMap(({ title, expected }) => [
    '',
    `### ${++number}. ${title}`,
    `expected: ${expected}`.trimEnd(),
    'result: [pending]',
  ]);
  edited.insertAfter(section.last, blocks);
}

function setResult(edited: EditedText, tests: readonly UatTest[], { item, issue }: SaidOf): void {
  const test = tests.find((one) => uatKey(one) === itemKey(item));
  if (test?.resultLine === undefined) {
    edited.refuse(`It has no result of "${itemTest(item).title}".`);
    return;
  }
  const reported = `reported: ${quoted(issue)}`;
  edited.set(test.resultLine, issue === '' ? 'result: pass' : 'result: issue');
  if (issue !== '' && test.reportedLine !== undefined) edited.set(test.reportedLine, reported);
  else if (issue !== '') edited.insertAfter(test.resultLine, [reported]);
  setGap(edited, test, issue);
}
