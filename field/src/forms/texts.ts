/** Texts as the server counts and trims them: by code points, and with the same blank characters. */

const BLANK = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const AROUND = new RegExp(`^${BLANK}+|${BLANK}+$`, "g");
const BETWEEN = new RegExp(`${BLANK}+`);
const LONE_SURROGATE = /[\ud800-\udfff]/u;

export function characters(text: string): string[] {
  return Array.from(text);
}

/** Number of code points: 😀 counts once. */
export function lengthOf(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

export function strip(text: string): string {
  return text.replace(AROUND, "");
}

/** The words between blanks. */
export function split(text: string): string[] {
  return text.split(BETWEEN).filter((word) => word !== "");
}

export function isKeepable(text: string): boolean {
  return !text.includes("\0") && !LONE_SURROGATE.test(text);
}

/** A number of JSON as the server writes it: exponents from 1e16 upward and below 1e-4, with two digits. */
export function jsonNumberText(number: number): string {
  if (Number.isInteger(number) && Math.abs(number) < 1e21) return String(number);
  const [digits, exponent] = number.toExponential().split("e") as [string, string];
  const power = Number(exponent);
  return power < -4 || power >= 16 ? withExponent(digits, power) : String(number);
}

/** Six significant digits, as `%g`. */
export function general(number: number): string {
  const [digits, exponent] = number.toExponential(5).split("e") as [string, string];
  const power = Number(exponent);
  if (power < -4 || power >= 6) return withExponent(String(Number(digits)), power);
  return String(Number(number.toPrecision(6)));
}

function withExponent(digits: string, power: number): string {
  return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}
