/** Judges one answer by the type of its question. Nothing here asks whether it was relevant or allowed. */

import type { Answer, Holds } from "./definition";
import type { Named } from "./messages";
import { midnightOf, momentOf } from "./moments";
import { isKeepable, jsonNumberText, lengthOf, split, strip } from "./texts";
import { isEmpty } from "./values";

export const DECLINED = "declined";
const MAX_TEXT = 4_000;
const MAX_CHOICES = 500;
const INTEGER = /^[+-]?[0-9]{1,15}$/;
const DECIMAL = /^[+-]?(?:[0-9]{1,15}(?:[.][0-9]{0,10})?|[.][0-9]{1,10})$/;
const DAY = /^([0-9]{4})(-?)([0-9]{2})\2([0-9]{2})$/;
const TIME = /^([01][0-9]|2[0-3]):([0-5][0-9])(:[0-5][0-9])?$/;
const DATETIME =
  /^([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2})(:[0-9]{2})?(?:\.([0-9]{1,6}))?(?:(Z)|([+-])([0-9]{2}):?([0-9]{2}))?$/;
const WIDE = "０１２３４５６７８９．－＋";
const NARROW = "0123456789.-+";

/** The message says what to write instead. */
export class NotThisType extends Error {
  constructor(
    message: string,
    readonly named: Named = {},
  ) {
    super(message);
  }
}

/** The answer in the form in which it is kept, null when empty. Throws NotThisType. */
export function parseAnswer(holds: Holds, given: unknown): Answer {
  if (isEmpty(given)) return null;
  if (holds === "choices") return choices(given);
  if (typeof given !== "string" && typeof given !== "number") {
    throw new NotThisType("The answer has a form that cannot be read. Answer the question again.");
  }
  const text = typeof given === "number" ? jsonNumberText(given) : given;
  refuseLong(lengthOf(text));
  const cleaned = clean(text);
  return cleaned === "" ? null : PARSERS[holds](cleaned);
}

function refuseLong(length: number): void {
  if (length > MAX_TEXT) {
    throw new NotThisType("The answer is longer than %(most)s characters. Shorten it.", { most: MAX_TEXT });
  }
}

function clean(text: string): string {
  if (!isKeepable(text)) throw new NotThisType("The answer holds a character that cannot be kept. Type it again.");
  return strip(text);
}

function choices(given: unknown): readonly string[] | null {
  const words = typeof given === "string" && lengthOf(given) <= MAX_TEXT ? split(given) : given;
  if (!areTexts(words) || words.length > MAX_CHOICES) throw new NotThisType("Choose from the list.");
  refuseLong(words.reduce((sum, word) => sum + lengthOf(word), 0));
  const chosen = new Set(words.map(clean).filter((word) => word !== ""));
  return chosen.size > 0 ? [...chosen] : null;
}

function areTexts(words: unknown): words is string[] {
  return Array.isArray(words) && words.every((word) => typeof word === "string");
}

function narrow(text: string): string {
  return text.replace(/[０-９．－＋]/g, (char) => NARROW.charAt(WIDE.indexOf(char)));
}

function integer(text: string): number {
  const digits = narrow(text);
  if (!INTEGER.test(digits)) throw new NotThisType("Write a whole number, such as 12.");
  return Number(digits) + 0;
}

function number(text: string): number {
  const digits = narrow(text);
  if (!DECIMAL.test(digits)) throw new NotThisType("Write a number, such as 36.6.");
  return Number(digits);
}

function date(text: string): string {
  const day = text.replace(/[/.]/g, "-").replace(DAY, "$1-$3-$4");
  if (Number.isNaN(midnightOf(day))) throw new NotThisType("There is no such day. Write it as 2020-02-08.");
  return day;
}

function time(text: string): string {
  const narrowed = text.replace(/：/g, ":");
  if (!TIME.test(narrowed)) throw new NotThisType("There is no such time. Write it as 14:30.");
  return narrowed;
}

function datetime(text: string): string {
  const match = DATETIME.exec(text.replace(/ /g, "T"));
  const [, minute = "", seconds, fraction = "", utc, sign, hours = "0", minutes = "0"] = match ?? [];
  const gap = Number(hours) * 60 + Number(minutes);
  const hasFractionOfNothing = fraction !== "" && !seconds;
  if (Number.isNaN(momentOf(minute + (seconds ?? ""))) || gap >= 24 * 60 || hasFractionOfNothing) {
    throw new NotThisType("There is no such time. Write it as 2020-02-08 14:30.");
  }
  const zone = utc ? "+00:00" : sign ? offset(sign, gap) : "";
  return `${minute}${seconds ?? ":00"}${Number(fraction) ? `.${fraction.padEnd(6, "0")}` : ""}${zone}`;
}

function offset(sign: string, gap: number): string {
  const two = (part: number): string => String(Math.floor(part)).padStart(2, "0");
  return `${gap ? sign : "+"}${two(gap / 60)}:${two(gap % 60)}`;
}

function point(text: string): string {
  const parts = split(text.replace(/,/g, " "));
  if (parts.length < 2 || parts.length > 4 || !parts.every((part) => DECIMAL.test(part))) {
    throw new NotThisType("Write latitude and longitude, such as 31.38 121.26.");
  }
  if (Math.abs(Number(parts[0])) > 90 || Math.abs(Number(parts[1])) > 180) {
    throw new NotThisType("There is no such point. Latitude comes first, up to 90, then longitude, up to 180.");
  }
  return parts.join(" ");
}

const asItIs = (text: string): string => text;
const PARSERS: Record<Exclude<Holds, "choices">, (text: string) => Answer> = {
  none: asItIs,
  text: asItIs,
  choice: asItIs,
  integer,
  number,
  date,
  time,
  datetime,
  point,
};
