// Choosing what a file's rows are matches its columns anew; a field is made for the column whose button was pressed.

const form = document.getElementById("columns");
const dialog = document.getElementById("new-field");

document.addEventListener("change", (event) => {
  if (event.target.name === "kind" && event.target.form === form) form.requestSubmit();
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens=new-field]");
  if (!opener || !dialog) return;
  const column = dialog.querySelector("[name=new-place]");
  column.value = opener.dataset.column ?? "";
  const label = dialog.querySelector("[name=new-label]");
  if (column.value && !label.value) label.value = column.selectedOptions[0].textContent;
});

if (dialog?.querySelector("[data-open]")) dialog.showModal();
