/** What a person is told where a batch failed: what went wrong, what was changed, and what there is to go back to. */
import { sizeWords } from '../../formats/prompts/run/diffSize';
import { markerName, type PromptsRun } from '../../formats/prompts/run/outcome';
import { failures } from '../../formats/prompts/run/parts';
import { code, paragraphs, rows } from '../../formats/prompts/run/shown';
import { personRows } from '../../formats/prompts/run/verification';

/**
 * Markdown for the gate.
 * @param number of the batch; throws where the run has none of it
 */
export function failedText({ batches }: PromptsRun, number: number): string {
  const batch = batches.find((one) => one.number === number);
  if (batch === undefined) throw new Error(`There is no batch ${number}`);
  const stopped = batch.prompts
    .filter(({ status }) => status === 'stopped')
    .map(({ key, detail = '' }) => `- ${code(key)}: ${detail}`);
  const notRun = batch.prompts.filter(({ status }) => status === 'not_run').map(({ key }) => code(key));
  const changed = batch.prompts.flatMap(({ key, size }) => {
    if (size === undefined || size.files.length === 0) return [];
    const files = size.files.slice(0, 10).map(({ path }) => code(path));
    const more = size.files.length > files.length ? ' and more' : '';
    return [`- ${code(key)} changed ${sizeWords(size)}: ${files.join(', ')}${more}`];
  });
  return paragraphs(
    rows([...failures(batch), ...stopped]),
    notRun.length === 0 ? '' : `Not begun: ${notRun.join(', ')}.`,
    rows(changed),
    personRows(batch.requested),
    batch.marker ? `Before the batch: ${code(markerName(batch.marker))}.` : '',
  );
}
