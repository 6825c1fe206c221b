// An answer that names what is wrong (422) replaces its fragment like any other; nothing else needs a script.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 422) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

// Questions are drawn anew while somebody goes on typing: what was typed meanwhile is carried over.
const valueOf = (field) => (field.type === "checkbox" || field.type === "radio" ? field.checked : field.value);
const fieldsOf = (root) => [...root.querySelectorAll("input[id], select[id], textarea[id]")];
const sent = new WeakMap();
document.addEventListener("htmx:beforeRequest", (event) => {
  const target = event.detail.target;
  sent.set(event.detail.xhr, new Map(fieldsOf(target).map((field) => [field.id, valueOf(field)])));
});
document.addEventListener("htmx:beforeSwap", (event) => {
  const before = sent.get(event.detail.xhr);
  if (!before) return;
  const typed = fieldsOf(event.detail.target).filter((field) => before.has(field.id) && before.get(field.id) !== valueOf(field));
  sent.set(event.detail.xhr, typed.map((field) => [field.id, valueOf(field)]));
});
document.addEventListener("htmx:afterSwap", (event) => {
  for (const [id, value] of sent.get(event.detail.xhr) || []) {
    const field = document.getElementById(id);
    if (!field) continue;
    if (typeof value === "boolean") field.checked = value;
    else field.value = value;
  }
});

// What can be printed is printed by a button that only shows where it can work.
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

// The one field that a scanner or a hand fills first.
const first = document.querySelector("[data-focus]");
if (first) first.elements[first.dataset.focus]?.focus();

// A fold of the menu closes when somebody goes on elsewhere, or by Escape.
const closeFolds = (except) => document.querySelectorAll("details.fold[open]").forEach((fold) => { if (fold !== except) fold.open = false; });
document.addEventListener("click", (event) => closeFolds(event.target.closest("details.fold")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details.fold[open]");
  closeFolds();
  open?.querySelector("summary").focus();
});
