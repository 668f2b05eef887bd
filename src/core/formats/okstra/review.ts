/**
 * What a report says about its own verification: the gate of the plan body verification, the items that workers
 * disagree about, and the open questions that hold the approval (okstra.md 3.9, 3.10).
 */
import type { Problem } from '../../problem';
import { rangeOf, type Written } from '../../written';
import { oneLine } from '../../oneLine';
import { cellIn, type Table, type TableRow } from '../markdownTable';
import { tablesIn, type Outline, type Section } from './report';

const GATES = ['passed-with-dissent', 'blocked-by-disagreement', 'aborted-non-result', 'passed'] as const;

/** A row of the clarification items that holds the approval. */
export interface Question {
  readonly id: Written;
  /** What is asked, in one line; empty where the table has no such column. */
  readonly text: string;
}

export interface Review {
  /** `undefined`: no gate is written, or more than one. */
  readonly gate: (typeof GATES)[number] | undefined;
  /** Approval-blocking rows that nothing says are answered. */
  readonly questions: readonly Question[];
  readonly problems: readonly Problem[];
}

export function reviewOf(outline: Outline, file: string): Review {
  const blocking = outline.clarifications === undefined ? [] : blockingRows(outline, outline.clarifications);
  const disagreed = outline.verification === undefined ? [] : disagreements(outline, outline.verification);
  return {
    gate: outline.verification && gateIn(outline, outline.verification),
    questions: blocking.filter(({ answered }) => !answered),
    problems: orphans(disagreed, blocking, file),
  };
}

/**
 * The one gate that lines about a gate name; without such a line the one that is named anywhere in the section, where
 * `passed` alone could be any word.
 */
function gateIn({ lines, fenced }: Outline, { from, to }: Section): Review['gate'] {
  const told = new Set<(typeof GATES)[number]>();
  const elsewhere = new Set<(typeof GATES)[number]>();
  for (let line = from; line < to; line += 1) {
    const text = (lines[line] ?? '').slice(0, LONGEST_LINE).toLowerCase();
    if (fenced(line)) continue;
    for (const [word] of text.matchAll(/[a-z]+(?:-[a-z]+)*/g)) {
      const gate = GATES.find((known) => known === word);
      if (gate === undefined) continue;
      if (/\bgate\b/.test(text)) told.add(gate);
      else if (gate !== 'passed') elsewhere.add(gate);
    }
  }
  const found = [...(told.size > 0 ? told : elsewhere)];
  return found.length === 1 ? found[0] : undefined;
}

const LONGEST_LINE = 2000;

interface Blocking extends Question {
  readonly answered: boolean;
}

function blockingRows(outline: Outline, section: Section): Blocking[] {
  return tablesIn(outline, section).flatMap((table) =>
    table.rows.flatMap((row): Blocking[] => {
      const id = cellIn(table, row, 'id', '#');
      if (id === undefined || lower(cellIn(table, row, 'blocks')) !== 'approval') return [];
      return [
        {
          id,
          text: oneLine(cellIn(table, row, 'statement', 'question')?.text ?? ''),
          answered: isAnswered(table, row),
        },
      ];
    }),
  );
}

/** A status column is not evidenced; where there is one, only these words take a question for answered. */
function isAnswered(table: Table, row: TableRow): boolean {
  return ['answered', 'resolved', 'closed'].includes(lower(cellIn(table, row, 'status')));
}

function lower(cell: Written | undefined): string {
  return (cell?.text ?? '').replaceAll(/[*`]/g, '').trim().toLowerCase();
}

/** The items that the verification table passes on to the clarification items: `majority-disagree → C-<N>`. */
function disagreements(outline: Outline, section: Section): Written[] {
  return tablesIn(outline, section).flatMap((table) =>
    table.rows.flatMap((row) => {
      const cell = cellIn(table, row, 'classification');
      const id = /majority-disagree\W{1,8}(C-\d{1,6})\b/.exec((cell?.text ?? '').slice(0, LONGEST_LINE))?.[1];
      return cell === undefined || id === undefined ? [] : [{ ...cell, text: id }];
    }),
  );
}

/** Both lists must match one to one; questions may also come from elsewhere, so that side is only told. */
function orphans(disagreed: readonly Written[], blocking: readonly Blocking[], file: string): Problem[] {
  const known = new Set(blocking.map(({ id }) => plainId(id)));
  const meant = new Set(disagreed.map(({ text }) => text));
  const missing = disagreed.filter(({ text }) => !known.has(text));
  const loose = disagreed.length === 0 ? [] : blocking.filter(({ id }) => !meant.has(plainId(id)));
  return [
    ...missing.slice(0, MOST_TOLD).map((written): Problem => {
      const message = `The verification passes an item on to ${written.text}, but the clarification items have no row ${written.text} with "Blocks" approval.`;
      return { code: 'okstra-question-missing', severity: 'warning', file, range: rangeOf(written), message };
    }),
    ...loose.slice(0, MOST_TOLD).map(({ id }): Problem => {
      const message = `The question ${plainId(id).slice(0, 40)} holds the approval, but no item of the verification passes on to it.`;
      return { code: 'okstra-question-loose', severity: 'info', file, range: rangeOf(id), message };
    }),
  ];
}

const MOST_TOLD = 20;

export function plainId({ text }: Written): string {
  return text.replaceAll(/[*`]/g, '').trim();
}
