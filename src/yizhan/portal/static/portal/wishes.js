// Reorders wishes in place: buttons, arrow keys, dragging; every step is announced and can be undone.
// Without this script the same buttons ask the server.
const form = document.querySelector("[data-wishes]");

if (form) {
  const chosen = form.querySelector("[data-chosen]");
  const others = form.querySelector("[data-others]");
  const said = form.querySelector("[data-said]");
  const empty = form.querySelector("[data-empty]");
  const undo = form.querySelector("[data-undo]");
  const past = [];
  const wishes = () => [...chosen.children];
  const place = (wish) => wishes().indexOf(wish) + 1;

  function say(template, wish) {
    said.textContent = template
      .replace("{name}", wish ? wish.dataset.name : "")
      .replace("{place}", wish ? place(wish) : "");
  }

  function dress() {
    for (const wish of form.querySelectorAll(".wish")) {
      const inside = wish.parentElement === chosen;
      wish.querySelector("input").disabled = !inside;
      wish.draggable = inside;
      for (const button of wish.querySelectorAll("[data-act]")) {
        button.hidden = (button.dataset.act === "add") === inside;
      }
    }
    for (const told of form.querySelectorAll("[data-chance]")) told.hidden = past.length > 0;
    form.querySelector("[data-ask]").hidden = chosen.children.length === 0;
    empty.hidden = chosen.children.length > 0;
    undo.hidden = past.length === 0;
  }

  function mark(wish) {
    for (const other of form.querySelectorAll(".wish.moved")) other.classList.remove("moved");
    wish.classList.add("moved");
  }

  function remember() {
    past.push(wishes());
  }

  function step(wish, by) {
    const other = by < 0 ? wish.previousElementSibling : wish.nextElementSibling;
    if (!other || wish.parentElement !== chosen) return;
    remember();
    if (by < 0) other.before(wish);
    else other.after(wish);
    mark(wish);
    dress();
    say(form.dataset.up, wish);
  }

  function add(wish) {
    if (chosen.children.length >= Number(form.dataset.most)) {
      say(form.dataset.full, null);
      return;
    }
    remember();
    chosen.append(wish);
    mark(wish);
    dress();
    say(form.dataset.added, wish);
    wish.querySelector("[data-act=up]").focus();
  }

  function remove(wish) {
    remember();
    others.prepend(wish);
    dress();
    say(form.dataset.removed, wish);
    wish.querySelector("[data-act=add]").focus();
  }

  function act(button) {
    const wish = button.closest(".wish");
    const acts = { up: () => step(wish, -1), down: () => step(wish, 1), add: () => add(wish), remove: () => remove(wish) };
    acts[button.dataset.act]();
    if (button.checkVisibility({ visibilityProperty: true })) button.focus();
    else if (button.dataset.act === "up" || button.dataset.act === "down") {
      wish.querySelector(button.dataset.act === "up" ? "[data-act=down]" : "[data-act=up]").focus();
    }
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (!button) return;
    event.preventDefault();
    act(button);
  });

  form.addEventListener("keydown", (event) => {
    const wish = event.target.closest("[data-chosen] > .wish");
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!wish || !by || event.target.matches("input:not([type=hidden])")) return;
    event.preventDefault();
    const focused = document.activeElement;
    step(wish, by);
    focused.focus();
  });

  undo.addEventListener("click", () => {
    const before = past.pop();
    if (!before) return;
    for (const wish of wishes()) if (!before.includes(wish)) others.prepend(wish);
    chosen.replaceChildren(...before);
    dress();
    say(form.dataset.undone, null);
  });

  let dragged = null;
  chosen.addEventListener("dragstart", (event) => {
    dragged = event.target.closest(".wish");
    remember();
    dragged.classList.add("dragged");
    event.dataTransfer.effectAllowed = "move";
  });
  chosen.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    const over = event.target.closest("[data-chosen] > .wish");
    if (!over || over === dragged) return;
    const box = over.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) over.before(dragged);
    else over.after(dragged);
  });
  chosen.addEventListener("drop", (event) => event.preventDefault());
  chosen.addEventListener("dragend", () => {
    if (!dragged) return;
    dragged.classList.remove("dragged");
    const before = past[past.length - 1];
    if (wishes().every((wish, index) => wish === before[index])) past.pop();
    else {
      mark(dragged);
      say(form.dataset.up, dragged);
    }
    dress();
    dragged = null;
  });

  form.querySelector("[data-hint]").hidden = false;
  for (const wish of form.querySelectorAll(".wish")) wish.tabIndex = -1;
  dress();
}
