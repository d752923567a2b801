// What every page can do beyond links and forms: find with the keyboard, copy, and say what went wrong.

const search = document.getElementById("search");
const suggestions = document.getElementById("suggestions");

function toast(words) {
  const line = document.createElement("p");
  line.className = "toast";
  line.textContent = words;
  document.getElementById("toasts").append(line);
  setTimeout(() => line.remove(), 6000);
}

function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

function moveThroughSuggestions(event) {
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

document.addEventListener("keydown", (event) => {
  const asked = (event.key === "/" && !isTyping(event.target)) || (event.key === "k" && (event.metaKey || event.ctrlKey));
  if (asked && search) {
    search.focus();
    search.select();
    event.preventDefault();
  } else if (search?.form.contains(event.target)) {
    moveThroughSuggestions(event);
  }
});

search?.addEventListener("input", () => {
  if (!search.value) suggestions.replaceChildren();
});

// Browsers lend the clipboard to pages on https and localhost only; elsewhere the text is selected and copied as by hand.
async function copy(element) {
  if (navigator.clipboard) return navigator.clipboard.writeText(element.textContent.trim());
  getSelection().selectAllChildren(element);
  document.execCommand("copy");
}

document.addEventListener("click", async (event) => {
  const part = event.target.closest("[data-copies]");
  if (!part) return;
  await copy(document.getElementById(part.dataset.copies));
  toast(part.dataset.copied);
});

// A question before what cannot be taken back; without JavaScript the server asks nothing more.
document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.asks ?? event.target.dataset.asks;
  if (question && !confirm(question)) event.preventDefault();
});

// What polls stays quiet when it fails, and rests while nobody looks.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (document.hidden && event.detail.elt.closest("[data-quiet]")) event.preventDefault();
});

function complain(event, words) {
  const quiet = event.detail.elt?.closest?.("[data-quiet]");
  if (!quiet) toast(words);
}
document.addEventListener("htmx:sendError", (event) => complain(event, document.body.dataset.lost));
document.addEventListener("htmx:responseError", (event) => complain(event, document.body.dataset.failed));

// On a phone the menu and the tabs are wider than the page.
for (const here of document.querySelectorAll(".rail [aria-current], .views [aria-current]")) {
  here.scrollIntoView({ block: "nearest", inline: "nearest" });
}
