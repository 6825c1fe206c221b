/** The open shift: who, what this post knows, what was recorded. One at a time; nothing of it outlives a lock. */

import { computed, reactive, shallowRef } from "vue";
import { DutyEnded, Outdated, Refused, Withdrawn, down, up } from "../office/office";
import type { Down } from "../office/office";
import { known as knownTo, listNumber, merged } from "../office/parts";
import type { Duty, Parts } from "../office/parts";
import type { Known } from "../passes/judging";
import { database, destroy } from "../store/database";
import * as outbox from "../store/outbox";
import type { Entry, Payload } from "../store/outbox";
import { admit, forget, people, sealJson, unlock, unsealJson } from "../vault/vault";
import { newId, officeNow } from "./clock";

/** `tokens` by the id of the sign-in; `heardAt` in seconds of the office's clock, `offset` what it is ahead of this phone's. */
interface Held {
  tokens: Record<string, string>;
  holder: string;
  cursor: string;
  parts: Parts;
  offset: number;
  heardAt: number;
}
interface Opened {
  key: CryptoKey;
  held: Held;
  duty: Duty;
  known: Known | null;
}
/** Somebody whom the server just let in, before a PIN. */
export interface Fresh {
  token: string;
  came: Down;
  person: { id: string; name: string };
}

/** What is younger can still be taken back: it waits on, unless its author says to send. */
export const UNDO_SECONDS = 10;
/** A shift's data is wiped this long after its end, when all of it was answered. */
const LIFE = 24 * 3600;
const holderOf = (token: string): string => token.split(".")[0]!;

export const open = shallowRef<Opened | null>(null);
export const shift = reactive({ entries: [] as Entry[], isSending: false, problem: "", wasDestroyed: false });
export const waiting = computed(() => shift.entries.filter(({ state }) => state === "waiting").length);
export const refused = computed(() => shift.entries.filter(({ state }) => state === "refused").length);

export const now = (): number => officeNow(open.value?.held.offset ?? 0);

function show(key: CryptoKey, held: Held): void {
  open.value = { key, held, duty: held.parts.duty!, known: knownTo(held.parts, held.heardAt) };
}

async function keep(key: CryptoKey, held: Held): Promise<void> {
  await (await database()).put("held", await sealJson(key, held), held.parts.duty!.staff);
  show(key, held);
}

/** What the server sends down to whoever it just let in. Raises what the office raises. */
export async function fetchFresh(token: string): Promise<Fresh> {
  const came = await down("", token);
  const { staff, name } = came.parts.duty!;
  return { token, came, person: { id: staff, name } };
}

function taken(held: Held, { cursor, parts, now: heardAt }: Down): Held {
  return { ...held, cursor, parts: merged(held.parts, parts), heardAt, offset: heardAt - Date.now() / 1000 };
}

function begun({ token, came }: Fresh, tokens: Record<string, string> = {}): Held {
  const holder = holderOf(token);
  const nothing = { cursor: "", parts: {}, offset: 0, heardAt: 0 };
  return taken({ ...nothing, holder, tokens: { ...tokens, [holder]: token } }, came);
}

/** Somebody's first time on this phone. */
export async function begin(fresh: Fresh, pin: string): Promise<void> {
  await keep(await admit(fresh.person.id, fresh.person.name, pin), begun(fresh));
  shift.entries = [];
}

/** Raises what unlock raises. `fresh`: a new sign-in of the same person. True when the shift is over and was wiped. */
export async function enter(id: string, pin: string, fresh: Fresh | null = null): Promise<boolean> {
  const key = await unlock(id, pin);
  const sealed = await (await database()).get("held", id);
  if (!sealed) return wipe(id);
  const held = await unsealJson<Held>(key, sealed);
  shift.entries = await outbox.entries(id, key);
  if (fresh) await keep(key, begun(fresh, held.tokens));
  else if (isOver(held) && waiting.value + refused.value === 0) return wipe(id);
  else show(key, held);
  void send();
  return false;
}

const isOver = ({ offset, parts }: Held): boolean => officeNow(offset) > Date.parse(parts.duty!.ends_at) / 1000 + LIFE;

async function wipe(id: string): Promise<boolean> {
  await forget(id);
  lock();
  return true;
}

