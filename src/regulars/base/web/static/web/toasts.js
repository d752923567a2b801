// Sentences that appear at the edge of the page and leave by themselves, unless somebody is reading them.

const STAY_MS = 6000;
const region = document.getElementById("toasts");

export function toast(words, tone = "") {
  const line = document.createElement("p");
  line.className = `toast ${tone}`;
  line.textContent = words;
  region.append(line);
}

function leave(line) {
  setTimeout(() => (line.matches(":hover") ? leave(line) : line.remove()), STAY_MS);
}

new MutationObserver((changes) => {
  for (const change of changes) {
    for (const line of change.addedNodes) if (line.nodeType === Node.ELEMENT_NODE) leave(line);
  }
}).observe(region, { childList: true });
