/** For the server's own tests: one JSON case a line in, its verdict a line out. */

import { createInterface } from "node:readline";
import { answer } from "./asking";
import type { Asked } from "./asking";

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line) as Asked))}\n`);
}
