// Watches computations until all are over, then asks the server how they ended.
const list = document.querySelector("[data-progress]");
const told = document.querySelector("[data-told]");
const EVERY_MS = 700;

function draw(run) {
  const item = list.querySelector(`[data-run="${CSS.escape(run.slug)}"]`);
  if (!item) return;
  const words = item.querySelector("[data-words]");
  const bar = item.querySelector("progress");
  words.textContent = run.words;
  bar.value = run.over ? run.limit : run.seconds;
  if (run.over && item.dataset.over !== "yes") {
    item.dataset.over = "yes";
    told.textContent = `${run.name}: ${run.words}`;
  }
}

async function look() {
  try {
    const answer = await fetch(list.dataset.progress, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    const found = await answer.json();
    found.runs.forEach(draw);
    if (found.over) {
      window.location.replace(list.dataset.done);
      return;
    }
  } catch (error) {
    console.info("Asked again later:", error);
  }
  window.setTimeout(look, EVERY_MS);
}

if (list) look();
