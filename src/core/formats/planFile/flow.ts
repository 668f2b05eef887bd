/** Lists and mappings in brackets, on one line. */
import type { Written } from '../../written';
import { closingQuote, endOf, isBlank, isPlain, isRest, skipSpaces, unquoted, writtenAt } from './scalar';
import type { LineValue } from './value';

const ODD_SIGNS = /[[\]{}"'#&*!|>%@`\t]/;

/** `{ key: value, other: value }` on one line, of plain scalars. */
export function readFlowMap(line: string, start: number, row: number): LineValue {
  const close = line.indexOf('}', start);
  const end = close === -1 ? endOf(line) : close + 1;
  const sure = close !== -1 && isRest(line, end) && isFlatMap(line.slice(start + 1, close));
  return { kind: 'map', written: writtenAt(line, row, start, end), items: [], sure, closed: true };
}

function isFlatMap(inner: string): boolean {
  if (inner.length > 2000 || ODD_SIGNS.test(inner)) return false;
  const keys = new Set<string>();
  return inner.split(',').every((part) => {
    const [, key, value] = /^ *([A-Za-z_][\w-]*): +(\S.*)$/.exec(part.trimEnd()) ?? [];
    if (key === undefined || value === undefined || keys.has(key.toLowerCase())) return false;
    keys.add(key.toLowerCase());
    return isPlain(value, 0, value.length);
  });
}

/** `[a, "b"]` on one line. */
export function readFlowList(line: string, start: number, row: number): LineValue {
  const items: Written[] = [];
  let [at, sure, comma, unclosed] = [start + 1, true, true, false];
  for (;;) {
    at = skipSpaces(line, at);
    const code = line.charCodeAt(at);
    if (at >= line.length) return { kind: 'list', items, sure: false, closed: true };
    if (code === 93) break;
    if (code === 44) {
      sure &&= !comma;
      comma = true;
      at += 1;
      continue;
    }
    sure &&= comma;
    comma = false;
    const item = listItem(line, at, row, unclosed);
    unclosed ||= item.unclosed;
    items.push(item.written);
    sure &&= item.sure;
    at = item.next;
  }
  return { kind: 'list', items, sure: sure && isRest(line, at + 1), closed: true };
}

/** @param unclosed a quote before is never closed, so none is looked for again: that would take the square of the line */
function listItem(
  line: string,
  start: number,
  row: number,
  unclosed: boolean,
): { written: Written; sure: boolean; next: number; unclosed: boolean } {
  const first = line.charCodeAt(start);
  if (!unclosed && (first === 34 || first === 39)) {
    const { at, sure, escaped } = closingQuote(line, start, first);
    if (at === -1) return listItem(line, start, row, true);
    return { written: unquoted(line, row, start, first, at, escaped), sure, next: at + 1, unclosed };
  }
  let end = start;
  let sure = !unclosed;
  for (; end < line.length; end += 1) {
    const code = line.charCodeAt(end);
    if (code === 44 || code === 93) break;
    if (code === 91 || code === 123 || code === 125) sure = false;
  }
  let last = end;
  while (last > start && isBlank(line.charCodeAt(last - 1))) last -= 1;
  const text = writtenAt(line, row, start, last);
  return {
    written: text,
    sure: sure && isPlain(line, start, last) && !text.text.includes(' #'),
    next: end,
    unclosed,
  };
}
