/**
 * This phone's own key: made here, never given out by the browser, its signature on every request (docs/sync.md).
 * Never sign anything but the six lines.
 */

import { database } from "../store/database";
import type { Enrolment } from "../store/database";

const P256 = { name: "ECDSA", namedCurve: "P-256" } as const;

export interface Made {
  algorithm: Enrolment["algorithm"];
  key: CryptoKey;
  publicKey: string;
}

export function base64(bytes: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)));
}

/** A fresh pair, Ed25519 where the browser has it. */
export async function makeKey(): Promise<Made> {
  const [algorithm, pair] = await crypto.subtle
    .generateKey("Ed25519", false, ["sign", "verify"])
    .then((made) => ["Ed25519", made as CryptoKeyPair] as const)
    .catch(async () => ["P-256", await crypto.subtle.generateKey(P256, false, ["sign", "verify"])] as const);
  return { algorithm, key: pair.privateKey, publicKey: base64(await crypto.subtle.exportKey("raw", pair.publicKey)) };
}

export async function enrolment(): Promise<Enrolment | undefined> {
  return (await database()).get("enrolment", "own");
}

export async function keepEnrolment(made: Enrolment): Promise<void> {
  await (await database()).put("enrolment", made, "own");
}

/** The headers that a request of this phone bears; `token` is the holder's, or nothing. */
export async function signed(
  { device, algorithm, key }: Enrolment,
  { method, path, token, body }: { method: string; path: string; token: string; body: Uint8Array<ArrayBuffer> },
): Promise<Record<string, string>> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const sentAt = String(Date.now());
  const lines = new TextEncoder().encode(["tongzhou 1", method, path, sentAt, token, hex].join("\n"));
  const how = algorithm === "Ed25519" ? "Ed25519" : { name: "ECDSA", hash: "SHA-256" };
  const signature = base64(await crypto.subtle.sign(how, key, lines));
  const bearer: Record<string, string> = token ? { Authorization: `Bearer ${token}` } : {};
  return { "X-Device": device, "X-Sent-At": sentAt, "X-Signature": signature, ...bearer };
}
