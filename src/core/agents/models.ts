/** The setting `stageRunner.models`: which model an agent of a role gets, by the tier that a project asks for (renn-gsd.md 1.10). */
import type { ModelTier } from '../formats/staged/run/config';
import { isObject } from '../jsonObject';
import { template, type AgentProfile } from './profile';

/** The model for one start, why it cannot be given, as a sentence, or nothing where none is set. */
export type ChosenModel = { readonly model: string } | { readonly problem: string } | undefined;

const LONGEST = 200;

/**
 * @param setting as the editor gives it: `{ "quality": { "runner": "name" } }`
 * @param tier `inherit` is the model that the program has by itself
 */
export function chosenModel(
  setting: unknown,
  profile: AgentProfile,
  tier: ModelTier,
  role: string,
): ChosenModel {
  const models = own(setting, tier);
  const model = tier === 'inherit' ? undefined : own(models, role);
  if (model === undefined || model === '') return undefined;
  const name = `stageRunner.models.${tier}.${role}`;
  if (typeof model !== 'string' || model.length > LONGEST || /^-|\p{C}/u.test(model))
    return { problem: `${name} should be the name of a model: the agent runs with its own.` };
  if (!template(profile)?.includes('{model}'))
    return {
      problem: `${name} names a model, and ${profile.name} takes none: its command has no "{model}". It runs with its own.`,
    };
  return { model };
}

function own(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
