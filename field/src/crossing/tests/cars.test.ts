import { describe, expect, it } from "vitest";
import { stageOf, told } from "../cars";

describe("stages of a crossing", () => {
  it("knows by an entry's kind at which stage it was written", () => {
    expect(["crossing.prechecked", "crossing.car", "crossing.rechecked", "crossing.counted", undefined].map(stageOf)).toEqual(["before", "check", "second", "check", "check"]);
  });

  it("says a car in words at each stage", () => {
    expect(told({ plate: "沪A12345", outcome: "onward", codes: [] })).toBe("沪A12345 · 去查验");
    expect(told({ plate: "沪A12345", outcome: "passed", people: 2 })).toBe("沪A12345 · 2 人 · 放行");
    expect(told({ plate: "沪A12345", outcome: "clinic" })).toBe("沪A12345 · 已送发热门诊");
  });
});
