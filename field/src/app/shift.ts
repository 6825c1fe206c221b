/** The open shift: who, what this gate knows, what was recorded. One at a time; nothing of it outlives a lock. */

import { computed, reactive, shallowRef } from "vue";
import { NotSignedIn, fetchHeld, handUp } from "../office/office";
import type { Held } from "../office/office";
import { held as asKnown } from "../passes/plain";
import type { Known } from "../passes/judging";
import { database } from "../store/database";
import * as outbox from "../store/outbox";
import type { Check, Entry } from "../store/outbox";
import { admit, forget, sealJson, unlock, unsealJson } from "../vault/vault";
import { newId, officeNow } from "./clock";

interface Opened {
  key: CryptoKey;
  held: Held;
  offset: number;
  known: Known;
}
interface Stored {
  held: Held;
  offset: number;
}

class SomebodyElse extends Error {}

/** A shift's data is wiped this long after its end, when all of it was answered. */
export const UNDO_SECONDS = 10;
const LIFE = 24 * 3600;

export const open = shallowRef<Opened | null>(null);
export const shift = reactive({ entries: [] as Entry[], isSending: false, problem: "" });
export const waiting = computed(() => shift.entries.filter(({ state }) => state === "waiting").length);
export const refused = computed(() => shift.entries.filter(({ state }) => state === "refused").length);

export const now = (): number => officeNow(open.value?.offset ?? 0);

function show(key: CryptoKey, { held, offset }: Stored): void {
  open.value = { key, held, offset, known: asKnown(held.known) };
}

async function take(key: CryptoKey, held: Held): Promise<void> {
  const older = open.value?.held;
  if (older && held.list < older.list) return; // never a step back to an older list
  const stored = { held, offset: held.now - Date.now() / 1000 };
  await (await database()).put("held", await sealJson(key, stored), held.person.id);
  show(key, stored);
}

/** Somebody's first time on this phone: `held` was just fetched under their own sign-in. */
export async function begin(held: Held, pin: string): Promise<void> {
  await take(await admit(held.person.id, held.person.name, pin), held);
  shift.entries = [];
}

/** Raises what unlock raises. True when the shift is over and was wiped. */
export async function enter(id: string, pin: string): Promise<boolean> {
  const key = await unlock(id, pin);
  const sealed = await (await database()).get("held", id);
  if (!sealed) return wipe(id);
  const stored = await unsealJson<Stored>(key, sealed);
  shift.entries = await outbox.entries(id, key);
  const isOver = stored.held.now - stored.offset > 0 && officeNow(stored.offset) > stored.held.person.until + LIFE;
  if (isOver && waiting.value + refused.value === 0) return wipe(id);
  show(key, stored);
  void send();
  return false;
}

async function wipe(id: string): Promise<boolean> {
  await forget(id);
  lock();
  return true;
}

/** What is younger can still be taken back: it waits on. */
const undoable = (): string => new Date((now() - UNDO_SECONDS) * 1000).toISOString();

export function lock(): void {
  open.value = null;
  shift.entries = [];
  shift.problem = "";
}

/** Only when everything was answered and mended. */
export async function signOff(): Promise<void> {
  if (open.value && waiting.value + refused.value === 0) await wipe(open.value.held.person.id);
}

/** What this gate knows, with what this phone let out and the server could not yet count. */
export function knowledge(): Known {
  const { known } = open.value!;
  const wentOut = new Map(known.wentOut);
  for (const { check, state } of shift.entries) {
    const at = Date.parse(check.at) / 1000;
    const isOut = check.way === "out" && check.outcome === "passed" && check.household !== "";
    if (!isOut || (state !== "waiting" && at <= known.heardAt)) continue;
    wentOut.set(check.household, [...(wentOut.get(check.household) ?? []), at]);
  }
  return { ...known, wentOut };
}

/** Write a check into the outbox. Raises Full: then it was not taken. */
export async function record(given: Omit<Check, "id" | "at" | "list">): Promise<string> {
  const { key, held } = open.value!;
  const at = now();
  const check = { ...given, id: newId(at), at: new Date(at * 1000).toISOString(), list: held.list };
  const entry: Entry = { check, state: "waiting", why: "" };
  await outbox.keep(held.person.id, key, entry);
  shift.entries = [entry, ...shift.entries];
  return check.id;
}

/** Take back what was just written: possible while only this phone knows of it. */
export async function undo(id: string): Promise<void> {
  const entry = shift.entries.find(({ check }) => check.id === id);
  if (!entry || (entry.state !== "waiting" && entry.state !== "refused")) return;
  await outbox.drop(id);
  shift.entries = shift.entries.filter(({ check }) => check.id !== id);
}

/** Up with what waits, down with what is new. */
export async function send(): Promise<void> {
  const opened = open.value;
  if (!opened || shift.isSending) return;
  shift.isSending = true;
  try {
    const fresh = await fetchHeld();
    const { id } = opened.held.person;
    if (fresh.person.id !== id) throw new SomebodyElse();
    await outbox.send(id, opened.key, (checks) => handUp(checks, id, fresh.token), undoable());
    const heard = await fetchHeld();
    // Locked meanwhile: what came is left, so that nothing opens without the PIN.
    if (open.value?.key === opened.key) await take(opened.key, heard);
    shift.problem = "";
  } catch (error) {
    shift.problem = problemOf(error);
  } finally {
    if (open.value?.key === opened.key) shift.entries = await outbox.entries(opened.held.person.id, opened.key);
    shift.isSending = false;
  }
}

function problemOf(error: unknown): string {
  if (error instanceof SomebodyElse) return "Somebody else is signed in here. Sign in yourself, then send.";
  if (error instanceof NotSignedIn) return "Sign in again, then send.";
  if (error instanceof outbox.Full) return "The phone is full: NOT written down. Free some room, then try again.";
  return "No network. Everything stays on this phone.";
}
