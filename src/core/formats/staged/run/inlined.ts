/** Files inside a prompt: data between lines that say where it begins and ends, which its own text cannot imitate. */
import { fenced } from '../../../handoff/fence';

/** A file to be shown. */
export interface Inlined {
  /** As the agent opens it: relative to its working folder, `/`-separated. */
  readonly path: string;
  readonly text: string;
}

/** @param longest in characters; of a longer file the beginning is shown, and that it is */
export function inlined(name: string, { path, text }: Inlined, longest: number): string {
  const whole = text.replace(/^\uFEFF/, '');
  const shown = whole.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '');
  const cut =
    shown.length < whole.length
      ? [
          `Only its first ${shown.length} of ${whole.length} characters are shown: read the file for the rest.`,
        ]
      : [];
  return [`Begin of ${name}, ${code(path)}:`, fenced(shown, 'text'), ...cut, `End of ${name}.`].join('\n\n');
}

/** A path in a sentence. */
export function code(path: string): string {
  return `\`${path.replace(/[\p{C}\p{Zl}\p{Zp}`]/gu, '?')}\``;
}

/** A text as a quotation; its own lines cannot leave it. */
export function quotation(text: string): string {
  return text
    .split(/\r\n|[\r\n\u2028\u2029]/)
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
}

/** A title, a number or a name in a sentence: one line of at most 200 characters. */
export function inSentence(text: string): string {
  return text
    .slice(0, 200)
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim();
}
