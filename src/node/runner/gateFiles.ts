/** The files of gates: the question, the draft of an answer, and the answer, which is created once and never changed. */
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { JOURNAL_VERSION, type Gate, type GateAnswer } from '../../core/events';
import { answerProblem } from '../../core/gates';
import { createWhole, errorCode, readIfThere, writeWhole } from './files';

/** What became of an answer: the first one counts, a second one is told of it. */
export type Answered =
  | { readonly recorded: true }
  | { readonly alreadyAnswered: GateAnswer }
  /** The answer does not fit the gate; a sentence that says why. The gate still waits. */
  | { readonly refused: string };

export class GateFiles {
  constructor(readonly folder: string) {}

  /** Writes the question; one that is there already stays. */
  async open(gate: Gate): Promise<void> {
    await createWhole(this.file(gate.id, 'json'), json(gate));
  }

  async answer(gateId: string, answer: Omit<GateAnswer, 'schema_version' | 'gate'>): Promise<Answered> {
    const text = await readIfThere(this.file(gateId, 'json'));
    if (text === undefined) return { refused: `The gate ${gateId} is not there any more.` };
    const gate = JSON.parse(text) as Gate;
    if (isNewer(gate))
      return { refused: 'A newer version of Stage Runner opened this gate; answer it there.' };
    const whole: GateAnswer = { schema_version: JOURNAL_VERSION, gate: gateId, ...answer };
    const problem = answerProblem(gate, whole);
    if (problem !== undefined) return { refused: problem };
    if (await createWhole(this.file(gateId, 'answer.json'), json(whole))) {
      await rm(this.file(gateId, 'draft.txt'), { force: true });
      return { recorded: true };
    }
    const first = await this.readAnswer(gate);
    if (first) return { alreadyAnswered: first };
    const stays = (await readIfThere(this.file(gateId, 'answer.json'))) !== undefined;
    return {
      refused: stays
        ? 'A newer version of Stage Runner answered this gate; go on with that version.'
        : 'An answer was there that could not be read; it was set aside. Answer again.',
    };
  }

  /**
   * The answer of a gate; `undefined` while it waits. One that is no answer to this gate (edited by hand) is set
   * aside, and the gate waits on; one of a newer version that this one cannot read stays where it is.
   */
  async readAnswer(gate: Gate): Promise<GateAnswer | undefined> {
    const file = this.file(gate.id, 'answer.json');
    const text = await readIfThere(file);
    if (text === undefined) return undefined;
    const found = parse(text);
    const answer = asAnswer(found);
    if (answer?.gate === gate.id && answerProblem(gate, answer) === undefined) return answer;
    if (isNewer(found)) return undefined;
    try {
      await rename(file, `${file}.unreadable`);
    } catch (error) {
      // Another window set it aside at the same moment.
      if (errorCode(error) !== 'ENOENT') throw error;
    }
    return undefined;
  }

  /** What was typed so far; empty when nothing was. */
  async readDraft(gateId: string): Promise<string> {
    return (await readIfThere(this.file(gateId, 'draft.txt'))) ?? '';
  }

  async writeDraft(gateId: string, text: string): Promise<void> {
    if (text === '') await rm(this.file(gateId, 'draft.txt'), { force: true });
    else await writeWhole(this.file(gateId, 'draft.txt'), text);
  }

  private file(gateId: string, suffix: string): string {
    if (!/^[\w-]+$/.test(gateId)) throw new Error(`"${gateId}" is no id of a gate`);
    return join(this.folder, `${gateId}.${suffix}`);
  }
}

type Found = Partial<GateAnswer> | null | undefined;

function parse(text: string): Found {
  try {
    return JSON.parse(text) as Found;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function asAnswer(value: Found): GateAnswer | undefined {
  const texts = [value?.gate, value?.choice, value?.by, value?.window, value?.at];
  const reason = value?.reason === undefined || typeof value.reason === 'string';
  return reason && texts.every((field) => typeof field === 'string') ? (value as GateAnswer) : undefined;
}

/** What a newer version wrote is never overwritten or moved. */
function isNewer(value: { readonly schema_version?: number } | null | undefined): boolean {
  return (value?.schema_version ?? 0) > JOURNAL_VERSION;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
