import { describe, expect, it } from "vitest";
import type { Entry, Payload } from "../../store/outbox";
import { round } from "../round";
import type { StatesPart } from "../round";

const DOORS = { day: "2020-02-08", doors: ["a", "b", "c"].map((id, place) => ({ id, number: place + 1, place: "永乐村", door: `${id}号` })) };
const NOTHING: StatesPart = { stops: {}, loads: [] };
const entry = (id: string, kind: string, payload: Payload, state: Entry["state"] = "waiting"): Entry => ({
  ...{ id, kind, payload, state, occurred_at: `2020-02-08T0${id}:00:00.000Z` },
  ...{ holder: "h", words: "", why: "", field: "", similar: [] },
});
const states = (entries: Entry[], came = NOTHING): string => round(DOORS, came, entries).stops.map(({ state, bags }) => (bags ? `${state} ${bags}` : state)).join(", ");

describe("a round of household waste", () => {
  it("goes door by door, also when the entries stand in another order", () => {
    const done = [entry("2", "waste.missed", { stop: "c", why: "锁" }), entry("1", "waste.fetched", { stop: "a", bags: 2 }), entry("3", "waste.fetched", { stop: "b", bags: 0 })];
    expect(states(done)).toBe("fetched 2, nothing, missed");
    expect(states([entry("1", "waste.fetched", { stop: "a", bags: 2 }, "refused")])).toBe("waiting, waiting, waiting");
  });

  it("takes no step back when the office has heard of more", () => {
    const came: StatesPart = { stops: { a: ["handed", 2], b: ["missed", 0] }, loads: [] };
    expect(states([entry("1", "waste.fetched", { stop: "a", bags: 3 }), entry("2", "waste.fetched", { stop: "b", bags: 1 })], came)).toBe("handed 2, fetched 1, waiting");
  });

  it("counts what is handed over once, here and from the office, until it is counted at the lane", () => {
    const fetched = [entry("1", "waste.fetched", { stop: "a", bags: 2 }), entry("2", "waste.fetched", { stop: "b", bags: 1 })];
    const handed = entry("3", "waste.handed", { stops: ["a", "b"] });
    const loads = (entries: Entry[], came = NOTHING) => round(DOORS, came, entries).loads.map(({ id, bags, counted }) => [id, bags, counted]);
    expect(states([...fetched, handed])).toBe("handed 2, handed 1, waiting");
    expect(loads([...fetched, handed])).toEqual([["3", 3, null]]);
    const came: StatesPart = { stops: { a: ["handed", 2], b: ["handed", 1] }, loads: [{ id: "3", at: "2020-02-08T11:00:00+08:00", bags: 3, counted: null }] };
    expect(loads([...fetched, handed, entry("4", "waste.arrived", { load: "3", counted: 4 })], came)).toEqual([["3", 3, 4]]);
  });
});
