/**
 * Values of XPath 1.0 as this house uses them: text, number, boolean, nodes (a list of texts).
 *
 * A day has no type of its own: it is the text `2020-02-08`, and as a number the days since 1970-01-01.
 */

import { dayOf, daysOf, isoOf, momentAfter, momentOf } from "./moments";

export type Value = string | number | boolean | readonly string[];

const NUMBER = /^-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$/;
const BLANK_AROUND = /^[ \t\r\n]+|[ \t\r\n]+$/g;

export function isNodes(value: unknown): value is readonly string[] {
  return Array.isArray(value);
}

/** Nothing typed and nothing chosen. Zero and false are answers. */
export function isEmpty(answer: unknown): boolean {
  return answer === null || answer === undefined || answer === "" || (isNodes(answer) && answer.length === 0);
}

export function trimBlank(text: string): string {
  return text.replace(BLANK_AROUND, "");
}

export function toText(value: Value): string {
  if (typeof value === "boolean") return value ? "true" : "false";
  if (typeof value === "number") return numberText(value);
  return isNodes(value) ? (value[0] ?? "") : value;
}

/** Shortest digits that give the same double, never with an exponent. */
export function numberText(number: number): string {
  if (!Number.isFinite(number)) return String(number);
  if (Number.isInteger(number)) return BigInt(number).toString();
  const [digits, exponent] = String(number).split("e") as [string, string?];
  if (exponent === undefined) return digits;
  const bare = digits.replace("-", "").replace(".", "");
  return `${number < 0 ? "-" : ""}0.${"0".repeat(-Number(exponent) - 1)}${bare}`;
}

/** Empty or unreadable text is NaN; a day is its days since 1970-01-01. */
export function toNumber(value: Value): number {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number") return value;
  const text = trimBlank(toText(value));
  return NUMBER.test(text) ? Number(text) : daysOf(text);
}

export function toBoolean(value: Value): boolean {
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return value !== 0 && !Number.isNaN(value);
  return isNodes(value) ? value.some((text) => text !== "") : value !== "";
}

/** `date()`: the day of a text or of a number of days; empty when there is none. */
export function dayText(value: Value): string {
  return dayOf(moment(value));
}

export function momentText(value: Value): string {
  return isoOf(moment(value));
}

function moment(value: Value): number {
  const isTextual = typeof value === "string" || isNodes(value);
  const found = isTextual ? momentOf(trimBlank(toText(value))) : NaN;
  return Number.isNaN(found) ? momentAfter(toNumber(value)) : found;
}

/** An answer as kept, in the form that expressions read. */
export function answerText(answer: unknown): string {
  if (answer === null || answer === undefined) return "";
  if (typeof answer === "number") return numberText(answer);
  return isNodes(answer) ? answer.join(" ") : String(answer);
}
