/**
 * The seal of an answer: only who has the key of this editor can make it. The key lies outside of every workspace, so
 * an agent that is confined to its workspace cannot answer a gate in a person's name, though it can write the gates'
 * folder. A program that runs as the same user and is not confined can read the key: the seal does not hold it off.
 * An answer in a run's journal counts only beside such a sealed file. The seal does not cover the other records of a run:
 * what else its journal says, the protocol's copy, and the gate's question.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { GateAnswer } from '../../core/gateRecord';
import { createWhole, readIfThere } from './files';

const KEY_BYTES = 32;
const OWNER_ONLY = 0o600;

/** Gives the key that answers are sealed with; asked for with each answer, never before. */
export type LoadKey = () => Promise<Uint8Array>;

/**
 * The 32 bytes that the file has as hexadecimal digits. Where there is none it is made, readable by its owner only; of
 * several windows that make it at once, all get the same one. Throws when the file is damaged.
 */
export async function loadKey(file: string): Promise<Uint8Array> {
  const made = await readIfThere(file);
  if (made === undefined) await createWhole(file, randomBytes(KEY_BYTES).toString('hex'), OWNER_ONLY);
  const text = made ?? (await readIfThere(file)) ?? '';
  const key = Buffer.from(text, 'hex');
  if (key.length !== KEY_BYTES || key.toString('hex') !== text)
    throw new Error(
      `${file} should be ${KEY_BYTES * 2} hexadecimal digits, which answers are sealed with, and is not. Delete it: the next answer makes a new one.`,
    );
  return key;
}

/** The seal over everything that an answer says, as hexadecimal digits of HMAC-SHA256. */
export function sealOf(key: Uint8Array, answer: GateAnswer): string {
  const { schema_version, gate, choice, reason, by, window, at } = answer;
  return sealOfText(key, JSON.stringify([schema_version, gate, choice, reason ?? null, by, window, at]));
}

export function isSealed(key: Uint8Array, answer: GateAnswer): boolean {
  return isSame(sealOf(key, answer), answer.seal ?? '');
}

/** @param text begins otherwise than what an answer says, so that no seal fits both */
export function sealOfText(key: Uint8Array, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}

export function isSealedText(key: Uint8Array, text: string, seal: string): boolean {
  return isSame(sealOfText(key, text), seal);
}

function isSame(wanted: string, given: string): boolean {
  const [expected, found] = [Buffer.from(wanted), Buffer.from(given)];
  return found.length === expected.length && timingSafeEqual(found, expected);
}
