/** Lines of an overview that name a milestone (renn-gsd.md 1.9, 2.5). */

export interface MilestoneMark {
  /** `v1.0`. */
  readonly version: string;
  /** As written, without marks: `v1.0 Internal Alpha`. */
  readonly name: string;
  /** The level of the heading that it is; 0 for a folded section; absent for an item of a list. */
  readonly level?: number;
  /** Whether the line says that a stage belongs to it: `Phases 1-6`. */
  readonly has: (stage: string) => boolean;
}

const HEADING = /^(#{2,4})\s+(.*)$/;
const SUMMARY = /<summary>(.*?)<\/summary>/;
/** Only what is bold or marked is a name; other items are prose. */
const ITEM = /^\s*[-*]\s+(?=\*\*|\p{Extended_Pictographic})(.*)$/u;
/** Emoji, stars and the word itself before the version. */
const NAME = /^[^\p{L}\p{N}]*(?:Milestone:?\s+)?\**(v\d+(?:\.\d+)*)\b(.*)$/iu;
const STAGES = /(?:Phases?|Stages?)\s+(\d+)\s*[-–—]\s*(\d+)/i;
const LONGEST = 500;

export function milestoneMark(line: string): MilestoneMark | undefined {
  if (line.length > LONGEST) return undefined;
  const [, marks, title] = HEADING.exec(line) ?? [];
  const [, summary] = SUMMARY.exec(line) ?? [];
  const [, item] = ITEM.exec(line) ?? [];
  const text = title ?? summary ?? item;
  const [, version, rest = ''] = NAME.exec(text ?? '') ?? [];
  if (version === undefined) return undefined;
  const level = marks?.length ?? (summary === undefined ? undefined : 0);
  const [, from, to] = STAGES.exec(rest) ?? [];
  return {
    version,
    name: nameOf(version, rest),
    ...(level === undefined ? {} : { level }),
    has: (stage) => {
      const number = Number.parseInt(stage, 10);
      return from !== undefined && number >= Number(from) && number <= Number(to);
    },
  };
}

function nameOf(version: string, rest: string): string {
  const name = (rest.split(/\*\*|\s\(|\s[-–—]\s/, 1)[0] ?? '').replace(/^[\s:*–—-]+/, '').trim();
  return name === '' ? version : `${version} ${name}`;
}
