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

/** The present option, where it is not chosen yet, or the next in sight, whose words begin with the letter. */
function choose(control, letter) {
  const options = [...form.elements[control.name].length ? form.elements[control.name] : [control]];
  const begins = (one) => one.labels[0]?.textContent.trim().toLowerCase().startsWith(letter);
  const fits = options.filter((one) => one.checkVisibility() && begins(one));
  const at = fits.indexOf(control);
  const one = at >= 0 && !control.checked ? control : fits[(at + 1) % fits.length];
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
  more.querySelector("[data-mark]").textContent = list.selectedOptions[0].textContent;
});

// It closes again when the worker goes on, where nothing moves by that: no click for that.
const beside = window.matchMedia("(min-width: 64em)");
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
  if (form) offerAsAbove(made);
  table.dispatchEvent(new Event("change", { bubbles: true })); // what follows from an answer is asked or not
  return made;
}

/** The cells of a row, by their column: their controls, and whether something was entered in one. */
function cells(row) {
  return [...row.querySelectorAll(".app-row__cell")].map((cell) => [...cell.querySelectorAll("input, select, textarea")]);
}
const entered = (one) => (one.type === "radio" ? one.checked : one.value !== "");

/** What a row leaves empty, but for its first cell, as the row above has it. */
function fillAsAbove(row) {
  const above = cells(row.previousElementSibling);
  cells(row).forEach((mine, place) => {
    if (!place || mine.some(entered)) return;
    mine.forEach((one, n) => {
      const theirs = above[place][n];
      if (theirs && one.type === "radio") one.checked = theirs.checked;
      else if (theirs) one.value = theirs.value;
    });
  });
  row.dispatchEvent(new Event("input", { bubbles: true }));
  row.dispatchEvent(new Event("change", { bubbles: true }));
}

/** A row below another one offers to be filled as that one is, where both are being written. */
function offerAsAbove(row) {
  if (!row.previousElementSibling?.matches(".app-row:not(.app-row--held)") || cells(row).length < 4) return;
  const button = row.querySelector(".app-row__above") ?? document.createElement("button");
  button.type = "button";
  button.className = "app-row__above";
  const label = row.getAttribute("aria-label");
  button.innerHTML = `Rest as above<span class="nhsuk-u-visually-hidden">: ${label.toLowerCase()}</span>`;
  button.addEventListener("click", () => fillAsAbove(row));
  row.append(button);
}

/** The cell of a column, in the row of a substance. */
function cellOf(table, substance, column) {
  const row = [...table.querySelectorAll(".app-row")].find((one) => one.querySelector(`[value="${substance}"]:checked`));
  return row?.querySelector(`[name$="-${column}"]`);
}

// What a row leaves but one answer to is filled in while it is typed, until somebody answers it otherwise.
function readRows(table) {
  for (const box of form.querySelectorAll("[data-reads]:not([data-touched])")) {
    const note = box.querySelector("[data-read]");
    // An answer that this did not fill in, as the browser brings it back, is the worker's own.
    if (note.hidden && [...box.querySelectorAll("input:not([type=checkbox]), select")].some(entered)) continue;
    const [substance, column, code] = box.dataset.reads.split(" ");
    const parts = column === "amount" ? [column, "unit"] : [column];
    const text = parts.map((part) => cellOf(table, substance, part)?.value ?? "").join(" ").trim();
    const number = column === "amount" ? /^([0-9.]+) ?units?$/i.exec(text)?.[1] : /^[1-9][0-9]?$/.exec(text)?.[0];
    const one = code ? box.querySelector(`input[value="${code}"]`) : box.querySelector("input[type=text]");
    if (code) one.checked = Boolean(number);
    else one.value = number ?? "";
    note.hidden = !number;
    one.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
form?.addEventListener("input", (event) => {
  const box = event.target.closest("[data-reads]");
  if (box) box.dataset.touched = "";
});

for (const table of document.querySelectorAll("[data-rows]")) {
  if (form) table.querySelectorAll(".app-row").forEach(offerAsAbove);
  const more = table.querySelector("[data-more]");
  more.type = "button";
  more.textContent = more.dataset.more;
  more.addEventListener("click", () => addRow(table)?.querySelector("input:not([type=hidden]), select").focus());
  // While the cell is filled, not when it is left: nothing may move under a click on the next question.
  table.addEventListener("input", (event) => {
    if (form && table.closest("#q-substances_used")) readRows(table);
    const rows = [...table.querySelectorAll(".app-row")];
    if (rows.indexOf(event.target.closest(".app-row")) === rows.length - 1) addRow(table);
  });
}
