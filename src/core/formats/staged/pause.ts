/** `.continue-here.md` in a stage's folder: where somebody paused (renn-gsd.md 1.9). */
import type { Claim } from '../../plan';
import type { FileText } from '../format';
import { timeOf } from './state';
import { once } from '../once';

export const readContinue = once(({ text }: FileText, file): Claim => {
  const values = new Map<string, string>();
  for (const line of text
    .replace(/^\uFEFF/, '')
    .slice(0, 4000)
    .split(/\r?\n/)) {
    const [, key, value] = /^(status|task|total_tasks|last_updated):\s*(.*)$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined && !values.has(key)) values.set(key, value.trim());
  }
  const [task, total] = [values.get('task'), values.get('total_tasks')];
  const at = task === undefined ? '' : ` at task ${task}${total === undefined ? '' : ` of ${total}`}`;
  const since = timeOf(values.get('last_updated'));
  return {
    by: 'state',
    says: `paused${at}: status ${values.get('status') ?? 'not given'}`.slice(0, 200),
    file,
    line: 0,
    means: 'in-progress',
    weak: true,
    ...(since === undefined ? {} : { since }),
  };
});
