/** For the server's own tests: one JSON sheet a line in, its check and its view a line out. */

import { createInterface } from "node:readline";
import { check, view } from "../index";
import type { Compiled, Given, KnownFacts } from "../index";

interface Sheet {
  /** Left out when it is that of the line before. */
  form?: Compiled;
  answers: Given;
  today: string;
  now: string;
  language: string;
  known: KnownFacts;
}

let form = {} as Compiled;
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const { answers, ...sheet } = JSON.parse(line) as Sheet;
  form = sheet.form ?? form;
  process.stdout.write(`${JSON.stringify({ checked: check(form, answers, sheet), shown: view(form, answers, sheet) })}\n`);
}
