/** Reading `result.json`: an answer is well-formed or it is a problem; nothing in between counts as success. */
import type { AgentResult, RaisedGate } from '../agentResult';
import { isTooDeep, MAX_JSON_DEPTH } from '../jsonDepth';
import type { OutputSchema } from '../protocol/graph';
import { checkOutput } from '../protocol/outputSchema';

/** The longest answer that is read, in bytes. */
export const MAX_RESULT = 1024 * 1024;

const MAX_SUMMARY = 16 * 1024;
const MAX_DETAILS = 64 * 1024;
const MAX_LINE = 200;
const MAX_OPTIONS = 9;

const STATUSES = ['complete', 'failed', 'rejected', 'gate'] as const;

/** The answer in the text, checked against the node's schema when it is complete; or what is wrong with it. */
export function parseResult(
  text: string,
  schema: OutputSchema | undefined,
): AgentResult | { readonly problem: string } {
  const answer = parseObject(text);
  if ('problem' in answer) return answer;
  const { status, summary, gate } = answer.value;
  const known = STATUSES.find((one) => one === status);
  if (known === undefined)
    return { problem: `\`status\` should be one of ${STATUSES.join(', ')}, but is ${brief(status)}.` };
  if (!isText(summary, MAX_SUMMARY)) return { problem: `\`summary\` should be ${aText(MAX_SUMMARY)}.` };
  if (known === 'gate') return withGate(summary, gate);
  if (known !== 'complete' || schema === undefined) return { status: known, summary, fields: {} };
  const checked = checkOutput(schema, answer.value);
  return 'problem' in checked ? checked : { status: known, summary, fields: checked.fields };
}

function parseObject(
  text: string,
): { readonly value: Record<string, unknown> } | { readonly problem: string } {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (isTooDeep(value)) return { problem: `The answer is nested more than ${MAX_JSON_DEPTH} deep.` };
    return isRecord(value) ? { value } : { problem: 'The answer should be one JSON object.' };
  } catch (error) {
    return { problem: `The answer is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function withGate(summary: string, gate: unknown): AgentResult | { readonly problem: string } {
  if (!isRecord(gate)) return { problem: 'The status is "gate", so `gate` should be an object.' };
  const { type, title, details, options = [] } = gate;
  if (!isText(type, MAX_LINE)) return { problem: `\`gate.type\` should be ${aText(MAX_LINE)}.` };
  if (!isText(title, MAX_LINE)) return { problem: `\`gate.title\` should be ${aText(MAX_LINE)}.` };
  if (!isText(details, MAX_DETAILS)) return { problem: `\`gate.details\` should be ${aText(MAX_DETAILS)}.` };
  if (!isOptions(options)) {
    return {
      problem: `\`gate.options\` should be a list of at most ${MAX_OPTIONS} different texts, each ${aText(MAX_LINE)}.`,
    };
  }
  const raised: RaisedGate = { type, title, details, options };
  return { status: 'gate', summary, fields: {}, gate: raised };
}

function isOptions(value: unknown): value is readonly string[] {
  if (!Array.isArray(value) || value.length > MAX_OPTIONS) return false;
  return value.every((one) => isText(one, MAX_LINE)) && new Set(value).size === value.length;
}

function isText(value: unknown, longest: number): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.length <= longest;
}

function aText(longest: number): string {
  return `a text of 1 to ${longest} characters`;
}

function brief(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value).slice(0, 60);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
