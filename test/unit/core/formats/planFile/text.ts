/** Digests and their problems as text that a person can review. */
import type { PlanFileDigest } from '../../../../../src/core/formats/planFile/planFile';
import type { FileProblem, Written } from '../../../../../src/core/written';

/** `text@line:from-to` */
export function shownWritten({ text, line, from, to }: Written): string {
  return `${text}@${line}:${from}-${to}`;
}

export function shownProblem({ code, severity, range: { start, end }, example }: FileProblem): string {
  const place = `${start.line}:${start.character}-${end.line === start.line ? '' : `${end.line}:`}${end.character}`;
  return `${severity} ${code} ${place}${example === undefined ? '' : ` => ${example}`}`;
}

/** One line for each part that says something. */
export function shownDigest(digest: PlanFileDigest): string[] {
  const one = (name: string, value: Written | string | undefined): string[] => {
    if (value === undefined) return [];
    return [`${name}: ${typeof value === 'string' ? value : shownWritten(value)}`];
  };
  const many = (name: string, values: readonly string[]): string[] =>
    values.length === 0 ? [] : [`${name}: ${values.join(', ')}`];
  return [
    ...(digest.frontMatter ? [] : ['no front matter']),
    ...one('title', digest.title),
    ...one('objective', digest.objective),
    ...one('stage', digest.stage),
    ...one('run', digest.run),
    ...one('batch', digest.batch),
    ...many('depends on', digest.dependsOn.map(shownWritten)),
    ...many('files', digest.files.map(shownWritten)),
    ...many('requirements', digest.requirements),
    ...one('autonomous', digest.autonomous),
    ...(digest.gapClosure ? ['gap closure'] : []),
    ...one('type', digest.type),
    ...one('status', digest.status),
    ...(digest.tasks === 0 ? [] : [`tasks: ${digest.tasks}${digest.cut ? ' or more' : ''}`]),
    ...many(
      'checkpoints',
      digest.checkpoints.map(
        ({ kind, gate, line, from }) => `${kind}${gate ? ` (${gate})` : ''}@${line}:${from}`,
      ),
    ),
    ...many('gates', digest.gates),
    ...digest.problems.map(shownProblem),
  ];
}
