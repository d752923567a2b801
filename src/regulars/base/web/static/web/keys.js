// Keyboard shortcuts. The sheet that "?" opens lists them all, and its links say where each leads: `data-shortcut="g c"`.
// Never while somebody types, and never with Control, Alt or ⌘, which belong to the browser.

import { goToSearch } from "./search.js";
import { stepRow, tickRow } from "./tables.js";

const TOGETHER_MS = 1200;
const sheet = document.getElementById("keys");
const acts = { "/": goToSearch, "?": openSheet, j: () => stepRow(1), k: () => stepRow(-1), x: tickRow };
let begun = "";
let forgetting = 0;

function openSheet() {
  sheet?.showModal();
  return sheet !== null;
}

export function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio]), textarea, select"));
}

// The letter in Latin, whatever layout is set: a Persian or Thai keyboard says which key it was by its place.
export function latin(event) {
  if (/^[\x21-\x7e]$/.test(event.key)) return event.key.toLowerCase();
  if (event.code === "Slash") return event.shiftKey ? "?" : "/";
  return /^Key[A-Z]$/.test(event.code) ? event.code.at(-1).toLowerCase() : "";
}

function follow(keys) {
  const link = [...document.querySelectorAll("[data-shortcut]")].find((one) => one.dataset.shortcut === keys);
  link?.click();
  return link !== undefined;
}

function begins(keys) {
  return [...document.querySelectorAll("[data-shortcut]")].some((one) => one.dataset.shortcut.startsWith(`${keys} `));
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (isTyping(event.target) || document.querySelector("dialog:modal")) return;
  const key = latin(event);
  if (!key) return;
  const keys = begun ? `${begun} ${key}` : key;
  begun = "";
  clearTimeout(forgetting);
  if (begins(keys)) {
    begun = keys;
    forgetting = setTimeout(() => (begun = ""), TOGETHER_MS);
  } else if (follow(keys) || acts[keys]?.()) {
    event.preventDefault();
  }
});
