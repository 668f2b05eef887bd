/** Bold labels in Markdown, `**Type:** text`: how agents and reports of the staged formats name what they tell. */

/** A label, and what stands behind it up to the next one. */
export interface Labelled {
  readonly label: string;
  readonly text: string;
}

/** `**Type:** text` and `**Type**: text`, also as an item of a list. */
const LABEL = /^[ \t]{0,8}(?:[-*+] )?\*\*([^*]{1,80}?)(?::\*\*|\*\*:)([^]*)$/;
/** What matters of a line stands at its beginning. */
const LONGEST_LINE = 8000;
const MOST_LABELS = 100;

/** The labels of some lines in their order; lines before the first belong to none. */
export function labelled(lines: readonly string[]): Labelled[] {
  const found: { label: string; lines: string[] }[] = [];
  for (const long of lines) {
    const line = long.slice(0, LONGEST_LINE);
    const [, label, rest = ''] = LABEL.exec(line) ?? [];
    if (label !== undefined && found.length < MOST_LABELS) found.push({ label: label.trim(), lines: [rest] });
    else found.at(-1)?.lines.push(line);
  }
  return found.map(({ label, lines: text }) => ({ label, text: text.join('\n').trim() }));
}

/** The text of the first label of one of these names, whatever their case; empty where there is none. */
export function labelText(labels: readonly Labelled[], ...names: readonly string[]): string {
  return labels.find(({ label }) => names.includes(label.toLowerCase()))?.text ?? '';
}

/** The beginning of the first line of a text, without marks of emphasis and code around it. */
export function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').slice(0, 1000).replace(/^[\s*`]+|[\s*`]+$/g, '');
}
