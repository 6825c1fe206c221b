/**
 * Each person's data lies under a random key of their own, which is wrapped twice: by a key out of the PIN
 * (PBKDF2-SHA-256, 600,000 turns: OWASP's figure of 2023) and by a key of this device that never leaves the browser.
 * So neither a copy of the store nor the phone without the PIN can be read. Never keep a PIN or an open key in the store.
 */

import { database } from "../store/database";
import type { Person, Sealed } from "../store/database";

export const PIN_LENGTH = 6;
export const FREE_TRIES = 5;
const TURNS = 600_000;
const LONGEST_WAIT = 3_600_000;
const AES = { name: "AES-GCM", length: 256 } as const;

export class WrongPin extends Error {
  constructor(readonly left: number) {
    super("wrong pin");
  }
}

export class MustWait extends Error {
  constructor(readonly until: number) {
    super("must wait");
  }
}

export async function seal(key: CryptoKey, content: BufferSource): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, content: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, content) };
}

export async function unseal(key: CryptoKey, { iv, content }: Sealed): Promise<ArrayBuffer> {
  return crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, content);
}

export async function sealJson(key: CryptoKey, value: unknown): Promise<Sealed> {
  return seal(key, new TextEncoder().encode(JSON.stringify(value)));
}

export async function unsealJson<T>(key: CryptoKey, sealed: Sealed): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await unseal(key, sealed))) as T;
}

async function deviceKey(): Promise<CryptoKey> {
  const base = await database();
  const known = await base.get("device", "key");
  if (known) return known;
  const made = await crypto.subtle.generateKey(AES, false, ["encrypt", "decrypt"]);
  await base.put("device", made, "key");
  return made;
}

async function pinKey(pin: string, salt: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: TURNS };
  return crypto.subtle.deriveKey(how, typed, AES, false, ["encrypt", "decrypt"]);
}

function asKey(raw: BufferSource): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", raw, AES, false, ["encrypt", "decrypt"]);
}

/** Who has a PIN on this phone. */
export async function people(): Promise<{ id: string; name: string }[]> {
  const device = await deviceKey();
  const found = await (await database()).getAll("people");
  return Promise.all(found.map(async ({ id, name }) => ({ id, name: await unsealJson<string>(device, name) })));
}

/** Give somebody new a PIN on this phone; the open key of their data. Whoever has one keeps it: another key reads nothing. */
export async function admit(id: string, name: string, pin: string): Promise<CryptoKey> {
  if (await (await database()).get("people", id)) throw new Error("has a PIN already");
  const [device, salt] = [await deviceKey(), crypto.getRandomValues(new Uint8Array(16))];
  const raw = crypto.getRandomValues(new Uint8Array(32));
  const inner = await seal(await pinKey(pin, salt), raw);
  const both = new Uint8Array([...inner.iv, ...new Uint8Array(inner.content)]);
  const person = { id, name: await sealJson(device, name), salt, key: await seal(device, both), tries: 0, waitUntil: 0 };
  await (await database()).put("people", person);
  return asKey(raw);
}

/** The open key of somebody's data. Raises WrongPin; MustWait after five wrong ones, longer each time. */
export async function unlock(id: string, pin: string): Promise<CryptoKey> {
  const base = await database();
  const person = await base.get("people", id);
  if (!person) throw new Error("nobody of this phone");
  if (person.waitUntil > Date.now()) throw new MustWait(person.waitUntil);
  // Counted before it is tried: a browser killed in between gains no turn.
  await base.put("people", counted(person));
  const both = new Uint8Array(await unseal(await deviceKey(), person.key));
  const inner = { iv: both.slice(0, 12), content: both.slice(12).buffer };
  const raw = await unseal(await pinKey(pin, person.salt), inner).catch(() => null);
  if (raw === null) throw new WrongPin(Math.max(FREE_TRIES - person.tries - 1, 0));
  await base.put("people", { ...person, tries: 0, waitUntil: 0 });
  return asKey(raw);
}

function counted(person: Person): Person {
  const tries = person.tries + 1;
  const wait = tries < FREE_TRIES ? 0 : Math.min(60_000 * 2 ** (tries - FREE_TRIES), LONGEST_WAIT);
  return { ...person, tries, waitUntil: wait && Date.now() + wait };
}

/** Destroy the key of somebody's data and everything under it. */
export async function forget(id: string): Promise<void> {
  const change = (await database()).transaction(["people", "held", "outbox"], "readwrite");
  const keys = await change.objectStore("outbox").index("person").getAllKeys(id);
  await Promise.all([
    change.objectStore("people").delete(id),
    change.objectStore("held").delete(id),
    ...keys.map((key) => change.objectStore("outbox").delete(key)),
    change.done,
  ]);
}
