/** The settings `stageRunner.checkpoints.*` as they count: a settings file holds whatever somebody wrote into it. */
import type { CheckpointSettings } from '../../node/checkpoints/checkpointStore';

/** MiB, as package.json declares them. */
const SIZE = { usual: 10, least: 0.1, most: 1000 };

/** What is no number is the default, what is beyond the range its end; what is no text is no prefix. */
export function limitsOf(maxFileSize: unknown, tagPrefix: unknown): CheckpointSettings {
  const isSize = typeof maxFileSize === 'number' && !Number.isNaN(maxFileSize);
  return {
    maxFileSize: isSize ? Math.min(Math.max(maxFileSize, SIZE.least), SIZE.most) : SIZE.usual,
    tagPrefix: typeof tagPrefix === 'string' ? tagPrefix.trim() : '',
  };
}
