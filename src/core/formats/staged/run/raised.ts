/** A gate of the staged formats as a gate of ours, and back: agents may answer with either (renn-gsd.md 1.5). */
import type { RaisedGate } from '../../../agentResult';
import { agentReturn } from './agentReturn';
import type { CompletedTask } from './gateParts';
import { type GateReturn, type GateType, gateTypeOf } from './gateReturn';
import { labelled } from './labels';
import { type StagedProfile, titleFrom } from '../names';

/** What a person answers where nothing is wrong. */
export const APPROVED = 'approved';
/** What a person answers to an action. */
export const DONE = 'done';

const TITLES: Readonly<Record<GateType, string>> = {
  'human-verify': 'Verification required',
  decision: 'Decision required',
  'human-action': 'Action required',
};
/** As many as an answer file may have. */
const MOST_OPTIONS = 9;

/** The gate as it is asked: what was done, what is shown, what is awaited. */
export function raisedOf(gate: GateReturn, { terms }: StagedProfile): RaisedGate {
  const { type, progress, current, completed, details, awaiting } = gate;
  const task = [current.number === '' ? '' : `Task ${current.number}`, current.name]
    .filter(Boolean)
    .join(': ');
  const parts = [
    ...(gate.run === '' ? [] : [`**${titleFrom(terms.step)}:** ${gate.run}`]),
    ...(progress === undefined ? [] : [`**Progress:** ${progress.done}/${progress.total} tasks complete`]),
    ...(completed.length === 0 ? [] : [`### Completed tasks\n\n${taskTable(completed)}`]),
    ...(task === '' ? [] : [`### Current task\n\n${[task, current.blockedBy].filter(Boolean).join('\n\n')}`]),
    ...(details === '' ? [] : [`### Details\n\n${details}`]),
    ...(awaiting === '' ? [] : [`### Awaiting\n\n${awaiting}`]),
  ];
  return {
    type,
    title: TITLES[type],
    details: parts.join('\n\n') || `The agent told nothing about this ${terms.gate}.`,
    options: optionsOf(gate),
  };
}

/** A gate that an agent raised in its answer file, with the structured return where its details hold one. */
export function gateOfRaised(raised: RaisedGate): GateReturn {
  const told = agentReturn(raised.details, '');
  const options = raised.options.map((id) => ({ id, pros: '', cons: '' }));
  if (told?.kind === 'gate') {
    const type = gateTypeOf(raised.type) ?? told.type;
    return { ...told, type, options: told.options.length > 0 ? told.options : options };
  }
  return {
    kind: 'gate',
    type: gateTypeOf(raised.type) ?? 'decision',
    typeText: raised.type,
    run: '',
    completed: [],
    current: { number: '', name: '', status: '', blockedBy: '' },
    details: raised.details,
    labels: labelled(raised.details.split(/\r?\n/)),
    options,
    awaiting: raised.title,
  };
}

/** Tasks as a table of Markdown, whatever their names hold. */
export function taskTable(tasks: readonly CompletedTask[]): string {
  const rows = tasks.map(({ task, name, commits, files }) =>
    [task, name, commits.join(', ') || 'none', files].map(cellText),
  );
  const lines = [['Task', 'Name', 'Commit', 'Files'], ['---', '---', '---', '---'], ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function cellText(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('\\', '\\\\').replaceAll('|', '\\|').trim();
}

function optionsOf({ type, options }: GateReturn): string[] {
  if (type === 'human-verify') return [APPROVED];
  if (type === 'human-action') return [DONE];
  return [...new Set(options.map(({ id }) => id))].slice(0, MOST_OPTIONS);
}
