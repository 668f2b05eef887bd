/** Addresses of the documents that are made from records, as the query of a URI. Any extension and any link can make up others. */
import type { PlanPage } from './planPages';

/** What a document's address says: enough to make it again after a reload. */
export type DocumentAddress = RecordAddress | { readonly kind: PlanPage; readonly plan: string };

export interface RecordAddress {
  readonly kind: 'run' | 'gate';
  /** The workspace folder whose records hold the run. */
  readonly folder: string;
  readonly run: string;
  readonly gate?: string;
}

/**
 * The address that a query says; `undefined` for what is none, or is about a folder that is not one of these: git would
 * be asked there, and what it says is trusted.
 */
export function readDocumentAddress(query: string, folders: readonly string[]): DocumentAddress | undefined {
  let value: unknown;
  try {
    value = JSON.parse(query);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { kind, plan, folder, run, gate } = value as Readonly<Record<string, unknown>>;
  if (kind === 'report' || kind === 'resume') return typeof plan === 'string' ? { kind, plan } : undefined;
  if (kind !== 'run' && kind !== 'gate') return undefined;
  if (typeof folder !== 'string' || !folders.includes(folder) || typeof run !== 'string') return undefined;
  if (kind === 'run') return { kind, folder, run };
  return typeof gate === 'string' ? { kind, folder, run, gate } : undefined;
}
