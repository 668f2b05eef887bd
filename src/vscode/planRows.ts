/** The rows of plans, and of what belongs to a plan as a whole. */
import type * as vscode from 'vscode';
import type { PlanView } from '../core/status';
import { plural } from '../core/plural';
import { onlyStage } from './mapIndex';
import { planIcon, stageRunIcon } from './rowIcons';
import type { Content, RowContext } from './rows';
import { namedRow } from './stepRows';
import { planTooltip } from './tooltips';
import { stageTokens } from './stageRows';
import { formatName, shownOnlyWord, stageRunWords } from './stageWords';
import { age, problemWords } from './words';

type L10n = Pick<typeof vscode.l10n, 't'>;

export function planRow(view: PlanView, context: RowContext): Content {
  const { map, l10n } = context;
  const { plan } = view;
  const firstOpen = map.plans.find(({ plan: { readOnly }, done, total }) => done < total && !readOnly);
  const several = map.plans.some(({ plan: { format } }) => format !== plan.format);
  const own = onlyStage(view);
  const parts = [
    ...(own ? stageRunWords(own, plan.terms, l10n) : []),
    `${view.done}/${view.total}`,
    context.folderName(plan.folder),
    several ? formatName(plan.format) : undefined,
    shownOnlyWord(plan, l10n),
    ...problemWords(plan.problems, l10n),
  ];
  return {
    label: plan.title,
    description: parts.filter((part) => part !== undefined).join(' · '),
    icon: (own && stageRunIcon(own)) ?? planIcon,
    tooltip: () => planTooltip(view, l10n),
    context: [plan.readOnly ? 'readOnlyPlan' : 'plan', ...(own ? stageTokens(own) : [])].join(' '),
    children: view === firstOpen || map.plans.length === 1 ? 'expanded' : 'collapsed',
    click: plan.overview === undefined ? undefined : { open: plan.overview },
  };
}

export function hintRow({ plan }: PlanView, at: number, now: Date, l10n: L10n): Content | undefined {
  const hint = plan.hints?.[at];
  if (hint === undefined) return undefined;
  const ago = hint.since === undefined ? '' : age(hint.since, now);
  return {
    label: hint.text,
    description: [l10n.t('hint'), ago].filter((part) => part !== '').join(' · '),
    icon: { id: 'info' },
    tooltip: () => '',
    context: 'hint',
    children: 'none',
    click: { open: hint.file },
  };
}

/** A milestone that was put away. Its files are read when the row is opened. */
export function archiveRow({ plan }: PlanView, key: string, l10n: L10n): Content | undefined {
  const archive = plan.archives?.find((one) => one.key === key);
  if (archive === undefined) return undefined;
  const { stage } = plan.terms;
  return {
    label: archive.title,
    description: l10n.t('archived · {0} {1}', archive.stages, archive.stages === 1 ? stage : plural(stage)),
    icon: { id: 'archive' },
    tooltip: () => '',
    context: 'archive',
    children: 'collapsed',
    click: undefined,
  };
}

export function documentsRow({ plan }: PlanView, l10n: L10n): Content {
  return {
    label: l10n.t('Documents'),
    description: String(plan.documents?.length ?? 0),
    icon: { id: 'library' },
    tooltip: () => '',
    context: 'documents',
    children: 'collapsed',
    click: undefined,
  };
}

export function planFileRow({ plan }: PlanView, file: string): Content | undefined {
  const document = plan.documents?.find((one) => one.file === file);
  return document && namedRow(document);
}
