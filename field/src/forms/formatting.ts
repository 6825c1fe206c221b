/** The tokens of XLSForm's format-date; an unreadable day gives nothing. */

import { momentOf } from "./moments";

const NAMES = {
  en: {
    months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    days: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
  },
  zh: {
    months: Array.from({ length: 12 }, (_, month) => `${month + 1}月`),
    days: ["周日", "周一", "周二", "周三", "周四", "周五", "周六"],
  },
};

export function formatMoment(text: string, pattern: string, language: string): string {
  const moment = momentOf(text);
  if (Number.isNaN(moment)) return "";
  const parts = partsOf(new Date(moment), language === "zh" ? NAMES.zh : NAMES.en);
  return pattern.replace(/%([^\n])/gu, (token, sign: string) => parts.get(sign) ?? token);
}

function partsOf(moment: Date, names: typeof NAMES.en): Map<string, string> {
  const iso = moment.toISOString();
  return new Map([
    ["Y", iso.slice(0, 4)],
    ["y", iso.slice(2, 4)],
    ["m", iso.slice(5, 7)],
    ["n", String(moment.getUTCMonth() + 1)],
    ["d", iso.slice(8, 10)],
    ["e", String(moment.getUTCDate())],
    ["H", iso.slice(11, 13)],
    ["h", String(moment.getUTCHours())],
    ["M", iso.slice(14, 16)],
    ["S", iso.slice(17, 19)],
    ["3", iso.slice(20, 23)],
    ["b", names.months[moment.getUTCMonth()] ?? ""],
    ["a", names.days[moment.getUTCDay()] ?? ""],
    ["%", "%"],
  ]);
}
