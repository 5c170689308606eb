// Lets the lines of a list be dragged into another order; the buttons beside them do the same by keyboard.
// The new order is sent by the ordinary form, so that the server decides.
for (const list of document.querySelectorAll("[data-sortable]")) {
  const form = document.getElementById(list.dataset.sortable);
  let held = null;
  document.querySelector("[data-drag-hint]")?.removeAttribute("hidden");
  for (const line of list.children) {
    line.draggable = true;
    line.addEventListener("dragstart", (event) => {
      if (event.target !== line) return;
      held = line;
      line.classList.add("held");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", line.dataset.item);
    });
    line.addEventListener("dragend", () => {
      line.classList.remove("held");
      held = null;
    });
  }
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-item]");
    if (held === null || over === null) return;
    event.preventDefault();
    if (over === held) return;
    const box = over.getBoundingClientRect();
    const below = event.clientY > box.top + box.height / 2;
    list.insertBefore(held, below ? over.nextSibling : over);
  });
  list.addEventListener("drop", (event) => {
    event.preventDefault();
    const order = [...list.children].map((line) => line.dataset.item).join(" ");
    if (order !== form.elements.order.value) {
      form.elements.order.value = order;
      form.submit();
    }
  });
}
