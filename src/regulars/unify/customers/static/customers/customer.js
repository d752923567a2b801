// Correcting where a value stands: Escape gives up, and the keyboard goes back to where it was.

let returnTo = "";

function line(trait) {
  return document.querySelector(`[data-trait="${CSS.escape(trait)}"]`);
}

function focusTrait(trait) {
  const found = line(trait);
  const target = found?.matches("a") ? found : found?.querySelector(".value, .shown");
  target?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || !(event.target instanceof Element)) return;
  const cancel = event.target.closest("form")?.querySelector("[data-cancels]");
  if (!cancel) return;
  event.preventDefault();
  cancel.click();
});

document.addEventListener("click", (event) => {
  const cancel = event.target instanceof Element && event.target.closest("[data-cancels]");
  if (cancel) returnTo = cancel.closest("[data-trait]")?.dataset.trait ?? "";
});

// What is swapped inside a hint takes the focus with it, and a hint without focus closes.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.target instanceof Element) event.target.closest(".told")?.focus();
});

document.addEventListener("htmx:afterSettle", (event) => {
  const part = event.target instanceof Element ? event.target : document;
  const wanted = part.querySelector("[autofocus]") ?? (part.matches?.("[autofocus]") ? part : null);
  if (wanted) {
    wanted.focus();
    wanted.select?.();
  } else if (returnTo) {
    focusTrait(returnTo);
    returnTo = "";
  }
});

document.body.addEventListener("regulars:focus-trait", (event) => focusTrait(event.detail.value));
document.body.addEventListener("regulars:focus", (event) => document.getElementById(event.detail.value)?.focus());
