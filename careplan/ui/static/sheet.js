// A section of an assessment by keyboard: letters and arrows choose, Enter goes on to the next question. Without this
// file every control works as the browser has it.
const form = document.querySelector("form[data-draft]:has(.app-question)");

const boxes = () => [...form.querySelectorAll(".app-question")].filter((box) => box.offsetParent);
const controls = (box) => [...box.querySelectorAll("input, select, textarea")].filter((one) => one.offsetParent && !one.disabled);

/** The first control of a question that Tab would reach: of radios the chosen one. */
function first(box) {
  const [one] = controls(box);
  return one?.type === "radio" ? (box.querySelector(`input[name="${CSS.escape(one.name)}"]:checked`) ?? one) : one;
}

function goOn(box) {
  const all = boxes();
  const next = all[all.indexOf(box) + 1];
  (next ? first(next) : form.querySelector(".app-save button"))?.focus();
}

/** The next option after the present one whose words begin with the letter. */
function choose(control, letter) {
  const options = [...form.elements[control.name].length ? form.elements[control.name] : [control]];
  const fits = options.filter((one) => one.labels[0]?.textContent.trim().toLowerCase().startsWith(letter));
  const one = fits[(fits.indexOf(control) + 1) % fits.length];
  if (!one) return false;
  one.focus();
  one.click();
  return true;
}

form?.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
  const { target } = event;
  const box = target.closest(".app-question");
  if (!box || !target.matches("input, select")) return;
  if (event.key === "Enter") {
    event.preventDefault();
    goOn(box);
  } else if (target.matches('[type="radio"], [type="checkbox"]') && /^\p{L}$/u.test(event.key)) {
    if (choose(target, event.key.toLowerCase())) event.preventDefault();
  }
});

// What was chosen in the closed control of a row stands beside it.
form?.addEventListener("change", (event) => {
  const more = event.target.closest(".app-more");
  const list = more?.querySelector("[data-mark]") && more.querySelector("select");
  if (!list) return;
  const words = [list.selectedOptions[0].textContent, more.querySelector("input:checked") ? form.dataset.need : ""];
  more.querySelector("[data-mark]").textContent = words.filter(Boolean).join(" · ");
});

// It closes again when a need was ticked, or when the worker goes on, where nothing moves by that: no click for that.
const beside = window.matchMedia("(min-width: 64em)");
form?.addEventListener("click", (event) => {
  const more = event.target.closest(".app-more");
  if (more && event.target.matches('[type="checkbox"]')) more.open = false;
});
form?.addEventListener("focusout", (event) => {
  const more = event.target.closest(".app-more[open]");
  if (more && beside.matches && event.relatedTarget && !more.contains(event.relatedTarget)) more.open = false;
});

// Where the sections stand in one line, the present one is in sight.
const here = document.querySelector(".app-sections [aria-current]");
const line = here?.closest("ol");
if (line) line.scrollLeft = here.offsetLeft - line.offsetLeft - 24;

// Tables: a row more without a page between, where the last one is begun or the button asks for it.
const MOST_ROWS = 40;

function addRow(table) {
  const rows = table.querySelectorAll(".app-row");
  if (rows.length >= MOST_ROWS) return null;
  const last = rows[rows.length - 1];
  const made = last.cloneNode(true);
  made.classList.add("app-row--spare");
  for (const one of made.querySelectorAll(".app-row__end, .app-row__done, .nhsuk-error-message")) one.remove();
  const from = rows.length - 1;
  made.setAttribute("aria-label", made.getAttribute("aria-label").replace(/\d+$/, rows.length + 1));
  for (const one of made.querySelectorAll("[id], [for], [name], [aria-label], [data-follows]")) {
    for (const name of ["id", "for", "name", "data-follows"]) {
      const value = one.getAttribute(name);
      if (value) one.setAttribute(name, value.replace(new RegExp(`^([a-z0-9_]+)-${from}-`), `$1-${rows.length}-`));
    }
    const label = one.getAttribute("aria-label");
    if (label) one.setAttribute("aria-label", label.replace(/\d+$/, rows.length + 1));
  }
  for (const words of made.querySelectorAll("label .nhsuk-u-visually-hidden")) {
    words.textContent = `, row ${rows.length + 1}`;
  }
  for (const one of made.querySelectorAll("input, select, textarea")) {
    if (one.type === "radio") one.checked = false;
    else one.value = "";
  }
  last.after(made);
  table.dispatchEvent(new Event("change", { bubbles: true })); // what follows from an answer is asked or not
  return made;
}

for (const table of document.querySelectorAll("[data-rows]")) {
  const more = table.querySelector("[data-more]");
  more.type = "button";
  more.textContent = more.dataset.more;
  more.addEventListener("click", () => addRow(table)?.querySelector("input:not([type=hidden]), select").focus());
  // While the cell is filled, not when it is left: nothing may move under a click on the next question.
  table.addEventListener("input", (event) => {
    const rows = [...table.querySelectorAll(".app-row")];
    if (rows.indexOf(event.target.closest(".app-row")) === rows.length - 1) addRow(table);
  });
}
