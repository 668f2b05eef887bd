/** How a line that is no YAML would be right, for the causes that plan files really have (renn-gsd.md 3). */

/**
 * @param code of the error of `yaml`
 * @param line where it is; `at` is the character
 * @returns the line as it could be written, or `undefined` where nobody can tell what was meant
 */
export function yamlExample(code: string, line: string, at: number): string | undefined {
  const shown = line.trim();
  if (shown.length > 400) return undefined;
  if (code === 'DUPLICATE_KEY') return undefined;
  const { lead, value } = valueParts(shown, at - (line.length - line.trimStart().length));
  return value === '' ? undefined : `${lead}'${value.replaceAll("'", "''")}'`;
}

/** Cuts a line into what stands before its value, and the value without one pair of double quotes. */
function valueParts(line: string, _at: number): { lead: string; value: string } {
  const dash = /^(?:- +)*/.exec(line)?.[0] ?? '';
  const rest = line.slice(dash.length);
  const colon = /^[\w-]+: +/.exec(rest)?.[0] ?? '';
  const value = rest.slice(colon.length);
  const inner = /^"([^"]*)"$/.exec(value)?.[1];
  return { lead: dash + colon, value: inner ?? value };
}
