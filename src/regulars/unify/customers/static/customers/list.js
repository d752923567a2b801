// The list of customers: columns are moved where they stand, the keyboard finds a field to filter by.

const order = document.querySelector("[data-columns] [data-order]");

// Without this each move is a form that is sent; with it one moves many and sends once.
order?.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=move]");
  if (!button) return;
  event.preventDefault();
  const line = button.closest("li");
  const other = button.value.endsWith(":-1") ? line.previousElementSibling : line.nextElementSibling;
  if (!other) return;
  button.value.endsWith(":-1") ? other.before(line) : other.after(line);
  button.focus();
});

// Typing in the open menu of fields goes to the first field that begins so.
let typed = "";
let typedAt = 0;
document.querySelector(".fields-menu")?.addEventListener("keydown", (event) => {
  const links = [...event.currentTarget.querySelectorAll("li a")];
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const at = links.indexOf(document.activeElement);
    const next = links[event.key === "ArrowDown" ? at + 1 : at - 1];
    (next ?? event.currentTarget.querySelector("summary")).focus();
    event.preventDefault();
  } else if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey) {
    typed = event.timeStamp - typedAt < 900 ? typed + event.key : event.key;
    typedAt = event.timeStamp;
    const found = links.find((link) => link.textContent.trim().toLocaleLowerCase().startsWith(typed.toLocaleLowerCase()));
    if (found && event.currentTarget.open) {
      found.focus();
      event.stopPropagation();
    }
  }
});
