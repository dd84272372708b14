// The register of a group: in a client's choices a letter chooses and goes on to the next client; a late client's
// minutes come first, and Enter leaves them. Without this file the choices are made as in any form.
const form = document.querySelector("form[data-register]");
const CHOICES = { a: "attended", l: "late", n: "did_not_attend", c: "cancelled_by_client" };
const rows = () => [...form.querySelectorAll("[data-member]")];
const first = (row) => row.querySelector("input[type=radio]:checked") ?? row.querySelector("input[type=radio]");

function onward(row) {
  const every = rows();
  const next = every[every.indexOf(row) + 1];
  (next ? first(next) : form.querySelector("textarea"))?.focus();
}

form?.addEventListener("keydown", (event) => {
  const row = event.target.closest?.("[data-member]");
  if (!row || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.target.type === "radio" && CHOICES[event.key.toLowerCase()]) {
    event.preventDefault();
    const wanted = CHOICES[event.key.toLowerCase()];
    const box = [...row.querySelectorAll("input[type=radio]")].find((one) => one.value === wanted);
    box.checked = true;
    box.dispatchEvent(new Event("change", { bubbles: true }));
    if (wanted === "late") row.querySelector("[data-late] input").focus();
    else onward(row);
  } else if (event.key === "Enter" && event.target.closest("[data-late]")) {
    event.preventDefault();
    onward(row);
  }
});
const keys = document.getElementById("register-keys"); // only while somebody is still to be recorded
if (keys) keys.hidden = false;
