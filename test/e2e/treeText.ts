import { createTwoFilesPatch } from 'diff';
import type { Locator } from 'playwright-core';
import { poll } from './poll';

/** What is used of the page's elements here; the types of a browser would let the whole project use its globals. */
interface PageElement {
  readonly textContent: string | null;
  getAttribute(name: string): string | null;
  querySelector(selector: string): PageElement | null;
}

/**
 * A tree view as text: one line for each row that is on screen, two blanks of indentation for each level,
 * `label — description`. Collapsed rows start with `▸`, so that hidden children are not mistaken for none.
 */
export async function renderTree(tree: Locator): Promise<string> {
  const rows = await tree.getByRole('treeitem').evaluateAll((elements: PageElement[]) =>
    elements.map((element) => ({
      index: Number(element.getAttribute('data-index')),
      level: Number(element.getAttribute('aria-level')),
      collapsed: element.getAttribute('aria-expanded') === 'false',
      label: element.querySelector('.label-name')?.textContent ?? '',
      description: element.querySelector('.label-description')?.textContent ?? '',
    })),
  );
  return rows
    .filter(({ level }) => level > 0) // a row that is kept in sight above the others is another copy of it
    .sort((a, b) => a.index - b.index) // the list recycles elements: their order in the page is not the order on screen
    .map(({ level, collapsed, label, description }) => {
      const text = [label, description].filter((part) => part !== '').join(' — ');
      return `${'  '.repeat(level - 1)}${collapsed ? '▸ ' : ''}${text}`;
    })
    .join('\n');
}

/** Waits until {@link renderTree} gives `expected`, whose common indentation is removed; a time-out shows the difference. */
export async function expectTree(tree: Locator, expected: string, timeoutMs: number): Promise<void> {
  const wanted = dedent(expected);
  await poll(
    () => renderTree(tree),
    (actual) => actual === wanted,
    timeoutMs,
    (actual) => createTwoFilesPatch('expected', 'on screen', `${wanted}\n`, `${actual}\n`),
  );
}

function dedent(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const margin = Math.min(...lines.map((line) => line.length - line.trimStart().length));
  return lines.map((line) => line.slice(margin).trimEnd()).join('\n');
}
