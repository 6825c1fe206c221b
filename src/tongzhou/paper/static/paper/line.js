// A row of a sheet by the keyboard alone: Enter goes on, digits choose, the last Enter saves. Without it the form still works.
const line = document.querySelector("form[data-line]");
if (line) {
  const isChoice = (one) => one.type === "radio" || one.type === "checkbox";
  const nameOf = (one) => one.name.replace(/-declined$/, "");
  const isShown = (one) => one.type !== "hidden" && one.offsetParent !== null && !one.disabled && !one.name.endsWith("-declined");
  const save = () => line.querySelector("button.button-primary");

  // One stop for each question: its field, or of choices the chosen one, else the first.
  const stops = () => {
    const found = new Map();
    for (const one of line.querySelectorAll("input, select, textarea")) {
      if (isShown(one) && (!found.has(one.name) || (isChoice(one) && one.checked && !found.get(one.name).checked))) found.set(one.name, one);
    }
    return [...found.values()];
  };
  const go = (name, step) => {
    const all = stops();
    const at = all.findIndex((one) => one.name === name);
    const next = all[at + step] || (step > 0 ? save() : all[0]);
    next.focus();
    if (next.select && !isChoice(next)) next.select();
  };

  // Choices bear the numbers that stand on the paper.
  const number = () => {
    for (const box of line.querySelectorAll(".choices")) {
      [...box.querySelectorAll(".choice:not(.decline) > span:not([data-numbered])")].forEach((words, turn) => {
        words.dataset.numbered = "";
        words.prepend(`${turn + 1} `);
      });
    }
    for (const select of line.querySelectorAll("#questions select:not([data-numbered])")) {
      select.dataset.numbered = "";
      [...select.options].slice(1).forEach((option, turn) => option.prepend(`${turn + 1} `));
    }
  };

  // While the questions are drawn anew, keys wait: none is lost, none goes to a field that is about to go.
  let waits = null;
  let drawing = null;
  const keys = [];
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target.id === "questions") drawing = event.detail.xhr;
  });
  const onward = (one) => {
    if (drawing) waits = nameOf(one);
    else go(nameOf(one), 1);
  };
  const changed = (one, moves) => {
    one.dispatchEvent(new Event("change", { bubbles: true }));
    if (moves) onward(one);
  };
  const settled = (event) => {
    if (event.detail.xhr !== drawing) return;
    drawing = null;
    number();
    if (waits === null) return;
    const name = waits;
    waits = null;
    go(name, 1);
    while (keys.length && waits === null) replay(keys.shift(), document.activeElement);
  };
  document.addEventListener("htmx:afterSettle", settled);
  document.addEventListener("htmx:sendError", settled);
  document.addEventListener("htmx:responseError", settled);

  const choose = (key, one) => {
    const boxes = [...line.querySelectorAll(`[name="${CSS.escape(nameOf(one))}"]`)];
    if (key === "0") {
      const decline = line.querySelector(`[name="${CSS.escape(nameOf(one))}-declined"]`);
      if (decline) { decline.checked = !decline.checked; changed(decline, decline.checked); }
      return;
    }
    const box = boxes[Number(key) - 1];
    if (!box) return;
    box.checked = box.type === "radio" || !box.checked;
    box.focus();
    changed(box, box.type === "radio");
  };

  const press = (key, one) => {
    if (key === "Enter" && one.tagName === "BUTTON") { one.click(); return true; }
    if (key === "Enter" && one.tagName !== "TEXTAREA" && one.name) { one.blur(); onward(one); return true; }
    if (/^[0-9]$/.test(key) && isChoice(one)) { choose(key, one); return true; }
    return false;
  };
  const replay = (key, one) => {
    if (press(key, one) || key.length > 1 || isChoice(one) || !("value" in one) || one.tagName === "SELECT") return;
    one.setRangeText(key, one.selectionStart, one.selectionEnd, "end");
  };
  // While it waits the focus may be on the page itself.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (waits !== null && (event.key === "Enter" || event.key.length === 1)) { keys.push(event.key); event.preventDefault(); return; }
    if (event.key === "Enter" && event.target.tagName === "BUTTON") return;
    if (line.contains(event.target) && press(event.key, event.target)) event.preventDefault();
  });

  number();
  const wrong = line.querySelector(".has-error input, .has-error select, .has-error textarea") || line.querySelector("[name=choice]");
  const begin = wrong || line.querySelector("[name=asked_at]");
  begin?.focus();
}
