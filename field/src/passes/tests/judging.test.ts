/** The verdicts of the conformance file, as the phone gives them; by the browser and by the library alike. */

import { ed25519 } from "@noble/curves/ed25519.js";
import { describe, expect, it } from "vitest";
import FILE from "../../../../src/tongzhou/passes/conformance.json";
import { numberOf, read, short, unhex } from "../codes";
import { colourOf } from "../judging";
import type { Reason } from "../judging";
import { answer } from "./asking";
import type { Asked } from "./asking";

const CASES = FILE.cases as unknown as { name: string; asked: Asked; told: Record<string, unknown>; colour: string }[];

describe("conformance", () => {
  it.each(CASES.map((found) => [found.name, found] as const))("%s", async (_, { asked, told, colour }) => {
    const verdict = await answer(asked);
    expect(verdict).toEqual(told);
    expect(colourOf(verdict.reason as Reason)).toBe(colour);
  });

  it("says the same of a signature without the browser's help", () => {
    for (const { asked, told } of CASES) {
      const found = asked.text === undefined ? null : read(asked.text);
      const key = new Map(asked.known.keys).get(found?.claims.key ?? -1);
      if (!found || key === undefined) continue;
      const holds = ed25519.verify(found.signature, found.signed, unhex(key), { zip215: false });
      expect(holds).toBe(told.reason !== "forged");
    }
  });
});

describe("a number under the square", () => {
  it("is read however it was typed", () => {
    const number = "123456789abcdef";
    const shown = short(number);
    expect(numberOf(shown)).toBe(number);
    expect(numberOf(` ${shown.toLowerCase().replaceAll("-", " ")}`)).toBe(number);
    expect(numberOf("0000-0000-OIL0")).toBe(numberOf("0000-0000-0110"));
  });

  it("is nothing when it cannot be one", () => {
    for (const typed of ["", "1234", "0000-0000-000U", "TZ1:ABC", "0000-0000-00001"]) expect(numberOf(typed)).toBeNull();
  });
});
