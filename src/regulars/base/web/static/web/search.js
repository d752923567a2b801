// The field at the top of every page: its suggestions are links, through which the arrow keys walk.

const search = document.getElementById("search");
const suggestions = document.getElementById("suggestions");

function walk(event) {
  const lines = [...suggestions.querySelectorAll("a")];
  const at = lines.indexOf(document.activeElement);
  if (event.key === "Escape") {
    suggestions.replaceChildren();
    search.focus();
  } else if (event.key === "ArrowDown" && at + 1 < lines.length) {
    lines[at + 1].focus();
    event.preventDefault();
  } else if (event.key === "ArrowUp" && at >= 0) {
    (lines[at - 1] ?? search).focus();
    event.preventDefault();
  }
}

search?.form.addEventListener("keydown", walk);
search?.addEventListener("input", () => {
  if (!search.value) suggestions.replaceChildren();
});

export function goToSearch() {
  if (!search) return false;
  search.focus();
  search.select();
  return true;
}
