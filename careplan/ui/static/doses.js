// The dose round: Enter in a row's own list saves that row and goes to the next, after the last one to the next page. Letters choose in the list, as browsers do.
// Without this file the page saves all rows with one button.
const form = document.querySelector("form[data-round]");
const status = document.getElementById("round-status");
const say = (words) => {
  status.textContent = words;
};

const lists = () => [...form.querySelectorAll("select[data-dose]")];

function key() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
}

function body(list) {
  const sent = new URLSearchParams();
  sent.set("csrf_token", form.querySelector('input[name="csrf_token"]')?.value ?? "");
  sent.set("submission", key());
  sent.set("on", form.dataset.on);
  sent.set("episode", list.dataset.episode);
  sent.set("course", list.dataset.course);
  sent.set(list.name, list.value);
  return sent;
}

function replace(row, html) {
  const made = document.createElement("template");
  made.innerHTML = html.trim();
  const fresh = made.content.querySelector("tr");
  if (!fresh) return null;
  row.replaceWith(fresh);
  return fresh;
}

async function save(list) {
  const name = document.querySelector(`label[for="${CSS.escape(list.id)}"]`).textContent.replace("Dose of ", "");
  const words = list.selectedOptions[0].textContent;
  const place = lists().indexOf(list);
  const row = list.closest("tr");
  list.disabled = true;
  let answer = null;
  try {
    answer = await fetch(form.dataset.round, { method: "POST", body: body(list), credentials: "same-origin" });
  } catch {
    answer = null;
  }
  if (answer?.redirected) {
    location.reload();
    return;
  }
  const fresh = answer && (answer.ok || answer.status === 422) ? replace(row, await answer.text()) : null;
  if (!fresh) {
    list.disabled = false;
    list.focus();
    say(`${name}: not saved. Try again, or use Save all.`);
    return;
  }
  const open = fresh.querySelector("select[data-dose]");
  const left = document.getElementById("round-left");
  if (!open) left.textContent = Number(left.textContent) - 1;
  if (!answer.ok) {
    const why = fresh.querySelector(".nhsuk-error-message")?.textContent.replace("Error: ", "").replace(`${name}: `, "") ?? "";
    say(`${name}: not saved. ${why}`);
    (open ?? fresh.querySelector("td a"))?.focus();
    return;
  }
  say(`${name}: ${words}. Saved.`);
  const turn = lists().length ? null : document.querySelector(".nhsuk-pagination__next");
  (open ?? lists()[place] ?? turn ?? form.querySelector("button"))?.focus();
}

form?.addEventListener("keydown", (event) => {
  const list = event.target.closest?.("select[data-dose]");
  if (!list || event.key !== "Enter" || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  if (list.value) {
    save(list);
  } else {
    const all = lists();
    (all[all.indexOf(list) + 1] ?? form.querySelector("button"))?.focus();
  }
});
