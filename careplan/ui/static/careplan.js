// Progressive enhancement only: every page works without this file.
import { initAll } from "./nhsuk/nhsuk-frontend.min.js";

document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
initAll();

const token = () => document.querySelector('input[name="csrf_token"]')?.value ?? "";

/** Send a small form of our own; answers the response, or null when the network fails. */
async function send(address, body) {
  try {
    return await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token() }, credentials: "same-origin" });
  } catch {
    return null;
  }
}

// Drafts: what is typed in a form marked data-draft is kept on the server, ten seconds after a change and on leaving a field.
const WAIT = 10_000;
const FIRST_TRY = 500;

function watch(form) {
  let changed = false;
  let timer = 0;
  const status = document.createElement("p");
  status.className = "app-saved";
  status.setAttribute("role", "status");
  form.append(status);

  const words = (at) => {
    const hour = at.getHours();
    return `${hour % 12 || 12}.${String(at.getMinutes()).padStart(2, "0")}${hour < 12 ? "am" : "pm"}`;
  };

  const save = async () => {
    clearTimeout(timer);
    if (!changed) return;
    changed = false;
    const body = new URLSearchParams(new FormData(form));
    body.set("draft_path", location.pathname);
    const answer = await send(form.dataset.drafts || "/drafts", body);
    if (answer?.ok) {
      status.textContent = `Draft saved ${words(new Date())}`;
    } else {
      changed = true;
      status.textContent = "Draft not saved. Keep this page open; we will try again.";
      timer = setTimeout(save, WAIT);
    }
  };

  const note = () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  };
  form.addEventListener("input", note);
  form.addEventListener("change", note);
  form.addEventListener("focusout", () => setTimeout(save, FIRST_TRY));
  form.addEventListener("submit", () => {
    changed = false;
    clearTimeout(timer);
  });
}
document.querySelectorAll("form[data-draft]").forEach(watch);

// Idle warning: two minutes before the server signs a worker out, ask; one press stays signed in.
const idle = document.getElementById("idle");
if (idle) {
  const stay = document.getElementById("idle-stay");
  const after = Number(idle.dataset.after) * 1000;
  const until = Number(idle.dataset.until) * 1000;
  let began = Date.now();
  let before = null;

  const hide = () => {
    idle.hidden = true;
    before?.focus();
  };
  const check = () => {
    const quiet = Date.now() - began;
    if (quiet >= until) location.reload();
    else if (quiet >= after && idle.hidden) {
      before = document.activeElement;
      idle.hidden = false;
      stay.focus();
    }
  };
  const alive = async () => {
    const answer = await send("/keep-alive", new URLSearchParams());
    if (answer?.ok) {
      began = Date.now();
      hide();
    } else location.reload();
  };
  stay.addEventListener("click", alive);
  idle.addEventListener("keydown", (event) => {
    if (event.key === "Escape") alive();
    if (event.key === "Tab") event.preventDefault();
  });
  setInterval(check, 5000);
  document.addEventListener("visibilitychange", check);
}
