// Dialogs and drawers that a button opens, hints on hover and focus, menus that close when one goes elsewhere.

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  const dialog = opener && document.getElementById(opener.dataset.opens);
  if (dialog) {
    event.preventDefault();
    dialog.showModal();
  } else if (event.target instanceof HTMLDialogElement && event.target.hasAttribute("closedby") && isOutside(event)) {
    event.target.close();
  }
  closeMenus(event.target);
});

// For browsers that do not know `closedby` yet: a click on the backdrop lands on the dialog itself, outside its box.
function isOutside(event) {
  const box = event.target.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

function closeMenus(target) {
  for (const menu of document.querySelectorAll("details:is(.menu-of, .account)[open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target instanceof Element && event.target.closest("details.menu-of[open], details.account[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// A hint opens by itself for the pointer and the keyboard; a tap or a click opens it without this script.
const OPEN_AFTER_MS = 180;
let waiting = 0;

function hintOf(target) {
  return target instanceof Element ? target.closest(".hint") : null;
}

function show(hint) {
  const told = hint.querySelector(".told");
  // What is shown may have been put in place anew while the pointer rested.
  if (told.isConnected && !told.matches(":popover-open")) told.showPopover({ source: hint.querySelector(".shown") });
}

function hide(hint) {
  const told = hint.querySelector(".told");
  if (told.matches(":popover-open")) told.hidePopover();
}

document.addEventListener("pointerover", (event) => {
  const hint = hintOf(event.target);
  if (!hint || event.pointerType === "touch") return;
  clearTimeout(waiting);
  waiting = setTimeout(() => show(hint), OPEN_AFTER_MS);
});

document.addEventListener("pointerout", (event) => {
  const hint = hintOf(event.target);
  if (!hint || event.pointerType === "touch" || hint.contains(event.relatedTarget)) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => hint.contains(document.activeElement) || hint.matches(":hover") || hide(hint), OPEN_AFTER_MS);
});

document.addEventListener("focusin", (event) => {
  const hint = hintOf(event.target);
  if (hint && event.target.matches(".shown:focus-visible")) show(hint);
});

document.addEventListener("focusout", (event) => {
  const hint = hintOf(event.target);
  if (hint && !hint.contains(event.relatedTarget) && !hint.matches(":hover")) hide(hint);
});

// The pointer has opened it already: the browser's own click would close it again.
document.addEventListener("click", (event) => {
  const hint = hintOf(event.target);
  if (hint && event.target.closest(".shown") && event.detail > 0 && hint.querySelector(".told").matches(":popover-open")) {
    if (event.pointerType !== "touch") event.preventDefault();
  }
});
