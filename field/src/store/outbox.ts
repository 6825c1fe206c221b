/**
 * Everything recorded goes here first. An entry leaves only with the person's data, never because nobody answered;
 * a refused one stays, with the reason, until its author mended it.
 */

import { database } from "./database";
import { sealJson, unsealJson } from "../vault/vault";

export const BATCH = 500;

export type State = "waiting" | "stored" | "already" | "refused";

/** One check as the server takes it; `at` as the office's clock has it. */
export interface Check {
  id: string;
  who: string;
  way: "in" | "out";
  outcome: string;
  temperature: number | null;
  number: string;
  household: string;
  reason: string;
  plate: string;
  list: number;
  at: string;
}

export interface Entry {
  check: Check;
  state: State;
  why: string;
}

export interface Answer {
  id: string;
  status: "stored" | "already" | "refused";
  why: string;
}

/** There is no room on this phone: the entry was NOT taken. */
export class Full extends Error {}

export async function keep(person: string, key: CryptoKey, entry: Entry): Promise<void> {
  const kept = { id: entry.check.id, person, sealed: await sealJson(key, entry) };
  try {
    const change = (await database()).transaction("outbox", "readwrite", { durability: "strict" });
    await Promise.all([change.store.put(kept), change.done]);
  } catch (error) {
    if (error instanceof DOMException && error.name === "QuotaExceededError") throw new Full();
    throw error;
  }
}

/** Everything of this person, the latest first. */
export async function entries(person: string, key: CryptoKey): Promise<Entry[]> {
  const kept = await (await database()).getAllFromIndex("outbox", "person", person);
  const found = await Promise.all(kept.map(({ sealed }) => unsealJson<Entry>(key, sealed)));
  return found.sort((one, other) => (one.check.at < other.check.at ? 1 : -1));
}

export async function drop(id: string): Promise<void> {
  await (await database()).delete("outbox", id);
}

/** Hand up what waits since `before`, in batches; what was answered takes its state, all else waits on. Raises what `send` raises. */
export async function send(
  person: string,
  key: CryptoKey,
  hand: (checks: Check[]) => Promise<Answer[]>,
  before = "9999",
): Promise<void> {
  const isDue = ({ state, check }: Entry) => state === "waiting" && check.at < before;
  const waiting = (await entries(person, key)).filter(isDue).reverse();
  for (let start = 0; start < waiting.length; start += BATCH) {
    const batch = waiting.slice(start, start + BATCH);
    const answers = new Map((await hand(batch.map(({ check }) => check))).map((answer) => [answer.id, answer]));
    for (const entry of batch) {
      const answer = answers.get(entry.check.id);
      if (answer) await keep(person, key, { ...entry, state: answer.status, why: answer.why });
    }
  }
}
