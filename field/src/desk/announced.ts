/**
 * Who announced themselves and is expected here lies on this phone as the office sealed it: the code that they show opens it, nothing
 * else does (ADR 0016). As arrivals/before/parties.py, `lock`.
 */

import { xsalsa20poly1305 } from "@noble/ciphers/salsa.js";
import type { Shown } from "../forms";
import { hex, numberOf, short, unhex } from "../passes/codes";
import type { Who } from "./person";

const TURNS = 16_384;
const SALT = new TextEncoder().encode("tongzhou announcement");
const NONCE = 24;

/** What came down; `sealed` in base 64. After `fresh_hours` what is to be `asked_again` is asked again. */
export interface Announced {
  fresh_hours: number;
  asked_again: string[];
  parties: { mark: string; lock: string; id: string; place: string; changed_at: string; sealed: string }[];
}
interface Traveller extends Who {
  answers: Record<string, unknown>;
  is_child: boolean;
  person_id: string;
  entry_id: string;
}
export interface Party {
  code: string;
  visit: string;
  place: string;
  travellers: Traveller[];
}

/** The party of a code, however it is spelled, with what the desk may still take as said; null when none here opens with it. */
export async function opened(text: string, came: Announced | undefined, now: number, today: string): Promise<Party | null> {
  const number = numberOf(text);
  if (number === null || !came) return null;
  const code = short(number);
  const drawn = await stretched(code.replaceAll("-", ""));
  const mark = hex(drawn.slice(0, 8));
  const one = came.parties.find((party) => party.mark === mark);
  if (!one) return null;
  const key = unhex(one.lock).map((byte, place) => byte ^ drawn[32 + place]!);
  const isOld = now - Date.parse(one.changed_at) / 1000 > came.fresh_hours * 3600;
  const travellers = unsealed(key, one.sealed).map((traveller) => ({ ...traveller, answers: said(traveller.answers, today, isOld ? came.asked_again : []) }));
  return { code, visit: one.id, place: one.place, travellers };
}

async function stretched(code: string): Promise<Uint8Array<ArrayBuffer>> {
  const typed = await crypto.subtle.importKey("raw", new TextEncoder().encode(code), "PBKDF2", false, ["deriveBits"]);
  const slow = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt: SALT, iterations: TURNS }, typed, 256);
  return new Uint8Array(await crypto.subtle.digest("SHA-512", slow));
}

function unsealed(key: Uint8Array, sealed: string): Traveller[] {
  const bytes = Uint8Array.from(atob(sealed), (letter) => letter.charCodeAt(0));
  const plain = xsalsa20poly1305(key, bytes.slice(0, NONCE)).decrypt(bytes.slice(NONCE));
  return (JSON.parse(new TextDecoder().decode(plain)) as { travellers: Traveller[] }).travellers;
}

/** A day still to come is today; what a traveller said long ago of how they are is asked again. */
function said(answers: Record<string, unknown>, today: string, again: readonly string[]): Record<string, unknown> {
  const isToCome = String(answers["returned_on"] ?? "") >= today;
  return Object.fromEntries(Object.entries(answers).filter(([name]) => !again.includes(name) && !(isToCome && name === "returned_on")));
}

/** A group in which nothing that must be answered is left open. */
export function isAnswered(one: Shown): boolean {
  const hasAnswer = (child: Shown): boolean => !child.isRequired || child.isDeclined || child.value !== "" || child.options.some(({ isChosen }) => isChosen);
  return one.kind === "group" && one.children.every(hasAnswer);
}

export function isWrong(shown: Shown[]): boolean {
  return shown.some((one) => one.error !== "" || isWrong(one.children));
}
