// The running total of a scored tool. Without this file the page is the same, and the total stands on the next one.
const score = document.querySelector("[data-score]");
const form = score?.closest("form");
const skips = JSON.parse(form?.dataset.skips ?? "[]");

function tell() {
  const answers = new Map([...form.querySelectorAll(".app-question--scored input:checked")].map((one) => [one.name, Number(one.value)]));
  const spared = new Set(skips.filter((one) => one.zero.every((name) => answers.get(name) === 0)).flatMap((one) => one.spares));
  const answered = answers.size + [...spared].filter((name) => !answers.has(name)).length;
  const points = [...answers.values()].reduce((sum, one) => sum + one, 0);
  score.textContent = `${answered} of ${score.dataset.score} answered, ${points} points so far`;
  score.hidden = false;
}

form?.addEventListener("change", tell);
if (form) tell();
