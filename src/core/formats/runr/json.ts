/** What is said of Runr's states that cannot be read, or that nobody can tell about. */
import { fileProblem, type Problem } from '../../problem';

/** The problem of a state that is no JSON object. */
export function unreadableState(file: string, why: string): Problem {
  return fileProblem(
    'runr-state-damaged',
    'warning',
    file,
    `This state cannot be read: ${why}. It is left as it is.`,
  );
}

/** The outcome that goes with it. */
export const UNREADABLE = 'its state cannot be read';

/** Runr leaves no sign of life: what crashed stays so for ever. */
export const ALIVE = 'at work, or crashed';
