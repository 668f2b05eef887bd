/** What is not as the checkpoint has it after a rollback: then the run stops (prompts.md 2.4, "stray changes after rollback"). */
import type { Stop } from '../../../stops';
import { quoted } from './shown';

/**
 * The stop, naming the first of them; `undefined` where nothing is stray.
 * @param marker as a person knows it
 * @param stray paths that should be as the checkpoint has them and are not
 */
export function strayStop(marker: string, stray: readonly string[]): Stop | undefined {
  if (stray.length === 0) return undefined;
  const named = stray.slice(0, 5).map(quoted);
  const more = stray.length > named.length ? ` and ${stray.length - named.length} more` : '';
  const detail = `After the rollback to ${quoted(marker)} these are not as it has them: ${named.join(', ')}${more}.`;
  return { code: 'stray_changes', detail };
}
