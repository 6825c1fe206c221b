import { describe, expect, it } from "vitest";
import { opened } from "../announced";

// As arrivals/before/parties.py sealed and locked it, for the key 00 01 … 1f and a nonce of zeros.
const SEALED =
  "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA6eN3XwCdyNjVHDwSo00ESTEshDP53NpfMDEAfAd85anGWhWdIsQSboyNwGWTXP0e9223Uv0BwXygWMN9Bre3HeHAif31oR2umO66NvKwyiX6ri/5X1D61JvI0PpOovr1VlHx5fpCmkiMsAh7WnLrMV7jfPRrtr5q8j+vbXI5OJhCkYefoheC+y+tCWMUq3wnLTAyvglETi8UIFk4421lo7cdwrM1arxBAPwGDCNrf987znmNsiQkefF6JkQ67tH639FQWKiEF91/V3hRJoibMyIf+d04FAN/yUoirrX4k2ENHBLto/d6HRG2N61ihXec/+FFt8MMUQiM";
const LOCK = "50226b0ac8f8a9f4d726235b3596d10ac06d98490302e03c348da2c9aad5a7e0";
const CODE = "ABCD-EFGH-JKMN";
const CHANGED = Date.parse("2020-02-08T12:00:00+08:00") / 1000;

const came = (mark = "58e947fc5beecbb4", sealed = SEALED) => ({
  fresh_hours: 24,
  asked_again: ["contact", "symptoms"],
  parties: [{ mark, lock: LOCK, id: "v", place: "p", changed_at: "2020-02-08T12:00:00+08:00", sealed }],
});

const said = async (hours: number, today: string) => (await opened(CODE, came(), CHANGED + hours * 3600, today))?.travellers[0]?.answers;

describe("an announcement on the phone", () => {
  it("opens by its code, however it is spelled, and by no other", async () => {
    for (const text of [CODE, "abcd efgh jkmn", "https://x.invalid/before/party/#ABCD-EFGH-JKMN"]) {
      const party = await opened(text, came(), CHANGED, "2020-02-10");
      expect([party?.code, party?.visit, party?.place, party?.travellers[0]?.name]).toEqual([CODE, "v", "p", "王试"]);
    }
    for (const text of ["ABCD-EFGH-JKMP", "", "TZ1:ABC"]) expect(await opened(text, came(), CHANGED, "2020-02-10")).toBeNull();
    expect(await opened(CODE, undefined, CHANGED, "2020-02-10")).toBeNull();
  });

  it("asks how they are again after a day, and takes a day still to come for today", async () => {
    expect(await said(1, "2020-02-10")).toEqual({ returned_on: "2020-02-09", symptoms: ["none"], wuhan: "no" });
    expect(await said(25, "2020-02-10")).toEqual({ returned_on: "2020-02-09", wuhan: "no" });
    expect(await said(1, "2020-02-09")).toEqual({ symptoms: ["none"], wuhan: "no" });
  });

  it("is not read when it was altered on the way", async () => {
    await expect(opened(CODE, came(undefined, SEALED.replace("wuhan", "x").replace("6eN3", "6eN4")), CHANGED, "2020-02-10")).rejects.toThrow();
  });
});
