// The grid of a rota by dragging and by keyboard. Without it every place has its own page ("change"); the server judges both.
// A chip with somebody on a shift can be picked up; dropped on somebody they change places, dropped on a free place it goes there.
const SPOT = ["who", "need", "day"];
let picked = null;
let last = null; // where to stand once the grid is drawn anew

const chips = () => [...document.querySelectorAll("[data-grid] .chip")];
const isHeld = (chip) => Boolean(chip.dataset.who && chip.dataset.need);
const say = (words) => { const said = document.getElementById("said"); if (said) said.textContent = words; };

function stand(chip) {
  chips().forEach((one) => { one.tabIndex = one === chip ? 0 : -1; });
  chip.focus();
}

function pick(chip) {
  picked?.setAttribute("aria-pressed", "false");
  picked = chip && isHeld(chip) ? chip : null;
  picked?.setAttribute("aria-pressed", "true");
  say(picked ? `${picked.textContent.trim()} ${document.getElementById("move").dataset.picked}` : "");
}

function drop(chip) {
  const from = picked;
  pick(null);
  if (!from || chip === from) return;
  const form = document.getElementById("move");
  for (const name of SPOT) {
    form.elements[name].value = from.dataset[name];
    form.elements[`to_${name}`].value = chip.dataset[name] ?? "";
  }
  last = { spot: isHeld(chip) ? exchanged(from.dataset, chip.dataset) : { ...from.dataset, ...chip.dataset }, left: wrap()?.scrollLeft ?? 0 };
  form.requestSubmit();
}

// What was picked up stands where it was dropped: the person by posts, the shift by people.
const exchanged = (from, to) => (byPeople() ? { who: to.who, need: from.need, day: from.day } : { who: from.who, need: to.need, day: to.day });
const wrap = () => document.querySelector("[data-grid]")?.closest(".table-wrap");
const byPeople = () => new URLSearchParams(location.search).get("by") === "people";

// Up and down within a cell first, then to the row above or below; left and right by days.
function neighbour(chip, key) {
  const cell = chip.closest("td");
  const here = [...cell.querySelectorAll(".chip")];
  const at = here.indexOf(chip);
  if (key === "ArrowUp" && at > 0) return here[at - 1];
  if (key === "ArrowDown" && at < here.length - 1) return here[at + 1];
  const [across, down] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  const rows = [...cell.closest("tbody").rows];
  let [row, column] = [rows.indexOf(cell.parentElement) + down, cell.cellIndex + across];
  for (; rows[row]?.cells[column]; row += down, column += across) {
    const there = rows[row].cells[column].querySelectorAll(".chip");
    if (there.length) return there[key === "ArrowUp" ? there.length - 1 : 0];
  }
  return null;
}

function ready() {
  const all = chips();
  if (!all.length) return;
  all.forEach((chip, at) => {
    chip.setAttribute("role", "button");
    chip.setAttribute("aria-pressed", "false");
    chip.tabIndex = at ? -1 : 0;
    chip.draggable = isHeld(chip);
    if (chip.dataset.says) chip.setAttribute("aria-label", chip.dataset.says);
  });
  document.querySelector(".only-script")?.removeAttribute("hidden");
  if (!last) return;
  const found = all.find((chip) => SPOT.every((name) => chip.dataset[name] === last.spot[name]));
  wrap().scrollLeft = last.left;
  if (found) stand(found);
  last = null;
}

document.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-grid] .chip");
  if (!chip) return;
  if (picked) drop(chip);
  else { stand(chip); pick(chip); }
});

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "z" && !event.target.closest("input, textarea, select")) {
    document.querySelector("[data-undo]")?.click();
    return;
  }
  const chip = event.target.closest?.("[data-grid] .chip");
  if (!chip) return;
  if (event.key === " " || event.key === "Enter") chip.click();
  else if (event.key === "Escape") pick(null);
  else if (event.key.startsWith("Arrow")) { const next = neighbour(chip, event.key); if (next) stand(next); }
  else return;
  event.preventDefault();
});

const over = (chip) => document.querySelectorAll(".chip.is-over").forEach((one) => { if (one !== chip) one.classList.remove("is-over"); });
document.addEventListener("dragstart", (event) => {
  const chip = event.target.closest?.("[data-grid] .chip");
  if (!chip) return;
  event.dataTransfer.setData("text/plain", chip.textContent.trim());
  event.dataTransfer.effectAllowed = "move";
  pick(chip);
});
document.addEventListener("dragover", (event) => {
  const chip = target(event);
  over(chip);
  if (!picked || !chip) return;
  event.preventDefault();
  chip.classList.add("is-over");
});
document.addEventListener("drop", (event) => {
  const chip = target(event);
  over(null);
  if (!picked || !chip) return;
  event.preventDefault();
  drop(chip);
});
document.addEventListener("dragend", () => { over(null); pick(null); });

// A cell stands for its free place, or for the one who is alone in it.
function target(event) {
  const cell = event.target.closest?.("[data-grid] td");
  const there = cell ? [...cell.querySelectorAll(".chip")] : [];
  return event.target.closest?.("[data-grid] .chip") ?? there.find((chip) => !isHeld(chip)) ?? (there.length === 1 ? there[0] : null);
}

document.addEventListener("htmx:afterSettle", ready);
ready();
