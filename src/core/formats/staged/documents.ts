/** What else lies in a stage's folder, in the format's words. */
import type { NamedDocument } from '../../plan';
import type { ReadFolder } from './digests';
import type { StageFile } from './files';
import type { StagedProfile } from './names';

/** @param recaps those of the stage as a whole */
export function documentsOf(
  read: ReadFolder,
  recaps: readonly StageFile[],
  profile: StagedProfile,
): NamedDocument[] {
  const as = (kind: string) => (file: StageFile) => ({ kind, file: read.path(file) });
  return [
    ...read.of('uat').map(as('uat')),
    ...recaps.map(as(profile.terms.handoff)),
    ...read.of('pause').map(as('continue here')),
    ...read.of('document').map((file) => as(documentKind(file.id))(file)),
  ];
}

/** `38.1-DISCUSSION-LOG` is a discussion log: the words after the numbers. */
function documentKind(id: string): string {
  const words = id.replace(/^(?:\d+[A-Za-z]?(?:[.-](?=\d)|[.-]|$))+/, '');
  return (words === '' ? id : words).replaceAll('-', ' ').toLowerCase();
}
