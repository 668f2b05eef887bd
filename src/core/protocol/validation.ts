/**
 * The rule of an input node: comparisons of `len(input)` with a whole number, joined by `and` and `or`, where
 * `and` binds tighter. Nothing is evaluated as code. Length counts characters as a person would type them.
 */

type Comparison = { readonly operator: Operator; readonly bound: number };
type Operator = keyof typeof COMPARE;
/** Any of the groups must hold; a group holds when all of its comparisons do. */
type Rule = readonly (readonly Comparison[])[];

const COMPARE = {
  '>=': (a: number, b: number) => a >= b,
  '<=': (a: number, b: number) => a <= b,
  '==': (a: number, b: number) => a === b,
  '!=': (a: number, b: number) => a !== b,
  '>': (a: number, b: number) => a > b,
  '<': (a: number, b: number) => a < b,
} as const;

const TERM = /^\s*len\(\s*input\s*\)\s*(>=|<=|==|!=|>|<)\s*(\d{1,9})\s*$/;

/** The rule, or what is wrong with its text. */
export function parseValidation(text: string): { rule: Rule } | { problem: string } {
  const groups = text.split(/\bor\b/).map((group) => group.split(/\band\b/).map(comparison));
  const wrong = groups.flat().find((term) => typeof term === 'string');
  if (typeof wrong === 'string') {
    const expected = 'Expected comparisons such as `len(input) > 0`, joined by `and` or `or`.';
    return { problem: `\`${wrong.trim()}\` is not understood. ${expected}` };
  }
  return { rule: groups.map((group) => group.filter((term) => typeof term !== 'string')) };
}

/** What is wrong with a text by the rule, in a sentence; `undefined` when it passes. */
export function validateInput(validation: string, text: string): string | undefined {
  const parsed = parseValidation(validation);
  if ('problem' in parsed) return `The rule cannot be checked: ${parsed.problem}`;
  const length = Array.from(text).length;
  const holds = ({ operator, bound }: Comparison): boolean => COMPARE[operator](length, bound);
  if (parsed.rule.some((group) => group.every(holds))) return undefined;
  if (length === 0) return 'Some text is needed here.';
  return `The text has ${length} characters; expected ${validation.trim()}.`;
}

function comparison(term: string): Comparison | string {
  const [, operator, bound] = TERM.exec(term) ?? [];
  return operator === undefined ? term : { operator: operator as Operator, bound: Number(bound) };
}
