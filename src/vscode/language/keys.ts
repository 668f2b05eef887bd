/** The front-matter keys of plan files, by format: what the editor explains and offers. */
import type * as vscode from 'vscode';
import type { KnownKey } from '../../core/planText/keyProblems';

type L10n = Pick<typeof vscode.l10n, 't'>;

export interface KeyHelp {
  readonly name: string;
  readonly about: string;
  /** Offered as values. */
  readonly values?: readonly string[];
  /** Another value is no value to the format's tool. */
  readonly only?: true;
}

/** Empty for formats whose plan files have no front matter. */
export function keysOf(format: string, l10n: L10n): readonly KeyHelp[] {
  switch (format) {
    case 'coyote':
      return coyoteKeys(l10n);
    case 'gsd':
      return [...stagedKeys({ stage: 'phase', step: 'plan', batch: 'wave' }, l10n), gsdStatus(l10n)];
    case 'renn':
      return stagedKeys({ stage: 'stage', step: 'run', batch: 'batch' }, l10n);
    default:
      return [];
  }
}

/** What slips are looked for with. */
export function knownKeys(keys: readonly KeyHelp[]): KnownKey[] {
  return keys.map(({ name, values, only }) => ({ name, ...(only && values && { values }) }));
}

/** coyote.md 1.2. */
function coyoteKeys(l10n: L10n): KeyHelp[] {
  return [
    { name: 'step', about: l10n.t('The number of the step, for people: the name of the file decides.') },
    { name: 'title', about: l10n.t('What the step is called on the Stage Map.') },
    {
      name: 'depends_on',
      about: l10n.t('The numbers of the steps whose handoff must say “complete” before this one begins.'),
    },
    {
      name: 'status',
      about: l10n.t('Exactly one of the values, without a comment: with any other the step is passed over.'),
      values: ['pending', 'in-progress', 'complete'],
    },
  ];
}

/** renn-gsd.md 2.4; every other word is somebody's own. */
function gsdStatus(l10n: L10n): KeyHelp {
  return {
    name: 'status',
    about: l10n.t('“superseded” takes the plan out: it is neither run nor counted.'),
    values: ['superseded'],
  };
}

/** renn-gsd.md 1.3 and 2.1. */
function stagedKeys(names: { stage: string; step: string; batch: string }, l10n: L10n): KeyHelp[] {
  const { stage, step, batch } = names;
  const yesNo = ['true', 'false'];
  return [
    { name: stage, about: l10n.t('The folder that this {0} belongs to: its number and name.', step) },
    { name: step, about: l10n.t('The number of this {0}, as text: 01 stays 01.', step) },
    { name: 'type', about: l10n.t('How it is worked on.'), values: ['execute', 'tdd'], only: true },
    { name: batch, about: l10n.t('What runs together; a {0} begins when the one before is done.', batch) },
    { name: 'depends_on', about: l10n.t('What must be done before this {0} begins.', step) },
    {
      name: 'files_modified',
      about: l10n.t('The files that it will change: what overlaps is not run at once.'),
    },
    {
      name: 'autonomous',
      about: l10n.t('“false” where a person has to answer on the way.'),
      values: yesNo,
      only: true,
    },
    { name: 'requirements', about: l10n.t('The requirements that it serves.') },
    { name: 'user_setup', about: l10n.t('What a person has to set up outside of the code.') },
    { name: 'gap_closure', about: l10n.t('It closes gaps that an audit found.'), values: yesNo, only: true },
    { name: 'must_haves', about: l10n.t('What has to be true, be there and be connected in the end.') },
  ];
}
