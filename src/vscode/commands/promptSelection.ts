import * as vscode from 'vscode';
import type { StagePolicy } from '../../core/batch/policy';
import { NOBODY_CHOSE, promptsLeft } from '../../core/formats/prompts/run/next';
import { selectPrompts } from '../../core/formats/prompts/run/selection';
import { nameOfStage, type ChosenStage } from './stageTargets';

/** Which steps a new run of a stage takes: of prompts a person may name some. `undefined` where nobody said. */
export async function chooseSteps(chosen: ChosenStage): Promise<Pick<StagePolicy, 'steps'> | undefined> {
  const { plan, stage } = chosen;
  if (plan.plan.format !== 'prompts') return {};
  const left = promptsLeft(stage, { chosen: undefined, choices: NOBODY_CHOSE });
  if (left.length === 1) return {};
  const steps = stage.steps.map(({ step }) => step);
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Run which prompts of {0}?', nameOfStage(chosen)),
    prompt: vscode.l10n.t(
      'A range or names, such as PROMPT_09..PROMPT_12, PROMPT_14. Empty: all that are left.',
    ),
    ignoreFocusOut: true,
    validateInput: (written) => {
      if (written.trim() === '') return undefined;
      const selected = selectPrompts(steps, { text: written });
      return 'refused' in selected ? selected.refused : undefined;
    },
  });
  if (text === undefined) return undefined;
  const selected = selectPrompts(steps, text.trim() === '' ? undefined : { text });
  if (text.trim() === '' || 'refused' in selected) return {};
  return { steps: selected.steps.map(({ key }) => key) };
}
