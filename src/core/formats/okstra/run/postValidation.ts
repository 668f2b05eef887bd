/** A "Stage Validation" as far as a machine can carry it out, group by group (okstra.md 3.3). */
import { validationPart, type ValidationPart } from '../../validation';
import type { Outline, Section } from '../report';
import { VALIDATION_GROUPS, validationLines, type ValidationGroup } from '../validationLines';

export type StageValidation = Readonly<Record<ValidationGroup, ValidationPart>>;

/** @param section the stage's "Stage Validation"; `undefined` where it has none */
export function stageValidation(outline: Outline, section: Section | undefined): StageValidation {
  const groups = section === undefined ? undefined : validationLines(outline, section);
  const [pre, mid, post] = VALIDATION_GROUPS.map((group) => validationPart(groups?.[group] ?? []));
  return { pre: pre ?? NOTHING, mid: mid ?? NOTHING, post: post ?? NOTHING };
}

const NOTHING: ValidationPart = { commands: [], refused: [], outcomes: [] };
