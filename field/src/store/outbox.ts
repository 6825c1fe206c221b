/**
 * Everything recorded goes here first. An entry leaves only with the person's data, never because nobody answered;
 * a refused one stays, with the reason, until its author mended it.
 */

import { database } from "./database";
import { sealJson, unsealJson } from "../vault/vault";

/** What waits beyond these goes up in several batches: so many entries, so many characters. */
export const BATCH = 500;
export const MOST = 3_000_000;

export type State = "waiting" | "stored" | "already" | "refused";
export type Payload = Readonly<Record<string, unknown>>;

/** As the server takes it; the time is the office's. */
export interface Handed {
  id: string;
  kind: string;
  occurred_at: string;
  payload: Payload;
}

/** Somebody who is known and may be the same. */
export interface Similar {
  id: string;
  name: string;
  village: string;
}

/** `holder`: on which sign-in it was recorded, and goes up. `words`: what its author reads in the list. */
export interface Entry extends Handed {
  holder: string;
  words: string;
  state: State;
  why: string;
  field: string;
  similar: Similar[];
}

export interface Answer {
  id: string;
  status: "stored" | "already" | "refused";
  error?: { code: string; message: string; field: string | null; similar?: Similar[] };
}

/** There is no room on this phone: the entry was NOT taken. */
export class Full extends Error {}

export async function keep(person: string, key: CryptoKey, ...found: Entry[]): Promise<void> {
  const kept = await Promise.all(found.map(async (entry) => ({ id: entry.id, person, sealed: await sealJson(key, entry) })));
  try {
    const change = (await database()).transaction("outbox", "readwrite", { durability: "strict" });
    await Promise.all([...kept.map((one) => change.store.put(one)), change.done]);
  } catch (error) {
    if (error instanceof DOMException && error.name === "QuotaExceededError") throw new Full();
    throw error;
  }
}

/** Everything of this person, the latest first. */
export async function entries(person: string, key: CryptoKey): Promise<Entry[]> {
  const kept = await (await database()).getAllFromIndex("outbox", "person", person);
  const found = await Promise.all(kept.map(({ sealed }) => unsealJson<Entry>(key, sealed)));
  return found.sort((one, other) => (one.occurred_at < other.occurred_at ? 1 : -1));
}

export async function drop(id: string): Promise<void> {
  await (await database()).delete("outbox", id);
}

/** Hand up what waits since `before`, in batches; what was answered takes its state, all else waits on. Raises what `hand` raises. */
export async function send(
  person: string,
  key: CryptoKey,
  hand: (entries: Handed[], holder: string) => Promise<Answer[]>,
  before = "9999",
): Promise<void> {
  const waiting = (await entries(person, key)).filter(({ state, occurred_at }) => state === "waiting" && occurred_at < before).reverse();
  const holders = new Set(waiting.map(({ holder }) => holder));
  for (const holder of holders) {
    const own = waiting.filter((entry) => entry.holder === holder);
    for (const batch of batches(own)) {
      const plain = batch.map(handed);
      const answers = new Map((await hand(plain, holder)).map((answer) => [answer.id, answer]));
      await keep(person, key, ...batch.flatMap((entry) => answered(entry, answers.get(entry.id))));
    }
  }
}

const handed = ({ id, kind, occurred_at, payload }: Entry): Handed => ({ id, kind, occurred_at, payload });

/** In their order; one that is too long for a batch with others goes alone. */
export function batches(entries: readonly Entry[], most = MOST): Entry[][] {
  const found: Entry[][] = [];
  let length = Infinity;
  for (const entry of entries) {
    const own = JSON.stringify(handed(entry)).length;
    if (length + own > most || found.at(-1)!.length === BATCH) [length] = [0, found.push([])];
    found.at(-1)!.push(entry);
    length += own;
  }
  return found;
}

/** What the office has needs no room here any more: the photo. */
function lean({ photo: _photo, ...rest }: Payload): Payload {
  return rest;
}

function answered(entry: Entry, answer: Answer | undefined): Entry[] {
  if (!answer) return [];
  const { status, error } = answer;
  return [{ ...entry, payload: status === "refused" ? entry.payload : lean(entry.payload), state: status, why: error?.message ?? "", field: error?.field ?? "", similar: error?.similar ?? [] }];
}
