/** The visible marker of a checkpoint: a lightweight tag `<prefix>-<nn>` at HEAD (`stageRunner.checkpoints.tagPrefix`). */
import { nextMarkers } from '../../core/checkpoints/markers';
import type { GitAnswer, GitCommand } from './gitCommand';
import { refusalOf } from './gitRefusal';

export type TagResult = { readonly tag: string } | { readonly problem: string };

/** Several windows may want the same number at once. */
const TRIES = 5;

/**
 * Makes the tag with the next free number. A tag that is there is never moved.
 * @param head the commit that HEAD named when the checkpoint was taken; `undefined` on an unborn branch
 */
export async function makeTag(
  git: GitCommand,
  top: string,
  prefix: string,
  head: string | undefined,
): Promise<TagResult> {
  if (head === undefined) return { problem: 'There is no commit yet that a tag could name.' };
  const valid = await git({ folder: top, args: ['check-ref-format', `refs/tags/${prefix}-01`] });
  if (valid.code !== 0)
    return { problem: `"${prefix}" cannot begin a tag's name. Change stageRunner.checkpoints.tagPrefix.` };
  for (let tries = 1; ; tries += 1) {
    const listed = await git({
      folder: top,
      args: ['for-each-ref', '--format=%(refname:lstrip=2)', `refs/tags/${prefix}-*`],
    });
    if (listed.code !== 0) return { problem: words(listed, top, 'list the tags') };
    const [tag = ''] = nextMarkers(prefix, listed.stdout.toString().split('\n'), 1);
    // An empty old value: the ref must not be there.
    const made = await git({ folder: top, args: ['update-ref', `refs/tags/${tag}`, head, ''] });
    if (made.code === 0) return { tag };
    const taken = /reference already exists/.test(made.stderr);
    if (!taken || tries === TRIES) return { problem: words(made, top, `make the tag ${tag}`) };
  }
}

function words(answer: GitAnswer, top: string, doing: string): string {
  const { detail, wayOut } = refusalOf(answer, top, doing);
  return `${detail} ${wayOut}`;
}
