import "fake-indexeddb/auto";
import { describe, expect, it, vi } from "vitest";
import { database } from "../../store/database";
import { Full, drop, entries, keep, send } from "../../store/outbox";
import type { Entry } from "../../store/outbox";
import { FREE_TRIES, MustWait, WrongPin, admit, forget, people, unlock } from "../vault";

const PIN = "274951";

function entry(id: string, at = "2020-02-08T09:00:00.000Z", holder = "h"): Entry {
  const payload = { who: "visitor", way: "in", outcome: "passed", temperature: 36.5, plate: "沪A12345" };
  return { id, kind: "gate.checked", occurred_at: at, payload, holder, words: "访客", state: "waiting", why: "", field: "", similar: [] };
}

describe("what lies on the phone", () => {
  it("opens with the PIN, after a restart too, and with no other", async () => {
    await keep("a", await admit("a", "演示·门岗", PIN), entry("1"));
    expect(await people()).toEqual([{ id: "a", name: "演示·门岗" }]);
    expect(await entries("a", await unlock("a", PIN))).toEqual([entry("1")]);
    await expect(unlock("a", "000000")).rejects.toBeInstanceOf(WrongPin);
  });

  it("holds no word in the clear", async () => {
    const [base, decoder] = [await database(), new TextDecoder("latin1")];
    const kept = (await base.getAll("outbox")).map(({ sealed }) => decoder.decode(sealed.content));
    const names = (await base.getAll("people")).map(({ name }) => decoder.decode(name.content));
    expect([...kept, ...names].join()).not.toMatch(/visitor|passed|36\.5|A12345|门岗/);
    expect((await base.get("device", "key"))?.extractable).toBe(false);
  });

  it("lets nobody try on and on", async () => {
    await admit("b", "乙", PIN);
    for (let turn = 0; turn < FREE_TRIES; turn += 1) await expect(unlock("b", "111111")).rejects.toBeInstanceOf(WrongPin);
    await expect(unlock("b", PIN)).rejects.toBeInstanceOf(MustWait);
  });

  it("is gone when it was forgotten, the colleague's is not", async () => {
    await keep("c", await admit("c", "丙", PIN), entry("2"));
    await forget("c");
    const base = await database();
    expect([await base.get("people", "c"), await base.get("outbox", "2")]).toEqual([undefined, undefined]);
    expect(await base.get("outbox", "1")).toBeDefined();
  });
});

describe("the outbox", () => {
  it("keeps what was not answered, and says what was", async () => {
    const key = await admit("d", "丁", PIN);
    for (const id of ["x", "y", "z"]) await keep("d", key, entry(id));
    await send("d", key, () =>
      Promise.resolve([
        { id: "x", status: "stored" },
        { id: "y", status: "refused", error: { code: "c", message: "量一量", field: "temperature" } },
      ]),
    );
    const states = Object.fromEntries((await entries("d", key)).map((found) => [found.id, found.state]));
    expect(states).toEqual({ x: "stored", y: "refused", z: "waiting" });
    await drop("y");
    expect((await entries("d", key)).length).toBe(2);
  });

  it("loses nothing when the network goes in the middle", async () => {
    const key = await admit("e", "戊", PIN);
    await keep("e", key, entry("w"));
    await expect(send("e", key, () => Promise.reject(new Error("gone")))).rejects.toThrow("gone");
    expect((await entries("e", key))[0]?.state).toBe("waiting");
  });

  it("says plainly when the phone is full, and has then not taken the entry", async () => {
    const key = await admit("g", "庚", PIN);
    const put = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementationOnce(() => {
      throw new DOMException("full", "QuotaExceededError");
    });
    await expect(keep("g", key, entry("full"))).rejects.toBeInstanceOf(Full);
    put.mockRestore();
    expect(await entries("g", key)).toEqual([]);
  });

  it("hands up at most five hundred at a time, the oldest first", async () => {
    const key = await admit("f", "己", PIN);
    for (let one = 0; one < 501; one += 1) await keep("f", key, entry(`f${one}`, new Date(one * 1000).toISOString()));
    const sizes: [number, string][] = [];
    await send("f", key, (checks) => {
      sizes.push([checks.length, checks[0]!.id]);
      return Promise.resolve([]);
    });
    expect(sizes).toEqual([
      [500, "f0"],
      [1, "f500"],
    ]);
  });
});
