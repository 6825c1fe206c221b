import { describe, expect, it } from "vitest";
import { NOBODY, checkCharacter, wrong } from "../person";

describe("who stands at the desk", () => {
  it("has the check character of the standard (GB 11643-1999, appendix A)", () => {
    expect(checkCharacter("11010519491231002")).toBe("X");
    expect(checkCharacter("44052418800101001")).toBe("4");
  });

  it("is told by field what is wrong, and may have no papers", () => {
    const who = { ...NOBODY, name: "王试" };
    expect(wrong(who)).toEqual({});
    expect(wrong({ ...who, id_number: "11010519491231002x" })).toEqual({});
    expect(Object.keys(wrong({ ...who, name: " ", id_number: "110105194912310021", phone: "1380000" }))).toEqual(["name", "id_number", "phone"]);
  });
});
