/** The gate before the run of a step that waits for others: whoever starts it all the same says so. */
import { capital } from '../capital';
import type { Gate } from '../gateRecord';
import type { GateFrame } from '../gates';
import { plural } from '../plural';
import type { Graph } from '../protocol/graph';
import { inline } from '../reportText';

/** The exact strings of the options, as the step protocol has them. */
export const BLOCKED_GATE = { yes: 'yes', no: 'no' } as const;

/** Where the gate stands: no node of a protocol, since it is opened before any is entered. */
export const BLOCKED_PLACE = '(blocked)';

/**
 * @param why what stands in the way (`StepView.blockedBy`)
 * @param term what a step is called, such as `run`
 */
export function blockedGate(frame: GateFrame, why: readonly string[], term: string): Gate {
  const subject = inline(frame.subject ?? `${term} ${frame.step.title}`);
  return {
    ...frame,
    kind: 'approval',
    title: `${capital(term)} blocked`,
    question: [
      `${capital(subject)} cannot rely on the ${plural(term)} before it.`,
      why.map((reason) => `- ${inline(reason.replace(/^- /, ''))}`).join('\n'),
      'Start it all the same?',
    ].join('\n\n'),
    options: [
      { key: BLOCKED_GATE.yes, leadsTo: 'Starts the step on what is there', needsReason: false },
      { key: BLOCKED_GATE.no, leadsTo: 'Ends the run and leaves the step blocked', needsReason: false },
    ],
    allowsText: false,
  };
}

/** Whether a protocol weighs what its step depends on, and asks by itself (coyote.md 1.4). */
export function asksIfBlocked({ nodes }: Graph): boolean {
  return [...nodes.values()].some(
    (node) => node.type === 'script' && node.runs.kind === 'builtin' && node.runs.action === 'resolve_step',
  );
}
