/** The text as a Markdown code block, with a fence longer than any run of backticks in it: no content can close it. */
export function fenced(text: string, language = ''): string {
  const runs = Array.from(text.matchAll(/`+/g), (run) => run[0].length);
  const fence = '`'.repeat(Math.max(3, ...runs.map((length) => length + 1)));
  return `${fence}${language}\n${text.replace(/\n$/, '')}\n${fence}`;
}
