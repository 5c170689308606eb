// Moves lessons on the board by mouse, touch or keyboard; the server counts and answers with the board.
const root = document.querySelector("[data-board]");
const told = document.querySelector("[data-told]");
const NEAR_PX = 6;
const ROWS = { ArrowUp: -1, ArrowDown: 1 };
const DAYS = { ArrowLeft: -1, ArrowRight: 1 };
let held = null; // { card, cell, options, drag }

const cells = () => [...root.querySelectorAll("[data-slot]")];
const say = (text) => { told.textContent = text; };

function arm() {
  root.querySelectorAll("[data-pick]").forEach((button) => { button.hidden = false; });
}

async function send(address, form, focus) {
  form.set("csrfmiddlewaretoken", root.querySelector("[name=csrfmiddlewaretoken]").value);
  form.set("station", root.dataset.station);
  root.setAttribute("aria-busy", "true");
  say(root.dataset.loading);
  try {
    const answer = await fetch(address, { method: "POST", body: form, headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    const found = await answer.json();
    root.innerHTML = found.board;
    arm();
    say(found.told);
    const card = focus && root.querySelector(`[data-lesson="${focus}"]`);
    (card?.querySelector("[data-pick]:not([disabled])") ?? card?.querySelector("button, a"))?.focus();
  } catch (error) {
    say(root.dataset.failed);
    console.info("Not saved:", error);
  }
  root.removeAttribute("aria-busy");
}

function verdict(cell) {
  const slot = cell.dataset.slot;
  return slot === "" ? null : held?.options?.[Number(slot)];
}

function mark() {
  for (const cell of cells()) {
    const found = verdict(cell);
    cell.classList.toggle("target", held?.cell === cell);
    cell.classList.toggle("refused", Boolean(found) && !found.ok);
    const text = cell.querySelector("[data-mark]");
    text.textContent = found ? `${found.ok ? "✓" : "✕"} ${found.words}` : "";
  }
}

function aim(cell) {
  if (!held || held.cell === cell) return;
  held.cell = cell;
  mark();
  const name = cell.dataset.label ?? cell.querySelector("h2").textContent;
  say(`${name}：${verdict(cell)?.words ?? ""}`);
  if (!held.drag) cell.scrollIntoView({ block: "nearest" });
}

function pick(card, drag) {
  release();
  const mine = { card, cell: card.closest("[data-slot]"), options: null, drag };
  held = mine;
  card.classList.add("held");
  card.querySelector("[data-pick]").setAttribute("aria-pressed", "true");
  say(root.dataset.picked + card.dataset.name);
  mark();
  fetch(`${card.dataset.action}options.json`).then((answer) => (answer.ok ? answer.json() : null)).then((found) => {
    if (held === mine && found) { mine.options = found.slots; mark(); }
  }).catch((error) => console.info("Without a preview:", error));
}

function release() {
  if (!held) return;
  held.card.classList.remove("held");
  held.card.querySelector("[data-pick]")?.setAttribute("aria-pressed", "false");
  held.drag?.ghost?.remove();
  held = null;
  mark();
}

function drop() {
  const { card, cell } = held;
  const stays = cell === card.closest("[data-slot]");
  release();
  if (stays) { say(root.dataset.put); return; }
  const form = new FormData();
  form.set("dropped", "yes");
  form.set("slot", cell.dataset.slot);
  send(card.dataset.action, form, card.dataset.lesson);
}

function step(key) {
  const days = [...root.querySelectorAll(".day")];
  const tray = root.querySelector(".waiting");
  if (held.cell === tray) { aim(days[0].querySelector("[data-slot]")); return; }
  const day = days.indexOf(held.cell.closest(".day"));
  const row = [...days[day].children].indexOf(held.cell);
  if (key in ROWS) {
    const free = [...days[day].querySelectorAll("[data-slot]")];
    const next = free.indexOf(held.cell) + ROWS[key];
    aim(next < 0 ? tray : free[Math.min(next, free.length - 1)]);
    return;
  }
  for (let at = day + DAYS[key]; at >= 0 && at < days.length; at += DAYS[key]) {
    const free = [...days[at].querySelectorAll("[data-slot]")];
    if (!free.length) continue;
    const same = days[at].children[row];
    aim(free.includes(same) ? same : free[Math.min(free.length - 1, Math.max(0, row - 1))]);
    return;
  }
}

function onKey(event) {
  if (!held || held.drag) return;
  if (event.key === "Escape") { release(); say(root.dataset.put); event.preventDefault(); }
  else if (event.key in ROWS || event.key in DAYS) { step(event.key); event.preventDefault(); }
}

function onClick(event) {
  const button = event.target.closest("[data-pick]");
  if (!button) {
    const cell = held && !held.drag && !event.target.closest("a, button, form") && event.target.closest("[data-slot]");
    if (cell) { held.cell = cell; drop(); }
    return;
  }
  const card = button.closest("[data-lesson]");
  if (held?.card === card) drop();
  else pick(card, null);
}

function onDown(event) {
  const card = event.target.closest("[data-lesson]");
  const onHandle = event.target.closest("[data-pick]");
  if (!card || "locked" in card.dataset || event.button !== 0) return;
  if (event.pointerType !== "mouse" && !onHandle) return; // a finger elsewhere scrolls
  if (!onHandle && event.target.closest("button, form")) return;
  const start = { x: event.clientX, y: event.clientY, ghost: null };
  const move = (at) => {
    if (!start.ghost) {
      if (Math.hypot(at.clientX - start.x, at.clientY - start.y) < NEAR_PX) return;
      pick(card, start);
      start.ghost = card.cloneNode(true);
      start.ghost.removeAttribute("id");
      start.ghost.className = "lesson ghost";
      start.ghost.setAttribute("aria-hidden", "true");
      document.body.append(start.ghost);
    }
    start.ghost.style.transform = `translate(${at.clientX + 8}px, ${at.clientY + 8}px)`;
    const cell = document.elementFromPoint(at.clientX, at.clientY)?.closest("[data-slot]");
    aim(cell && root.contains(cell) ? cell : card.closest("[data-slot]"));
    at.preventDefault();
  };
  const end = (at) => {
    document.removeEventListener("pointermove", move);
    document.removeEventListener("pointerup", end);
    document.removeEventListener("pointercancel", end);
    if (!start.ghost) return;
    // The click that follows a drag is not a click.
    document.addEventListener("click", (click) => { click.preventDefault(); click.stopPropagation(); }, { capture: true, once: true });
    window.setTimeout(() => document.body.click(), 0);
    if (at.type === "pointerup") drop(); else release();
  };
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", end);
  document.addEventListener("pointercancel", end);
}

function onSubmit(event) {
  const form = event.target.closest("form[data-live]");
  if (!form) return;
  event.preventDefault();
  send(form.action, new FormData(form), form.closest("[data-lesson]")?.dataset.lesson);
}

if (root) {
  document.querySelector("[data-hint]").hidden = false;
  arm();
  root.addEventListener("click", onClick);
  root.addEventListener("pointerdown", onDown);
  root.addEventListener("submit", onSubmit);
  root.addEventListener("dragstart", (event) => event.preventDefault());
  document.addEventListener("keydown", onKey);
}
