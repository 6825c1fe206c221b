/** What stands in the square of a pass: 26 bytes of claims, 64 of signature, and 8 more on a telephone. As passes/codes.py. */

import { decode45 } from "./base45";

export const KINDS = ["resident", "household", "traveller", "worker", "vehicle", "temporary"] as const;
export type Kind = (typeof KINDS)[number];

const MARK = "TZ1:";
const ED25519 = 1;
const PAPER = 0x80;
const STEP = 30;
const SLACK = 2;
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const MISHEARD: Record<string, string> = { O: "0", I: "1", L: "1", o: "0", i: "1", l: "1" };

/** `number`: sixty bits as fifteen hexadecimal digits. `household`: ten digits, all zero for none. Moments in seconds. */
export interface Claims {
  key: number;
  number: string;
  household: string;
  zone: number;
  startsAt: number;
  endsAt: number;
  kind: Kind;
  isPaper: boolean;
}

export interface Read {
  claims: Claims;
  signed: Uint8Array<ArrayBuffer>;
  signature: Uint8Array<ArrayBuffer>;
  moving: { step: number; proof: string } | null;
}

/** Null for anything that is not a pass of this make. */
export function read(text: string): Read | null {
  if (!text.startsWith(MARK) || text.length > 200) return null;
  const content = decode45(text.slice(MARK.length));
  if (content === null || (content.length !== 90 && content.length !== 98)) return null;
  const claims = unpacked(content);
  if (claims === null) return null;
  const [signed, signature] = [content.slice(0, 26), content.slice(26, 90)];
  const isMoving = content.length === 98;
  const step = isMoving ? content[90]! * 256 + content[91]! : 0;
  return { claims, signed, signature, moving: isMoving ? { step, proof: hex(content.slice(92)) } : null };
}

function unpacked(content: Uint8Array<ArrayBuffer>): Claims | null {
  const view = new DataView(content.buffer);
  const flags = view.getUint8(25);
  const kind = KINDS[flags & ~PAPER];
  if (view.getUint8(0) !== ED25519 || content[2]! >> 4 || kind === undefined) return null;
  const startsAt = view.getUint32(19);
  const endsAt = startsAt + view.getUint16(23) * 3600;
  return {
    key: view.getUint8(1),
    number: hex(content.slice(2, 10)).slice(1),
    household: hex(content.slice(10, 15)),
    zone: view.getUint32(15),
    startsAt,
    endsAt,
    kind,
    isPaper: Boolean(flags & PAPER),
  };
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function unhex(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array((text.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16)));
}

/** The number that somebody typed, however it is spelled; null when it cannot be one. As kernel/codes.py. */
export function numberOf(text: string): string | null {
  const typed = text.slice(-100).split("#").pop()!.trim().replace(/[- ]/g, "");
  const plain = typed.replace(/[OIL]/gi, (letter) => MISHEARD[letter]!).toUpperCase();
  if (!/^[0-9A-Z]{12}$/.test(plain)) return null;
  let value = 0n;
  for (const letter of plain) {
    const digit = LETTERS.indexOf(letter);
    if (digit < 0) return null;
    value = (value << 5n) | BigInt(digit);
  }
  return value.toString(16).padStart(15, "0");
}

/** The number as it stands under the square: three groups of four. */
export function short(number: string): string {
  const value = BigInt(`0x${number}`);
  const letters = Array.from({ length: 12 }, (_, place) => LETTERS[Number((value >> BigInt(5 * (11 - place))) & 31n)]);
  return [0, 4, 8].map((start) => letters.slice(start, start + 4).join("")).join("-");
}

async function digest(key: Uint8Array<ArrayBuffer>, content: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const hmac = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", hmac, content));
}

/** Whether the code was made for this pass within two half minutes of `at` (seconds). `ofZone`: the zone's key of the day. */
export async function isMoving(
  part: { step: number; proof: string },
  ofZone: Uint8Array<ArrayBuffer>,
  number: string,
  at: number,
): Promise<boolean> {
  const ofPass = await digest(ofZone, unhex(`0${number}`));
  const now = Math.floor(Math.trunc(at) / STEP);
  for (let step = now - SLACK; step <= now + SLACK; step += 1) {
    if (part.step !== (step & 0xffff)) continue;
    const proof = await digest(ofPass, unhex(step.toString(16).padStart(16, "0")));
    if (hex(proof.slice(0, 6)) === part.proof) return true;
  }
  return false;
}
