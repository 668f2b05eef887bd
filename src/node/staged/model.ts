/** The model that a project of renn or GSD wants for an agent, by its configuration and a person's settings. */
import { join } from 'node:path';
import type { ChosenModel } from '../../core/agents/models';
import { profileOf } from '../../core/formats/staged/names';
import { readRunConfig } from '../../core/formats/staged/run/config';
import type { Drive } from '../runner/drive';
import { readPlanText } from '../runner/planText';

/** `undefined` where the program's own model is meant. */
export async function modelFor(
  { header, host }: Pick<Drive, 'header' | 'host'>,
  role: string,
): Promise<ChosenModel> {
  const profile = profileOf(header.plan.format);
  if (profile === undefined) return undefined;
  const file = join(header.plan.root, 'config.json');
  const text = await readPlanText(header.folder, file);
  const { tier } = readRunConfig(text === undefined ? undefined : { text, modified: 0 }, file, profile);
  return host.agents.modelFor?.(tier, role);
}
