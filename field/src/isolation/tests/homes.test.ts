import { describe, expect, it } from "vitest";
import type { Entry } from "../../store/outbox";
import { dayNumber, lines, slotAt } from "../homes";
import type { Home, ReportsPart } from "../homes";

const at = (clock: string, day = "2020-02-08"): number => Date.parse(`${day}T${clock}:00+08:00`) / 1000;
const home = (id: string, opened_at = "2020-02-06T09:00:00+08:00"): Home => ({ opened_at, id, name: "欧＊", place: "永乐村", door: `${id}号`, from_on: "2020-02-06", until_on: "2020-02-19", clinic: ["", ""] });
const came = (reports: ReportsPart["reports"] = {}, day = "2020-02-08"): ReportsPart => ({ day, due: { morning: "10:00", evening: "18:00" }, reports });
const entry = (isolation: string, clock: string, more: Partial<Entry> = {}, payload: object = { temperature: 36.5, symptoms: [] }): Entry => ({
  ...{ id: clock, kind: "isolation.reported", occurred_at: new Date(at(clock) * 1000).toISOString(), state: "waiting" },
  ...{ holder: "h", words: "", why: "", field: "", similar: [], payload: { isolation, ...payload } },
  ...more,
});
const told = (reports: ReportsPart, entries: Entry[], clock: string): string[] =>
  lines([home("1"), home("2")], reports, entries, at(clock), 37.3).map(({ home: { id }, now, hasMissedMorning }) => `${id} ${now}${hasMissedMorning ? " missed" : ""}`);

describe("isolating homes", () => {
  it("has a morning until one, and counts days from the first", () => {
    expect([slotAt(at("12:59")), slotAt(at("13:00"))]).toEqual(["morning", "evening"]);
    expect(dayNumber(home("1"), at("00:10"))).toBe(3);
  });

  it("seeks a report until it is there, on this phone or at the office", () => {
    expect(told(came(), [], "09:59")).toEqual(["1 due", "2 due"]);
    expect(told(came(), [], "10:00")).toEqual(["1 late", "2 late"]);
    expect(told(came({ "1": { morning: "given" } }), [], "09:00")).toEqual(["2 due", "1 given"]);
    expect(told(came(), [entry("1", "08:30")], "09:00")).toEqual(["2 due", "1 given"]);
    expect(told(came(), [entry("1", "08:30", { state: "refused" })], "09:00")).toEqual(["1 due", "2 due"]);
  });

  it("takes no report of another day or half of it", () => {
    expect(told(came({ "1": { morning: "given" } }, "2020-02-07"), [], "09:00")).toEqual(["1 due", "2 due"]);
    expect(told(came({ "1": { morning: "given" } }), [entry("2", "12:59")], "13:30")).toEqual(["1 due", "2 due"]);
    expect(told(came({ "1": { morning: "missing" } }), [], "14:00")).toEqual(["1 due missed", "2 due missed"]);
    expect(lines([home("1", "2020-02-08T12:00:00+08:00")], came(), [], at("14:00"), 37.3)[0]!.hasMissedMorning).toBe(false);
  });

  it("goes on seeking behind a shut door, and never hides a fever or a complaint", () => {
    expect(told(came({ "2": { morning: "missing" } }), [entry("1", "08:00", { kind: "isolation.unmet" }, { why: "gone" })], "09:00")).toEqual(["1 shut", "2 missing"]);
    const sick = [entry("1", "08:00", {}, { temperature: 37.3 }), entry("2", "08:10", {}, { temperature: 36.5, symptoms: ["cough"] }), entry("1", "09:00")];
    expect(told(came(), sick, "09:30")).toEqual(["1 alarm", "2 alarm"]);
  });
});