export function lock(): void {
  open.value = null;
  shift.entries = [];
  shift.problem = "";
}

/** Only when everything was answered and mended. */
export async function signOff(): Promise<void> {
  if (open.value && waiting.value + refused.value === 0) await wipe(open.value.duty.staff);
}

/** What this gate knows, with what this phone let out and the server could not yet count. */
export function knowledge(): Known | null {
  const known = open.value?.known;
  if (!known) return null;
  const wentOut = new Map(known.wentOut);
  for (const { payload, state, occurred_at } of shift.entries) {
    const at = Date.parse(occurred_at) / 1000;
    const household = String(payload["household"] ?? "");
    const isOut = payload["way"] === "out" && payload["outcome"] === "passed" && household !== "";
    if (!isOut || (state !== "waiting" && at <= known.heardAt)) continue;
    wentOut.set(household, [...(wentOut.get(household) ?? []), at]);
  }
  return { ...known, wentOut };
}

/** The number of the list by which this phone judges. */
export const list = (): number => listNumber(open.value?.held.parts ?? {});

/** Write an entry into the outbox. `mended`: the refused one whose place and time it takes; `bound`: an id that it has already. Raises Full: then it was not taken. */
export async function record(kind: string, payload: Payload, words: string, mended: Entry | null = null, bound = ""): Promise<string> {
  const { key, held, duty } = open.value!;
  const at = now();
  const own = mended ?? { id: bound || newId(at), occurred_at: new Date(at * 1000).toISOString(), holder: held.holder };
  const { id, occurred_at, holder } = own;
  const entry: Entry = { id, kind, occurred_at, payload, holder, words, state: "waiting", why: "", field: "", similar: [] };
  await outbox.keep(duty.staff, key, entry);
  shift.entries = [entry, ...shift.entries.filter((one) => one.id !== id)];
  return id;
}

/** Take back what was just written: possible while only this phone knows of it. */
export async function undo(id: string): Promise<void> {
  const entry = shift.entries.find((one) => one.id === id);
  if (!entry || (entry.state !== "waiting" && entry.state !== "refused")) return;
  await outbox.drop(id);
  shift.entries = shift.entries.filter((one) => one.id !== id);
}

const undoable = (): string => new Date((now() - UNDO_SECONDS) * 1000).toISOString();

/** Up with what waits (`isAll`: the youngest too), down with what is new. */
export async function send(isAll = false): Promise<void> {
  const opened = open.value;
  if (!opened || shift.isSending) return;
  shift.isSending = true;
  const { key, duty } = opened;
  try {
    const before = isAll ? "9999" : undoable();
    await outbox.send(duty.staff, key, (batch, holder) => up(batch, opened.held.tokens[holder]!), before);
    const came = await down(opened.held.cursor, opened.held.tokens[opened.held.holder]!);
    // Locked meanwhile: what came is left, so that nothing opens without the PIN.
    if (open.value?.key === key) await keep(key, taken(open.value.held, came));
    shift.problem = "";
  } catch (error) {
    await fail(error, opened);
  } finally {
    if (open.value?.key === key) shift.entries = await outbox.entries(duty.staff, key);
    shift.isSending = false;
  }
}

async function fail(error: unknown, { key }: Opened): Promise<void> {
  shift.problem = problemOf(error);
  if (error instanceof Withdrawn) await shutOut();
  if (error instanceof DutyEnded && open.value?.key === key) {
    const { held, duty } = open.value;
    await keep(key, { ...held, cursor: "", parts: { duty: { ...duty, kinds: [] } } });
  }
}

/** The office withdrew this phone, or it was reported lost. */
export async function shutOut(): Promise<void> {
  await destroy();
  lock();
  shift.wasDestroyed = true;
}

/** The server's words where it has some; everything else stays on this phone. */
export function problemOf(error: unknown): string {
  if (error instanceof Refused && error.message) return error.message;
  if (error instanceof Outdated) return "The app is out of date. Connect and open it again.";
  if (error instanceof DutyEnded) return "Your duty has ended. Send what is left, then sign off.";
  if (error instanceof outbox.Full) return "The phone is full: NOT written down. Free some room, then try again.";
  if (error instanceof Withdrawn) return "This phone was shut out by the office. Everything on it was destroyed.";
  return "No network. Everything stays on this phone.";
}

export { people };
