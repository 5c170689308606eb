// Counts down to the draw for those in the hall, shows that something is being done, opens the form in time.
const timer = document.querySelector("[data-until]");
const form = document.querySelector("form[data-busy]");
const SECOND_MS = 1000;

function tick() {
  const left = Math.ceil((Date.parse(timer.dataset.until) - Date.now()) / SECOND_MS);
  if (left <= 0) {
    // The server's clock decides; ask it again without haste.
    window.setTimeout(() => window.location.reload(), 3 * SECOND_MS);
    return;
  }
  const parts = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
  timer.textContent = parts.map((part) => String(part).padStart(2, "0")).join(":");
  window.setTimeout(tick, SECOND_MS);
}

if (timer) tick();
if (form) {
  form.addEventListener("submit", () => {
    const button = form.querySelector("button.huge, button.main");
    form.setAttribute("aria-busy", "true");
    button.textContent = form.dataset.busy;
    window.setTimeout(() => form.querySelectorAll("button").forEach((one) => { one.disabled = true; }), 0);
  });
}
