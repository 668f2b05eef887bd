/** The lines of a check's output that decide: what failed, what was counted, and the end. */

/** At most this many lines are evidence. */
export const DECISIVE_LIMIT = 40;
const TAIL = 14;
const SUMMARIES = 6;
/** So many lines after one that tells of a failure say what it was. */
const CONTEXT = 2;
/** A longer line is cut: a minified bundle in an error message is no evidence. */
const LINE_LENGTH = 400;

const ESC = String.fromCharCode(27);
const BEL = String.fromCharCode(7);
/** Terminal codes: CSI, OSC, and the two-character ones. */
const TERMINAL_CODE = new RegExp(
  `${ESC}(?:\\[[0-?]*[ -/]*[@-~]|\\][^${BEL}${ESC}]*(?:${BEL}|${ESC}\\\\)|[@-Z\\\\-_=>])`,
  'g',
);

/** Lines that tell what went wrong: mocha, node --test, jest, vitest, pytest, cargo, go, tsc, eslint, dotnet, make. */
const FAILURE: readonly RegExp[] = [
  /^\s*(not ok|✖|✗|×|✕|●|FAIL\b|FAILED\b|--- FAIL|Failed\b|ERROR\b|FATAL\b|make.*\*\*\*)/,
  /^\s*\d+\) \S/,
  /\b(error|fatal|panic|panicked)(\[\w+\]|( [A-Z]+\d+)?:)/i,
  /\w*(Error|Exception)\b.*:/,
  /^E\s{2,}\S/,
  /\.\.\. FAILED$|\bFAILED\b.*::/,
  /^\s+\d+:\d+\s+error\s/,
  /^\s*-->\s\S+:\d+/,
];

/** Lines that count results. */
const SUMMARY: readonly RegExp[] = [
  /^\s*\d+ (passing|failing|pending)\b/,
  /^[#ℹ] (tests|pass|fail|skipped|cancelled|todo) \d+/,
  /^\s*(Tests|Test Suites|Test Files):?\s+\d/,
  /^=+ .*\b(passed|failed|error|errors)\b.* =+$/,
  /^test result: /,
  /^(ok|FAIL)\s+\S+\s+(\d[\d.]*s|\(cached\)|\[)/,
  /^Found \d+ errors?/,
  /^✖ \d+ problems?/,
  /^\s*\d+ (Warning|Error)\(s\)$/,
  /^(Passed|Failed)!\s+-/,
  /^\s*Build (FAILED|succeeded)/,
  /^(BUILD (FAILED|SUCCESSFUL)|\[(ERROR|INFO)\] Tests run:)/,
];

interface Line {
  readonly at: number;
  readonly text: string;
}

/** Collects an output as it arrives and keeps, in bounded memory, the lines that decide. */
export class DecisiveLines {
  private partial = '';
  private count = 0;
  private context = 0;
  private readonly failures: Line[] = [];
  private readonly summaries: Line[] = [];
  private readonly tail: Line[] = [];

  /** Takes the next piece of the output; pieces may end in the middle of a line. */
  push(text: string): void {
    const lines = (this.partial + text).split('\n');
    const last = lines.pop() ?? '';
    // A line without an end must not grow without end: its beginning is what is shown.
    this.partial = last.length > 64 * 1024 ? last.slice(0, 64 * 1024) : last;
    for (const line of lines) this.take(line);
  }

  /** The lines in their order, without blank ones; a gap is told by its length. */
  lines(): string[] {
    this.take(this.partial);
    this.partial = '';
    const tail = this.count <= DECISIVE_LIMIT ? this.tail : this.tail.slice(-TAIL);
    const from = tail[0]?.at ?? 0;
    const before = (lines: readonly Line[]): Line[] => lines.filter((line) => line.at < from);
    let head = before(this.summaries).slice(-SUMMARIES);
    let shown = withGaps([...head, ...tail]);
    for (const failure of before(this.failures)) {
      if (head.some(({ at }) => at === failure.at)) continue;
      head = [...head, failure].sort((a, b) => a.at - b.at);
      const more = withGaps([...head, ...tail]);
      if (more.length > DECISIVE_LIMIT) break;
      shown = more;
    }
    return shown;
  }

  private take(raw: string): void {
    const text = shown(raw);
    if (text === '') return;
    const line = { at: this.count, text };
    this.count += 1;
    if (SUMMARY.some((pattern) => pattern.test(text))) keepLast(this.summaries, line, TAIL + SUMMARIES);
    if (FAILURE.some((pattern) => pattern.test(text))) this.context = CONTEXT + 1;
    if (this.context > 0 && this.failures.length < DECISIVE_LIMIT) this.failures.push(line);
    this.context -= 1;
    keepLast(this.tail, line, DECISIVE_LIMIT);
  }
}

function keepLast(lines: Line[], line: Line, limit: number): void {
  lines.push(line);
  if (lines.length > limit) lines.shift();
}

/** A line as a terminal would leave it: codes gone, only what follows the last carriage return, cut when very long. */
function shown(raw: string): string {
  const plain = raw
    .slice(0, 64 * 1024)
    .replace(TERMINAL_CODE, '')
    .trimEnd();
  const text = plain
    .slice(plain.lastIndexOf('\r') + 1)
    .replaceAll('\t', '  ')
    .replace(/\p{Cc}/gu, '');
  return text.length > LINE_LENGTH ? `${text.slice(0, LINE_LENGTH)} …` : text;
}

function withGaps(lines: readonly Line[]): string[] {
  let next = 0;
  return lines.flatMap(({ at, text }) => {
    const gap = at - next;
    next = at + 1;
    if (gap === 0) return [text];
    return [`[… ${gap.toString()} ${gap === 1 ? 'line' : 'lines'} left out]`, text];
  });
}

/** The decisive lines of a whole output: at most 40, without terminal codes and blank lines. */
export function decisiveLines(output: string): string[] {
  const collected = new DecisiveLines();
  collected.push(output);
  return collected.lines();
}
