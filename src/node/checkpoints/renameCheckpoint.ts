/** Giving a checkpoint another name: only its record changes, the commit's message keeps the first one. */
import { LONGEST_NAME, type CheckpointRefusal, type SeenCheckpoint } from '../../core/checkpoints/checkpoint';
import { recordText, rewrite } from '../../core/checkpoints/record';
import { readIfThere } from '../runner/files';
import { recordFile, writeRecord } from './records';
import { newerVersion } from './removeCheckpoints';

/** @returns why it was not renamed */
export async function renameCheckpoint(
  dataFolder: string,
  { record, readOnly, rebuilt }: Pick<SeenCheckpoint, 'record' | 'readOnly' | 'rebuilt'>,
  wanted: string,
): Promise<CheckpointRefusal | undefined> {
  const name = wanted.trim();
  if (name === '' || name.length > LONGEST_NAME) return badName();
  if (readOnly) return newerVersion(record.name);
  const whole = rebuilt ? undefined : await readIfThere(recordFile(dataFolder, record.record_id));
  const changed = rewrite(whole ?? recordText(record), { name });
  if ('rejected' in changed) return notWritten(changed.rejected.detail);
  const failed = await writeRecord(dataFolder, record.record_id, changed.text);
  return failed && notWritten(failed.problem);
}

function badName(): CheckpointRefusal {
  return {
    code: 'bad_name',
    detail: `A checkpoint's name has 1 to ${LONGEST_NAME} characters.`,
    wayOut: 'Choose another name.',
  };
}

function notWritten(detail: string): CheckpointRefusal {
  return { code: 'record_not_written', detail, wayOut: 'Mend what is wrong there, then rename it again.' };
}
