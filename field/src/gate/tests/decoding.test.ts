/** The decoder on frames that a gate spoils: of 240 at least 98 of a hundred are read, and none is read wrongly. */

import { readFileSync } from "node:fs";
import { beforeAll, expect, it } from "vitest";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import FILE from "../../../../src/tongzhou/passes/conformance.json";
import { HOW } from "../reading";
import { SPOILS, asImage, chance, frame } from "./frames";
import type { Spoil } from "./frames";

const EACH = 40;
const TEXTS = FILE.cases.map(({ asked }) => (asked as { text?: string }).text ?? "").filter((text) => /^TZ1:[0-9A-Z $%*+\-./:]{135,147}$/.test(text));

beforeAll(() => {
  const wasm = readFileSync("node_modules/zxing-wasm/dist/reader/zxing_reader.wasm");
  prepareZXingModule({ overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer } });
});

it("reads what a gate's camera sees, and nothing wrongly", { timeout: 120_000 }, async () => {
  const draw = chance(8);
  const missed: Partial<Record<Spoil, number>> = {};
  let misread = 0;
  for (const spoil of SPOILS) {
    for (let turn = 0; turn < EACH; turn += 1) {
      const text = TEXTS[turn % TEXTS.length]!;
      const [found] = await readBarcodes(asImage(frame(text, spoil, turn / (EACH - 1), draw)), HOW);
      if (!found?.isValid) missed[spoil] = (missed[spoil] ?? 0) + 1;
      else if (found.text !== text) misread += 1;
    }
  }
  const all = Object.values(missed).reduce((sum, number) => sum + number, 0);
  console.log(`frames ${SPOILS.length * EACH}, missed ${all} ${JSON.stringify(missed)}, misread ${misread}`);
  expect(misread).toBe(0);
  expect(all).toBeLessThanOrEqual(0.02 * SPOILS.length * EACH);
});
