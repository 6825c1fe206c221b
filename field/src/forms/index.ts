/** The check and the view of a compiled questionnaire, with the same result as the server's. */

export { check } from "./checking";
export type { Checked, Part, Refusal } from "./checking";
export type { Answer, Choice, Compiled, Given, Item } from "./definition";
export type { Known, KnownFacts } from "./known";
export { DECLINED } from "./parsing";
export { view } from "./showing";
export type { Option, Shown, ShownPart, Viewing } from "./showing";
export { MAX_INSTANCES } from "./state";
export type { Circumstances } from "./state";
