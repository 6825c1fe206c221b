/** Days and times of expressions: Shanghai wall-clock time, as milliseconds since 1970-01-01T00:00. No clock is read. */

const DATE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const DATETIME =
  /^([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,6}))?)?(Z|[+-][0-9]{2}:?[0-9]{2})?$/;
const TIME = /^([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]{1,6})?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?$/;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
const FIRST = Date.parse("0001-01-01T00:00:00Z");
const LAST = Date.parse("9999-12-31T23:59:59.999Z");

/** Midnight of a real day of the years 1 to 9999, else NaN. */
export function midnightOf(text: string): number {
  if (!DATE.test(text)) return NaN;
  const moment = Date.parse(`${text}T00:00:00Z`);
  return moment >= FIRST && dayOf(moment) === text ? moment : NaN;
}

/** NaN when the text is neither a day nor a time of a day. */
export function momentOf(text: string): number {
  const match = DATETIME.exec(text);
  if (!match) return midnightOf(text);
  const [, day = "", hour = "", minute = "", second = "0", fraction = "", zone] = match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return NaN;
  const wall = Number(hour) * HOUR + Number(minute) * MINUTE + Number(second) * 1000;
  const moment = midnightOf(day) + wall + Number(fraction.padEnd(3, "0").slice(0, 3));
  return zone ? inRange(inRange(moment - offset(zone)) + 8 * HOUR) : moment;
}

function inRange(moment: number): number {
  return moment >= FIRST && moment <= LAST ? moment : NaN;
}

function offset(zone: string): number {
  if (zone === "Z") return 0;
  const digits = zone.slice(1).replace(":", "");
  const gap = Number(digits.slice(0, 2)) * HOUR + Number(digits.slice(2)) * MINUTE;
  return zone.startsWith("-") ? -gap : gap;
}

/** Days since 1970-01-01. */
export function daysOf(text: string): number {
  const moment = momentOf(text);
  const days = Math.floor(moment / DAY);
  return days + (moment - days * DAY) / DAY;
}

/** The moment that lies so many days after 1970-01-01, to the millisecond; NaN when it is out of reach. */
export function momentAfter(days: number): number {
  if (!(days > -700_000 && days < 2_900_000)) return NaN;
  return Math.floor(days) * DAY + Math.floor(partOfDay(days) * DAY + 0.5);
}

function partOfDay(days: number): number {
  const part = days % 1;
  return part < 0 ? part + 1 : part;
}

export function dayOf(moment: number): string {
  return Number.isNaN(moment) ? "" : new Date(moment).toISOString().slice(0, 10);
}

export function isoOf(moment: number): string {
  return Number.isNaN(moment) ? "" : `${new Date(moment).toISOString().slice(0, -1)}+08:00`;
}

/** The part of the day that a time or a moment stands for: noon is 0.5. */
export function timeShare(text: string): number {
  const match = TIME.exec(text);
  if (!match) return partOfDay(daysOf(text));
  const [hour, minute, second] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  return hour < 24 && minute < 60 ? (hour * 3600 + minute * 60 + second) / 86_400 : NaN;
}
