// What every page can do beyond links and forms: copy, ask before what cannot be taken back, and say what went wrong.
// Everything here is a comfort: pages work before this has loaded, and nothing moves when it has.

import { toast } from "./toasts.js";
import "./overlays.js";
import "./search.js";
import "./tables.js";
import "./keys.js";
import "./palette.js";

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
  if (!event.detail.elt?.closest?.("[data-quiet]")) toast(words, "bad");
}
document.addEventListener("htmx:sendError", (event) => complain(event, document.body.dataset.lost));
document.addEventListener("htmx:responseError", (event) => complain(event, document.body.dataset.failed));

// On a phone tabs are wider than the page.
for (const here of document.querySelectorAll(".views [aria-current]")) {
  here.scrollIntoView({ block: "nearest", inline: "nearest" });
}

// What only some pages have is loaded by them alone.
function enhance(within) {
  if (within.querySelector("input[data-date]")) import("./dates.js").then((dates) => dates.enhance(within));
  if (within.querySelector("[data-chart]")) import("./charts.js").then((charts) => charts.enhance(within));
}
enhance(document);
document.addEventListener("htmx:load", (event) => enhance(event.detail.elt.parentElement ?? document));
