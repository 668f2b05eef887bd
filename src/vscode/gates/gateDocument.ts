/** A gate's question in full, as a Markdown document to read before answering. */
import type * as vscode from 'vscode';
import { pathText } from '../../core/reportText';
import type { GateRecord } from '../../core/run';
import { escapeMarkdown } from '../markdown';
import { gateSubject } from './gatePrompt';

type L10n = Pick<typeof vscode.l10n, 't'>;

/** The document. The question is Markdown already; every other text of the gate is shown as it is written. */
export function gateDocument({ gate, answer }: GateRecord, l10n: L10n): string {
  const { plan } = gate;
  const evidence = gate.evidence.map(({ label, file }) => `- ${escapeMarkdown(label)}: ${pathText(file)}`);
  const options = gate.options.map(
    ({ key, leadsTo }) =>
      `- **${escapeMarkdown(key)}**${leadsTo === '' ? '' : `: ${escapeMarkdown(leadsTo)}`}`,
  );
  if (gate.allowsText) options.push(`- ${l10n.t('or your own words')}`);
  return [
    `# ${escapeMarkdown(gate.title)} · ${escapeMarkdown(gateSubject(gate))}`,
    `${escapeMarkdown(plan.title)} · ${answer ? answered(answer.by, answer.choice, l10n) : l10n.t('waiting for an answer')}`,
    gate.question,
    ...section(l10n.t('Answers'), options),
    ...section(l10n.t('Evidence'), evidence),
    ...section(l10n.t('What waits for the answer'), gate.blocks === '' ? [] : [escapeMarkdown(gate.blocks)]),
    '',
  ].join('\n\n');
}

function answered(by: string, choice: string, l10n: L10n): string {
  return l10n.t('answered by {0}: “{1}”', escapeMarkdown(by), escapeMarkdown(choice));
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}`, lines.join('\n')];
}
