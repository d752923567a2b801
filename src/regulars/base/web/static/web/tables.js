// Tables: tick all rows, count what is ticked, walk the rows by keyboard, and let the head stay in sight.

function boxes(form) {
  return [...form.querySelectorAll("td.pick input[type=checkbox]")];
}

function tell(form) {
  const all = boxes(form);
  const ticked = all.filter((box) => box.checked).length;
  const head = form.querySelector("[data-bulk-all]");
  if (head) {
    head.checked = ticked > 0 && ticked === all.length;
    head.indeterminate = ticked > 0 && ticked < all.length;
  }
  for (const output of form.querySelectorAll("[data-bulk-count]")) {
    const count = new Intl.NumberFormat(document.documentElement.lang).format(ticked);
    output.value = ticked ? output.dataset.words.replace("#", count) : "";
  }
}

let last = null; // the box ticked before, from which Shift ticks up to the next

document.addEventListener("click", (event) => {
  if (!(event.target instanceof HTMLInputElement) || !event.target.closest("td.pick")) return;
  const form = event.target.closest("form[data-bulk]");
  const all = form ? boxes(form) : [];
  if (event.shiftKey && all.includes(last)) {
    const [from, to] = [all.indexOf(last), all.indexOf(event.target)].sort((a, b) => a - b);
    for (const box of all.slice(from, to + 1)) box.checked = event.target.checked;
  }
  last = event.target;
});

document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form[data-bulk]");
  if (!form) return;
  if (event.target.matches("[data-bulk-all]")) for (const box of boxes(form)) box.checked = event.target.checked;
  tell(form);
});

document.addEventListener("reset", (event) => {
  if (event.target.matches("form[data-bulk]")) requestAnimationFrame(() => tell(event.target));
});

// A box stays ticked when one comes back to the page.
addEventListener("pageshow", () => document.querySelectorAll("form[data-bulk]").forEach(tell));
document.addEventListener("htmx:afterSwap", () => document.querySelectorAll("form[data-bulk]").forEach(tell));

// The head can stick to the page only where the table need not move sideways; where it must, the keyboard can move it.
const fitting = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const table = target.querySelector("table");
    const fits = table !== null && table.scrollWidth <= target.clientWidth + 1;
    target.classList.toggle("fits", fits);
    if (fits) target.removeAttribute("tabindex");
    else target.tabIndex = 0;
  }
});
function watch() {
  for (const part of document.querySelectorAll(".scroll")) fitting.observe(part);
}
watch();
document.addEventListener("htmx:afterSwap", watch);

function rowLinks() {
  return [...document.querySelectorAll("main tbody tr")].map((row) => row.querySelector("a[href]")).filter(Boolean);
}

// Move to the first link of the row below or above; Enter then follows it as any link.
export function stepRow(by) {
  const links = rowLinks();
  const row = document.activeElement?.closest("main tbody tr");
  const at = links.findIndex((link) => link.closest("tr") === row);
  const next = links[Math.min(Math.max(at + by, 0), links.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
  return next !== undefined;
}

export function tickRow() {
  const box = document.activeElement?.closest("main tbody tr")?.querySelector("td.pick input");
  box?.click();
  return box !== undefined && box !== null;
}
