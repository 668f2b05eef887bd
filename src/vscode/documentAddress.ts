/**
 * Addresses of the documents that are made from records: a URI's query, and of a run also its path, so that the page of
 * one run can lead to that of another. Any extension and any link can make up others.
 */
import { textsIn } from '../core/jsonObject';

/** What a document's address says: enough to make it again after a reload. */
export type DocumentAddress = RecordAddress | PlanAddress;

/** A page about a plan, by its id. */
export type PlanAddress =
  | { readonly kind: 'report' | 'resume'; readonly plan: string }
  | {
      readonly kind: 'dryRun';
      readonly plan: string;
      /** `Stage.key`. */
      readonly stage: string;
      /** Keys of the steps that were chosen; absent: all that are left. */
      readonly steps?: readonly string[];
    };

export interface RecordAddress {
  readonly kind: 'run' | 'gate';
  /** The workspace folder whose records hold the run. */
  readonly folder: string;
  readonly run: string;
  readonly gate?: string;
}

/** The parts of a URI that are an address. */
export interface AddressParts {
  readonly path: string;
  readonly query: string;
}

/** @param title what the tab shows */
export function addressOf(address: DocumentAddress, title: string): AddressParts {
  const name = nameOf(title);
  if ('plan' in address) return { path: `/${name}`, query: JSON.stringify(address) };
  const { run, ...query } = address;
  return { path: `/${run}/${name}`, query: JSON.stringify(query) };
}

/** From the page of one run to that of another of the same folder: the target of a link in Markdown. */
export function linkToRun(run: string, title: string): string {
  // Markdown ends a target at a bracket, which the encoding leaves.
  const name = encodeURIComponent(nameOf(title)).replace(
    /[()']/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  return `../${encodeURIComponent(run)}/${name}`;
}

/** A title may hold anything, so separators are taken out. */
function nameOf(title: string): string {
  return `${title.replace(/[\\/]/g, '-')}.md`;
}

/**
 * The address that a URI says; `undefined` for what is none, or is about a folder that is not one of these: git would
 * be asked there, and what it says is trusted.
 */
export function readDocumentAddress(
  { path, query }: AddressParts,
  folders: readonly string[],
): DocumentAddress | undefined {
  let value: unknown;
  try {
    value = JSON.parse(query);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { kind, plan, folder, gate, stage, steps } = value as Readonly<Record<string, unknown>>;
  if (kind === 'report' || kind === 'resume') return typeof plan === 'string' ? { kind, plan } : undefined;
  if (kind === 'dryRun') return dryRunOf(plan, stage, steps);
  if (kind !== 'run' && kind !== 'gate') return undefined;
  const [, run] = /^\/([^/]+)\/[^/]+$/.exec(path) ?? [];
  if (typeof folder !== 'string' || !folders.includes(folder) || run === undefined) return undefined;
  if (kind === 'run') return { kind, folder, run };
  return typeof gate === 'string' ? { kind, folder, run, gate } : undefined;
}

function dryRunOf(plan: unknown, stage: unknown, steps: unknown): PlanAddress | undefined {
  if (typeof plan !== 'string' || typeof stage !== 'string') return undefined;
  if (steps === undefined) return { kind: 'dryRun', plan, stage };
  return Array.isArray(steps) ? { kind: 'dryRun', plan, stage, steps: textsIn(steps) } : undefined;
}
