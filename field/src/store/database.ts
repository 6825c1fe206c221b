/** What lies on this phone. Everything but the names of keys is sealed; see vault/. */

import { openDB } from "idb";
import type { DBSchema, IDBPDatabase } from "idb";

export interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  content: ArrayBuffer;
}

/** `name` is sealed under the device's key, `key` under the PIN and the device's key. `tries`: wrong ones in a row. */
export interface Person {
  id: string;
  name: Sealed;
  salt: Uint8Array<ArrayBuffer>;
  key: Sealed;
  tries: number;
  waitUntil: number;
}

/** This phone as the office knows it. The private key cannot be read out by anybody, this app included. */
export interface Enrolment {
  device: string;
  place: string;
  algorithm: "Ed25519" | "P-256";
  key: CryptoKey;
}

export interface Kept {
  id: string;
  person: string;
  sealed: Sealed;
}

interface Schema extends DBSchema {
  device: { key: string; value: CryptoKey };
  enrolment: { key: string; value: Enrolment };
  people: { key: string; value: Person };
  held: { key: string; value: Sealed };
  outbox: { key: string; value: Kept; indexes: { person: string } };
}
export type Database = IDBPDatabase<Schema>;

let opened: Promise<Database> | undefined;

export function database(): Promise<Database> {
  opened ??= openDB<Schema>("tongzhou-field", 2, {
    upgrade(base) {
      for (const name of base.objectStoreNames) base.deleteObjectStore(name);
      for (const name of ["device", "enrolment", "held"] as const) base.createObjectStore(name);
      base.createObjectStore("people", { keyPath: "id" });
      base.createObjectStore("outbox", { keyPath: "id" }).createIndex("person", "person");
    },
  });
  return opened;
}

/** Everything on this phone, its keys too: it is as if it had never been enrolled. */
export async function destroy(): Promise<void> {
  const base = await database();
  const names = [...base.objectStoreNames];
  const change = base.transaction(names, "readwrite", { durability: "strict" });
  await Promise.all([...names.map((name) => change.objectStore(name).clear()), change.done]);
}
