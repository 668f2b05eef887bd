/** The files of gates: the question, the draft of an answer, and the answer, which is created once and never changed. */
import { readdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { JOURNAL_VERSION } from '../../core/events';
import type { Gate, GateAnswer } from '../../core/gateRecord';
import { answerProblem } from '../../core/gates';
import { createWhole, errorCode, readIfThere, writeWhole } from './files';
import { isSealed, sealOf, type LoadKey } from './seal';

/** What a person says to a gate; the rest of the answer is put to it when it is recorded. */
export type Said = Omit<GateAnswer, 'schema_version' | 'gate' | 'seal'>;

/** What became of an answer: the first one counts, a second one is told of it. */
export type Answered =
  | { readonly recorded: true }
  | { readonly alreadyAnswered: GateAnswer }
  /** The answer does not fit the gate; a sentence that says why. The gate still waits. */
  | { readonly refused: string };

/** What is in the place of a gate's answer. */
type Found =
  | { readonly answer: GateAnswer }
  /** Of a newer version that this one cannot read: it stays where it is. */
  | { readonly newer: true }
  /** No answer to this gate that a window of this editor gave. */
  | { readonly unsealed: string };

export class GateFiles {
  constructor(
    readonly folder: string,
    private readonly key: LoadKey,
  ) {}

  /** Writes the question; one that is there already stays. */
  async open(gate: Gate): Promise<void> {
    await createWhole(this.file(gate.id, 'json'), json(gate));
  }

  async answer(gateId: string, said: Said): Promise<Answered> {
    const text = await readIfThere(this.file(gateId, 'json'));
    if (text === undefined) return { refused: `The gate ${gateId} is not there any more.` };
    const gate = JSON.parse(text) as Gate;
    if (isNewer(gate))
      return { refused: 'A newer version of Stage Runner opened this gate; answer it there.' };
    const answer: GateAnswer = { schema_version: JOURNAL_VERSION, gate: gateId, ...said };
    const problem = answerProblem(gate, answer);
    if (problem !== undefined) return { refused: problem };
    const sealed: GateAnswer = { ...answer, seal: sealOf(await this.key(), answer) };
    if (await createWhole(this.file(gateId, 'answer.json'), json(sealed))) {
      await rm(this.file(gateId, 'draft.txt'), { force: true });
      return { recorded: true };
    }
    return this.notFirst(gate);
  }

  /** The answer of a gate; `undefined` while it waits. Only one that a window of this editor gave is an answer. */
  async readAnswer(gate: Gate): Promise<GateAnswer | undefined> {
    const found = await this.find(gate);
    return found && 'answer' in found ? found.answer : undefined;
  }

  /**
   * Like `readAnswer`, but moves out of the way what is no answer, so that a person can give one.
   * @returns the answer, or the name under which something else was set aside; `undefined` while the gate waits
   */
  async takeAnswer(gate: Gate): Promise<{ answer: GateAnswer } | { setAside: string } | undefined> {
    const found = await this.find(gate);
    if (found === undefined || 'newer' in found) return undefined;
    if ('answer' in found) return found;
    const setAside = await this.setAside(gate, found.unsealed);
    return setAside === undefined ? undefined : { setAside };
  }

  private async notFirst(gate: Gate): Promise<Answered> {
    const found = await this.find(gate);
    if (found && 'answer' in found) return { alreadyAnswered: found.answer };
    if (found && 'newer' in found)
      return { refused: 'A newer version of Stage Runner answered this gate; go on with that version.' };
    if (found) await this.setAside(gate, found.unsealed);
    return {
      refused: 'An answer was there that no window of this editor gave; it was set aside. Answer again.',
    };
  }

  private async find(gate: Gate): Promise<Found | undefined> {
    const text = await readIfThere(this.file(gate.id, 'answer.json'));
    if (text === undefined) return undefined;
    const found = parse(text);
    if (isNewer(found)) return { newer: true };
    const answer = asAnswer(found);
    const fits = answer?.gate === gate.id && answerProblem(gate, answer) === undefined;
    return fits && isSealed(await this.key(), answer) ? { answer } : { unsealed: text };
  }

  /** The name that the file has now; `undefined` when it is not there any more. */
  private async setAside(gate: Gate, text: string): Promise<string | undefined> {
    const file = this.file(gate.id, 'answer.json');
    const aside = `${file}.unsealed-${await this.nextNumber(`${basename(file)}.unsealed-`)}`;
    try {
      await rename(file, aside);
    } catch (error) {
      // Another window set it aside at the same moment.
      if (errorCode(error) === 'ENOENT') return undefined;
      throw error;
    }
    const moved = await readIfThere(aside);
    if (moved === undefined || moved === text) return basename(aside);
    // Another window set it aside before, and this is an answer that was given since.
    await createWhole(file, moved);
    await rm(aside, { force: true });
    return undefined;
  }

  private async nextNumber(start: string): Promise<number> {
    const names = (await readdir(this.folder)).filter((name) => name.startsWith(start));
    return Math.max(0, ...names.map((name) => Number(name.slice(start.length)) || 0)) + 1;
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

type Parsed = Partial<GateAnswer> | null | undefined;

function parse(text: string): Parsed {
  try {
    return JSON.parse(text) as Parsed;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function asAnswer(value: Parsed): GateAnswer | undefined {
  const texts = [value?.gate, value?.choice, value?.by, value?.window, value?.at];
  const optional = [value?.reason, value?.seal].filter((field) => field !== undefined);
  return [...texts, ...optional].every((field) => typeof field === 'string')
    ? (value as GateAnswer)
    : undefined;
}

/** What a newer version wrote is never overwritten or moved. */
function isNewer(value: { readonly schema_version?: number } | null | undefined): boolean {
  return (value?.schema_version ?? 0) > JOURNAL_VERSION;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
