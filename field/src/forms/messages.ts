/** Sentences of the check, as the server says them. */

import { general } from "./texts";

const CHINESE: Readonly<Record<string, string>> = {
  "Choose a number from %(start)g to %(end)g.": "请选 %(start)g 到 %(end)g 之间的数。",
  "Choose from the list.": "请从列表里选。",
  "No more than %(most)s can be entered at once.": "一次最多填 %(most)s 个。",
  "The answer has a form that cannot be read. Answer the question again.": "这个答案读不出来。请重新回答。",
  "The answer holds a character that cannot be kept. Type it again.": "答案里有保存不了的字符。请重新输入。",
  "The answer is longer than %(most)s characters. Shorten it.": "答案超过 %(most)s 个字。请写短些。",
  "The answer is outside what is allowed here. Check it.": "这个答案超出了范围。请核对。",
  "There is no such day. Write it as 2020-02-08.": "没有这一天。请写成 2020-02-08。",
  "There is no such point. Latitude comes first, up to 90, then longitude, up to 180.":
    "没有这个地方。先写纬度(最大 90),再写经度(最大 180)。",
  "There is no such time. Write it as 14:30.": "没有这个时间。请写成 14:30。",
  "There is no such time. Write it as 2020-02-08 14:30.": "没有这个时间。请写成 2020-02-08 14:30。",
  "This choice is not offered. Choose from the list.": "没有这个选项。请从列表里选。",
  "This question is not on the form.": "表上没有这个问题。",
  "This question must be answered.": "这一题要回答。",
  "Write a number, such as 36.6.": "请写数,例如 36.6。",
  "Write a whole number, such as 12.": "请写整数,例如 12。",
  "Write latitude and longitude, such as 31.38 121.26.": "请写纬度和经度,例如 31.38 121.26。",
};

export type Named = Readonly<Record<string, number>>;

export function say(message: string, named: Named, language: string): string {
  const words = language === "zh" ? (CHINESE[message] ?? message) : message;
  return words.replace(/%\((\w+)\)[gs]/g, (_, name: string) => general(named[name] ?? 0));
}
