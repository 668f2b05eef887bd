/** A state file with nothing in it but its fields, for a project that has lost its own (renn-gsd.md 1.9, 2.5). */
import { type StagedProfile, titleFrom } from '../names';

/** Each line that `editState` writes is in it, with nothing said yet. */
export function newState({ terms, gsd }: StagedProfile): string {
  return `# ${gsd ? 'Project State' : 'Pulse'}

## Current Position

${titleFrom(terms.stage)}: -
${titleFrom(terms.step)}: Not started
Status: -
Last activity: -
Progress: [░░░░░░░░░░] 0%

## Accumulated Context

### Decisions

None recorded.

### Pending Todos

None recorded.

### Blockers/Concerns

None recorded.

## Session Continuity

Last session: -
Stopped at: -
Resume file: None
`;
}
