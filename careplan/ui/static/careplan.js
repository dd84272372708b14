// Progressive enhancement only: every page works without this file.
import { initAll } from "./nhsuk/nhsuk-frontend.min.js";

document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
initAll();

const root = document.body.dataset.root ?? ""; // the path at which careplan is served, where it shares its host
const token = () => document.querySelector('input[name="csrf_token"]')?.value ?? "";

let heard = Date.now(); // when the server last heard of this worker from this page

/** Send a small form of our own; answers the response, or null when the network fails. A redirect is not followed:
    its page would use up the banner that the worker is to read. */
async function send(address, body) {
  const headers = { "X-CSRFToken": token() };
  const keepalive = body.toString().length < LEAVES_WITH_PAGE;
  const request = { method: "POST", body, headers, keepalive, credentials: "same-origin", redirect: "manual" };
  try {
    const answer = await fetch(address, request);
    if (answer.ok) heard = Date.now();
    return answer;
  } catch {
    return null;
  }
}

// Drafts: what is typed in a form marked data-draft is kept on the server: ten seconds after the first key that is not
// kept yet (typing on puts nothing off), on leaving a field, and on leaving the page.
const WAIT = 10_000;
const LEAVES_WITH_PAGE = 60_000; // a browser sends at most 64 KB after its page is gone
const drafts = [];

function beside(form) {
  const status = document.createElement("p");
  status.className = "app-saved";
  const buttons = form.querySelectorAll('button[type="submit"]');
  if (buttons.length) buttons[buttons.length - 1].after(status);
  else form.append(status);
  return status;
}

function watch(form) {
  let changed = false;
  let timer = 0;
  const status = form.querySelector(".app-saved") ?? beside(form); // a page that says itself what is saved says it once
  status.setAttribute("role", "status");

  const words = (at) => {
    const hour = at.getHours();
    return `${hour % 12 || 12}.${String(at.getMinutes()).padStart(2, "0")}${hour < 12 ? "am" : "pm"}`;
  };

  const note = () => {
    if (changed) return;
    changed = true;
    timer = setTimeout(save, WAIT);
  };

  const save = async () => {
    clearTimeout(timer);
    if (!changed) return;
    changed = false;
    const typed = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    const body = new URLSearchParams(typed);
    if (!body.has("draft_path")) body.set("draft_path", location.pathname);
    const answer = await send(`${root}/drafts`, body);
    if (answer?.type === "opaqueredirect") {
      status.textContent = "You were signed out. What you typed is kept: load this page again and sign in.";
    } else if (answer?.ok) {
      status.textContent = `Draft saved ${words(new Date())}`;
    } else {
      status.textContent = "Draft not saved. Keep this page open; we will try again.";
      note();
    }
  };

  form.addEventListener("input", note);
  form.addEventListener("change", note);
  form.addEventListener("focusout", save);
  form.addEventListener("submit", () => {
    changed = false;
    clearTimeout(timer);
  });
  window.addEventListener("pagehide", save);
  document.addEventListener("visibilitychange", () => document.hidden && save());
  drafts.push(save);
}
document.querySelectorAll("form[data-draft]").forEach(watch);

// Questions that follow from an answer on the same page appear as soon as it is chosen; else after saving. They follow
// from one of its codes, from a filled row of a table where no codes are named, or from no answer (data-empty).
function follow(form) {
  for (const box of form.querySelectorAll("[data-follows]")) {
    const { follows, codes } = box.dataset;
    const given = new FormData(form);
    const rows = () => [...given].some(([name, text]) => text && new RegExp(`^${follows}-\\d+-`).test(name));
    const chosen = () => given.getAll(follows).some((code) => codes.split(" ").includes(code));
    const wanted = "empty" in box.dataset ? !given.get(follows) : codes ? chosen() : rows();
    box.hidden = box.disabled = !wanted;
  }
}
for (const form of document.querySelectorAll("form:has([data-follows])")) {
  follow(form);
  form.addEventListener("change", () => follow(form));
}

// A wide table can be scrolled with the keyboard, and says what it is.
function scrollers() {
  for (const box of document.querySelectorAll(".app-scroll:not([role])")) {
    if (box.scrollWidth <= box.clientWidth) continue;
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", box.querySelector("caption")?.textContent.trim() || "Table");
  }
}
scrollers();
window.addEventListener("resize", scrollers);

// A document that is too large is refused where it was chosen, before anything is sent: nothing typed is lost.
function measured(input) {
  const group = input.closest(".nhsuk-form-group");
  const id = `${input.id.replace(/-input$/, "")}-error`; // the NHS component takes the id for its button
  const large = [...input.files].some((file) => file.size > Number(input.dataset.mostBytes));
  document.getElementById(id)?.remove();
  group.classList.toggle("nhsuk-form-group--error", large);
  if (large) {
    const error = document.createElement("span");
    error.className = "nhsuk-error-message";
    error.id = id;
    error.setAttribute("role", "alert");
    error.textContent = input.dataset.tooLarge;
    (group.querySelector(".nhsuk-hint") ?? group.querySelector("label")).after(error);
  }
  return !large;
}

for (const input of document.querySelectorAll("input[data-most-bytes]")) {
  input.addEventListener("change", () => measured(input));
  input.form.addEventListener("submit", (event) => {
    if (measured(input)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    (input.closest(".nhsuk-form-group").querySelector("button") ?? input).focus();
  }, true);
}

// When a device is handed over, or somebody signs out, no other tab and no way back goes on showing a record.
const tabs = new BroadcastChannel("careplan");
if ("left" in document.body.dataset) tabs.postMessage("left");
else if (document.getElementById("idle")) {
  tabs.addEventListener("message", () => location.reload());
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());
}

// Idle warning: two minutes before the server signs a worker out, ask; one press stays signed in.
const idle = document.getElementById("idle");
if (idle) {
  const stay = document.getElementById("idle-stay");
  const after = Number(idle.dataset.after) * 1000;
  const until = Number(idle.dataset.until) * 1000;
  let before = null;

  const hide = () => {
    idle.hidden = true;
    before?.focus();
  };
  const leave = async () => {
    await Promise.all(drafts.map((save) => save()));
    location.assign(location.href);
  };
  const check = () => {
    const quiet = Date.now() - heard;
    if (quiet >= until) leave();
    else if (quiet >= after && idle.hidden) {
      before = document.activeElement;
      idle.hidden = false;
      stay.focus();
    }
  };
  const alive = async () => {
    const answer = await send(`${root}/keep-alive`, new URLSearchParams());
    if (answer?.ok) hide();
    else leave();
  };
  stay.addEventListener("click", alive);
  idle.addEventListener("keydown", (event) => {
    if (event.key === "Escape") alive();
    if (event.key === "Tab") event.preventDefault();
  });
  setInterval(check, 5000);
  document.addEventListener("visibilitychange", check);
}
