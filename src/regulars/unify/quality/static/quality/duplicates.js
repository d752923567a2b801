// The queue by keyboard: a letter does what the button or link that shows it does.

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
  const key = event.key.toLowerCase();
  const found = /^[jknsuy]$/.test(key) && document.querySelector(`[data-duplicates] [data-key="${key}"]`);
  if (!found || found.disabled) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (found instanceof HTMLButtonElement) {
    found.form.requestSubmit(found);
    found.disabled = true;
  } else {
    found.click();
  }
}, { capture: true });
