/** What a proof lists for a person, and what it found missing (renn-gsd.md 1.8): whole, as digests keep only titles. */
import { readFrontMatter } from '../../../frontMatter';
import { isObject } from '../../../jsonObject';
import { readBlock } from '../../planFile/block';
import { humanLines, humanSection } from '../../planFile/human';
import { itemTitle } from '../../planFile/proof';
import { labelled, labelText } from './labels';

/** One thing that a person has to look at; what the report does not tell is empty. */
export interface HumanItem {
  readonly name: string;
  readonly test: string;
  readonly expected: string;
  readonly why: string;
}

/** One thing that should be true and is not. */
export interface Gap {
  readonly truth: string;
  /** As written: `failed`, `partial`. */
  readonly status: string;
  readonly reason: string;
  readonly missing: readonly string[];
}

const [MOST_ITEMS, LONGEST] = [100, 2000];

/**
 * The items for a person: of front matter or of the section "Human Verification", whichever lists more, as
 * `proofDigest` counts them.
 * @param file absolute path, for messages
 */
export function humanItems(text: string, file: string): HumanItem[] {
  const front = listOf(text, file, 'human_verification').map((item) => ({
    name: '',
    test: textOf(item, 'test') || plainText(item),
    expected: textOf(item, 'expected'),
    why: textOf(item, 'why_human'),
  }));
  const body = bodyItems(text);
  return (front.length >= body.length ? front : body).slice(0, MOST_ITEMS);
}

/** The items of `gaps:`. */
export function proofGaps(text: string, file: string): Gap[] {
  return listOf(text, file, 'gaps')
    .slice(0, MOST_ITEMS)
    .map((item) => ({
      truth: textOf(item, 'truth') || plainText(item),
      status: textOf(item, 'status'),
      reason: textOf(item, 'reason'),
      missing: missingIn(item),
    }));
}

/** A list of front matter; where it is no YAML, the first line of each item. */
function listOf(text: string, file: string, key: string): readonly unknown[] {
  const { data } = readFrontMatter(text, file);
  const value = data[key];
  if (Array.isArray(value)) return value as readonly unknown[];
  const items = readBlock(text, new Set([key]), false).entries.get(key)?.items ?? [];
  return items.map((item) => itemTitle(item.text));
}

function textOf(item: unknown, key: string): string {
  return isObject(item) && Object.hasOwn(item, key) ? plainText(item[key]) : '';
}

function plainText(value: unknown): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return text.slice(0, LONGEST).trim();
}

function missingIn(item: unknown): string[] {
  const list = isObject(item) ? item.missing : undefined;
  const items = Array.isArray(list) ? (list as readonly unknown[]) : [list];
  return items.slice(0, MOST_ITEMS).map(plainText).filter(Boolean);
}

const NAME = /^#{1,6} +(?:\d+[.)]? *)?(\S.*)$/;

/** Items with a heading of their own have labels below it; of other lists only the titles are known. */
function bodyItems(text: string): HumanItem[] {
  const at = readBlock(text, new Set(), false).bodyAt;
  const lines = humanLines(text, at);
  const starts = lines.flatMap((line, index) => (NAME.test(line) ? [index] : []));
  if (starts.length === 0)
    return humanSection(text, at).map((test) => ({ name: '', test, expected: '', why: '' }));
  return starts.map((start, index) => {
    const labels = labelled(lines.slice(start + 1, starts[index + 1] ?? lines.length));
    const part = (...names: string[]): string => labelText(labels, ...names).slice(0, LONGEST);
    const name = (NAME.exec(lines[start] ?? '')?.[1] ?? '').slice(0, 200);
    return { name, test: part('test') || name, expected: part('expected'), why: part('why human', 'why') };
  });
}
