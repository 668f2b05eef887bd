/** What the actions of a run of prompts ask of git and of the runs' folders, over the runner's own parts. */
import { dirname, join } from 'node:path';
import type { PromptsWork } from '../../core/actions/prompts/promptsWork';
import type { NoAnswer } from '../../core/actions/workTree';
import { protocolsOf } from '../../core/batch/protocols';
import { changesOf } from '../../core/checkpoints/restorePlan';
import { treeDifferences } from '../checkpoints/comparison';
import { gitCommand, within } from '../checkpoints/gitCommand';
import { refusalOf } from '../checkpoints/gitRefusal';
import { commitTrees } from '../commit';
import type { CheckpointPort } from '../host';
import type { Drive } from './drive';
import { readIfThere, writeWhole } from './files';
import { writeReport } from './planText';

/** For one git command, in milliseconds. */
const GIT_MS = 60_000;

/** `undefined` in runs of other formats. */
export function promptsWorkOf(drive: Drive): PromptsWork | undefined {
  const { header, host, store } = drive;
  const { folder, plan } = header;
  if (!protocolsOf(plan.format).holdsCommits) return undefined;
  const git = within(GIT_MS, gitCommand);
  return {
    async diff(from, to, args) {
      // Paths count from the top folder, whatever a person has set.
      const answer = await git({ folder, args: ['diff', '--no-relative', ...args, from, to, '--'] });
      if (answer.code === 0) return { text: answer.stdout.toString() };
      return { refused: refusalOf(answer, folder, 'compare two trees').detail };
    },
    async changes(from, to) {
      const all = await treeDifferences(git, folder, to, from);
      if ('refused' in all) return { refused: all.refused.detail };
      const changed = changesOf(all).map((change, at) => {
        const now = all[at]?.now;
        return { ...change, ...(now && { content: `${now.mode} ${now.sha}` }) };
      });
      return { changed };
    },
    async textAt(tree, path) {
      const answer = await git({ folder, args: ['cat-file', 'blob', `${tree}:${path}`] });
      return answer.code === 0 ? answer.stdout.toString() : undefined;
    },
    async checkpoint(id) {
      const all = (await host.checkpoints?.list()) ?? [];
      return all.find(({ record, exists }) => exists && record.record_id === id)?.record;
    },
    async goBack(id) {
      const gone = await goBack(host.checkpoints, id, { by: await host.who(), run: header.run });
      // The runs that were taken back are no more.
      await store.refresh();
      return gone;
    },
    commit: (commit) => commitTrees(folder, commit),
    keep: (name, text) => writeWhole(join(drive.folder, name), text),
    kept: async (run, name) =>
      /^[\w-]+$/.test(run) ? readIfThere(join(dirname(drive.folder), run, name)) : undefined,
    writeReport: (file, text) => writeReport(folder, file, text),
  };
}

async function goBack(
  checkpoints: CheckpointPort | undefined,
  id: string,
  { by, run }: { readonly by: string; readonly run: string },
): Promise<{ readonly stray: readonly string[] } | NoAnswer> {
  if (!checkpoints?.preview || !checkpoints.restore)
    return { refused: 'There is nothing here that goes back to checkpoints.' };
  const preview = await checkpoints.preview(id);
  if ('refused' in preview) return { refused: `${preview.refused.detail} ${preview.refused.wayOut}` };
  const result = await checkpoints.restore(id, preview, by, 'files', run);
  if ('refused' in result) return { refused: `${result.refused.detail} ${result.refused.wayOut}` };
  return { stray: 'stray' in result ? result.stray : [] };
}
