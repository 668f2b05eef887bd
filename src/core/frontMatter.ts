/**
 * YAML front matter of a hostile file. gray-matter only splits, and only texts whose first line we have checked, since
 * it would run code for `---js` and the like (editor-api (e)); `yaml` parses; gray-matter's own engines never run.
 */
import matter from 'gray-matter';
import { LineCounter, parseDocument } from 'yaml';
import type { Problem, Range, Severity } from './problem';
import { yamlRefusal } from './yamlLimits';

export interface FrontMatter {
  /** The file begins with YAML front matter that is also closed. */
  readonly present: boolean;
  /** Frozen; empty without front matter, and where it is not a valid YAML mapping. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly problems: readonly Problem[];
  /** The index of the first line of the body. */
  readonly bodyLine: number;
}

/** The first line of YAML front matter, without its line feed. */
export const OPENER = /^---[ \t]*(?:ya?ml[ \t]*)?\r?$/;
const CLOSER = /^---/;

/** Parsing grows with the square of the number of keys; no honest block comes near this many characters. */
const MAX_BLOCK = 64 * 1024;
/** More would say the same again. */
const MAX_ISSUES = 10;

/** An engine that must never be reached; a call is a bug, so it throws. */
function refuse(): never {
  throw new Error('A front-matter engine was called that the opening line should have ruled out.');
}

/** gray-matter parses nothing: its YAML engine returns an empty object and every other name is refused. */
const SPLIT_ONLY = {
  language: 'yaml',
  excerpt: false,
  engines: {
    yaml: () => ({}),
    yml: () => ({}),
    js: refuse,
    javascript: refuse,
    json: refuse,
    coffee: refuse,
    toml: refuse,
  },
};

/**
 * Reads the front matter at the very start of a text; a byte order mark before it is skipped, and not counted in
 * ranges, as the editor does not count it.
 * @param file absolute path, for the problems: `front-matter-language` (error: another language than YAML, not read),
 * `front-matter-unclosed`, `front-matter-too-large`, `front-matter-limits`, `front-matter-yaml`, `front-matter-no-mapping` (warnings)
 */
export function readFrontMatter(text: string, file: string): FrontMatter {
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  const lines = text.slice(start).split('\n');
  const opener = lines[0] ?? '';
  const none = (...problems: Problem[]): FrontMatter => ({ present: false, data: {}, problems, bodyLine: 0 });
  const problem = (code: string, severity: Severity, range: Range, message: string): Problem => ({
    code,
    severity,
    file,
    range,
    message,
  });
  const openerRange = lineRange(0, opener.trimEnd().length);
  if (!OPENER.test(opener)) {
    const message = languageRefusal(opener);
    return message === undefined
      ? none()
      : none(problem('front-matter-language', 'error', openerRange, message));
  }
  const closer = lines.findIndex((line, index) => index > 0 && CLOSER.test(line));
  if (closer === -1) {
    const message = 'The front matter is never closed: a line "---" is missing after it.';
    return none(problem('front-matter-unclosed', 'warning', openerRange, message));
  }
  const block = matter(text.slice(start), SPLIT_ONLY).matter;
  if (block.length > MAX_BLOCK) {
    const message = `The front matter is longer than ${MAX_BLOCK} characters and is not read.`;
    return none(problem('front-matter-too-large', 'warning', openerRange, message));
  }
  const { data, issues } = parseYaml(`${block}\n`, lineRange(0, 3));
  const problems = issues.map(({ code, range, message }) => problem(code, 'warning', range, message));
  return { present: true, data, problems, bodyLine: closer + 1 };
}

/** Why the front matter that a first line opens is not read; `undefined` when the line opens none. */
export function languageRefusal(opener: string): string | undefined {
  const line = opener.trimEnd();
  if (line.startsWith('+++'))
    return 'TOML front matter is not read. Write it as YAML between two lines "---".';
  if (!line.startsWith('---') || line.startsWith('----')) return undefined;
  const language = JSON.stringify(line.slice(3).trim().slice(0, 40));
  return `Front matter in ${language} is not read, since other languages than YAML can run code. Begin it with a line "---" alone.`;
}

interface Issue {
  readonly code: string;
  readonly range: Range;
  readonly message: string;
}

/** Parses a block whose line 0 is the rest of the opener's line, so that its lines are the file's. */
function parseYaml(
  block: string,
  opener: Range,
): { data: Readonly<Record<string, unknown>>; issues: readonly Issue[] } {
  const lineCounter = new LineCounter();
  const at = (offset: number): Range['start'] => {
    const { line, col } = lineCounter.linePos(offset);
    return { line: Math.max(line - 1, 0), character: Math.max(col - 1, 0) };
  };
  const refused = yamlRefusal(block);
  if (refused) {
    const range = {
      start: { line: refused.line, character: 0 },
      end: { line: refused.line + 1, character: 0 },
    };
    return { data: {}, issues: [{ code: 'front-matter-limits', range, message: refused.message }] };
  }
  try {
    const document = parseDocument(block, {
      schema: 'core',
      logLevel: 'silent',
      prettyErrors: false,
      lineCounter,
    });
    const issues = [...document.errors, ...document.warnings]
      .slice(0, MAX_ISSUES)
      .map(({ pos, message }) => ({
        code: 'front-matter-yaml',
        range: { start: at(pos[0]), end: at(pos[1]) },
        message: `The front matter is not valid YAML: ${message}.`,
      }));
    if (document.errors.length > 0) return { data: {}, issues };
    const data: unknown = document.toJS({ maxAliasCount: 50 });
    if (data === null) return { data: {}, issues };
    if (isMapping(data)) return { data: deepFreeze(data), issues };
    const message = 'The front matter is not a list of "key: value" lines.';
    return { data: {}, issues: [...issues, { code: 'front-matter-no-mapping', range: opener, message }] };
  } catch (error) {
    // `yaml` throws for too many aliases.
    const why = error instanceof Error ? error.message : String(error);
    const message = `The front matter cannot be read as YAML: ${why}`;
    return { data: {}, issues: [{ code: 'front-matter-yaml', range: opener, message }] };
  }
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Aliases may make a value contain itself, hence the look at what is frozen already. */
function deepFreeze<T extends object>(value: T): T {
  if (Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const inner of Object.values(value)) {
    if (typeof inner === 'object' && inner !== null) deepFreeze(inner as object);
  }
  return value;
}

function lineRange(line: number, length: number): Range {
  return { start: { line, character: 0 }, end: { line, character: length } };
}
