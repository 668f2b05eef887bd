/** Which step plan and which earlier handoff are meant, by their file names (coyote.md 1.3). */
import { compareNumbers, stepName } from '../formats/coyote/names';
import { byText } from '../formats/format';

/** The base names without extension of the Markdown files, in the order of the original: by text, not by number. */
export function markdownKeys(files: readonly string[]): string[] {
  const names = files.filter((file) => file.endsWith('.md')).sort(byText);
  return names.map((file) => file.slice(0, -'.md'.length));
}

/** The handoff with the highest number below this one's; of several with that number the last. */
export function previousHandoff(keys: readonly string[], number: string): string | undefined {
  let best: { readonly key: string; readonly number: string } | undefined;
  for (const key of keys) {
    const found = stepName(key)?.number;
    if (found === undefined || compareNumbers(found, number) >= 0) continue;
    if (best === undefined || compareNumbers(found, best.number) >= 0) best = { key, number: found };
  }
  return best?.key;
}

/** The step that a prompt names in words: "Step #1" gives `1`. */
export function stepInPrompt(prompt: string): string | undefined {
  return /step[ #:]*([0-9]+)/i.exec(prompt)?.[1];
}
