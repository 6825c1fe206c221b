/** A case as the server writes it, and the phone's verdict on it. */

import { judge, judgeNumber } from "../judging";
import type { Verdict } from "../judging";
import { held } from "./plain";
import type { Plain } from "./plain";

export interface Asked {
  text?: string;
  number?: string;
  at: number;
  isOut: boolean;
  known: Plain;
}

export async function answer({ text, number, at, isOut, known }: Asked): Promise<Verdict> {
  if (text === undefined) return judgeNumber(number ?? "", held(known), at, isOut);
  return judge(text, held(known), at, isOut);
}
