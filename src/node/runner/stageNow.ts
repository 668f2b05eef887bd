/** The stage that a run is of, or that its step is in, as the plan is on the disk now. */
import type { StageNow } from '../../core/actions/stageWork';
import type { Drive } from './drive';

/** Read anew; why not, as a sentence, where the plan or the stage is gone. */
export async function stageNow({
  header,
  host,
}: Pick<Drive, 'header' | 'host'>): Promise<StageNow | { readonly gone: string }> {
  const key = header.stage?.key ?? header.step.stage?.key;
  const view = await host.planNow?.(header.plan);
  const stage = view?.stages.find((one) => one.key === key);
  if (view && stage) return { plan: view.plan, stage };
  const title = header.stage ? header.step.title : header.step.stage?.title;
  return { gone: `${header.plan.title} has no ${title || 'such stage'} any more (${header.plan.root}).` };
}
