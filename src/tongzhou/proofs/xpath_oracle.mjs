/**
 * Our conformance file through the XPath of ODK Web Forms: which expressions does it work out differently?
 *
 *   mkdir oracle && cd oracle && npm init -y && npm install jsdom crypto-js temporal-polyfill
 *   npm pack @getodk/xpath@0.11.0 && mkdir -p node_modules/@getodk && tar xzf getodk-xpath-*.tgz
 *   mv package node_modules/@getodk/xpath && cp ../src/tongzhou/proofs/xpath_oracle.mjs .
 *   node xpath_oracle.mjs ../src/tongzhou/questionnaires/expressions/conformance.json
 *
 * The package is unpacked by hand: npm does not find one of the packages that it names.
 * Left out: what needs a repeat, a list of choices, or a clock.
 */

import fs from "node:fs";
import { createRequire } from "node:module";
import { JSDOM } from "jsdom";

globalThis.require = createRequire(import.meta.url);
globalThis.__dirname = process.cwd();
const { window } = new JSDOM("");
Object.assign(globalThis, { window, document: window.document });
for (const name of ["XPathResult", "Node", "Element", "Document", "XMLDocument", "Attr", "Text", "Comment", "ProcessingInstruction"]) {
  globalThis[name] ??= window[name];
}
const { XFormsXPathEvaluator, DEFAULT_DOM_ADAPTER } = await import("@getodk/xpath");

const { answers, cases, own } = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const simple = Object.entries(answers).filter(([, answer]) => !Array.isArray(answer) || typeof answer[0] === "string");
const text = (answer) => (Array.isArray(answer) ? answer.join(" ") : String(answer));
const fields = simple.map(([name, answer]) => `<${name}>${text(answer)}</${name}>`).join("");
const form = new window.DOMParser().parseFromString(`<data><own>${own}</own>${fields}</data>`, "text/xml");
const evaluator = new XFormsXPathEvaluator({
  domAdapter: DEFAULT_DOM_ADAPTER,
  rootNode: form.documentElement,
  timeZoneId: "Asia/Shanghai",
  itextTranslationsByLanguage: new Map(),
  secondaryInstancesById: new Map(),
});

function isComparable(expression) {
  const named = [...expression.matchAll(/\$\{(\w+)\}/g)].every(([, name]) => simple.some(([known]) => known === name));
  return named && !/jr:choice|position|index|today|now|once/.test(expression);
}

function theirs(expression, expected) {
  const [number, string, boolean] = [1, 2, 3];
  const isNumeric = typeof expected === "number" || ["NaN", "Infinity", "-Infinity"].includes(expected);
  const kind = typeof expected === "boolean" ? boolean : isNumeric ? number : string;
  try {
    const path = expression.replace(/\$\{(\w+)\}/g, "../$1");
    const found = evaluator.evaluate(path, form.querySelector("own"), null, kind);
    if (kind === boolean) return found.booleanValue;
    if (kind === string) return found.stringValue;
    return Number.isFinite(found.numberValue) ? found.numberValue : String(found.numberValue);
  } catch (error) {
    return `refused: ${String(error.message).slice(0, 80)}`;
  }
}

const compared = cases.filter(({ expression }) => isComparable(expression));
const different = compared.filter(({ expression, expected }) => theirs(expression, expected) !== expected);
for (const { expression, expected } of different) {
  console.log(`${expression}   ours ${JSON.stringify(expected)}   theirs ${JSON.stringify(theirs(expression, expected))}`);
}
console.log(`${compared.length} compared, ${compared.length - different.length} the same, ${different.length} different`);
