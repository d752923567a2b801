// The command palette: ⌘K or Control+K, then a customer, a page or an action. A combobox over one list.

import { latin } from "./keys.js";

const WAIT_MS = 120;
const palette = document.getElementById("palette");
const input = palette?.querySelector("input");
const list = palette?.querySelector("[role=listbox]");
const none = palette?.querySelector(".none");
let entries = null; // {section, words, node, go}, of what does not depend on what is typed
let shown = [];
let at = 0;
let waiting = 0;
let asked = 0;

function plain(text) {
  return text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLocaleLowerCase();
}

function act(element) {
  return () => (element instanceof HTMLFormElement ? element.requestSubmit() : element.click());
}

async function load() {
  const answer = await fetch(palette.dataset.entries, { headers: { "HX-Request": "true" } });
  if (!answer.ok) return [];
  const holder = palette.querySelector("[data-holder]");
  holder.innerHTML = await answer.text(); // our own fragment: links and forms, which the options stand for
  return [...holder.querySelectorAll("li")].map((line) => ({
    section: line.dataset.section,
    words: plain(`${line.textContent} ${line.dataset.words}`),
    node: document.createTextNode(line.querySelector("a, button").textContent.trim()),
    hint: line.dataset.hint ?? "",
    go: act(line.querySelector("a, form")),
  }));
}

async function people(typed) {
  if (!typed || !palette.dataset.people) return [];
  const answer = await fetch(`${palette.dataset.people}?q=${encodeURIComponent(typed)}`, { headers: { "HX-Request": "true" } });
  if (!answer.ok || answer.headers.get("HX-Redirect")) return [];
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return [...page.querySelectorAll("a[href]")].map((link) => ({
    section: palette.dataset.peopleLabel,
    node: fragment(link),
    hint: "",
    go: () => location.assign(link.getAttribute("href")),
  }));
}

function fragment(link) {
  const made = document.createDocumentFragment();
  made.append(...link.childNodes);
  return made;
}

function fitting(typed) {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  return (entries ?? []).filter((entry) => words.every((word) => entry.words.includes(word)));
}

function draw(found) {
  let section = null;
  list.replaceChildren();
  shown = found;
  found.forEach((entry, number) => {
    if (entry.section !== section) list.append(made("presentation", entry.section));
    section = entry.section;
    const option = made("option", entry.node.cloneNode(true), number);
    if (entry.hint) option.append(Object.assign(document.createElement("kbd"), { textContent: entry.hint }));
    list.append(option);
  });
  none.textContent = found.length || !input.value ? "" : none.dataset.words;
  choose(0);
}

function made(role, content, number) {
  const line = document.createElement("li");
  line.setAttribute("role", role);
  if (number !== undefined) line.id = `palette-${number}`;
  line.append(content);
  return line;
}

function choose(number) {
  at = Math.min(Math.max(number, 0), shown.length - 1);
  const options = list.querySelectorAll("[role=option]");
  options.forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
  input.setAttribute("aria-expanded", String(shown.length > 0));
  if (at < 0) return input.removeAttribute("aria-activedescendant");
  input.setAttribute("aria-activedescendant", `palette-${at}`);
  options[at].scrollIntoView({ block: "nearest" });
}

async function find() {
  const mine = ++asked;
  const typed = input.value.trim();
  draw(fitting(typed));
  clearTimeout(waiting);
  if (!typed) return;
  waiting = setTimeout(async () => {
    const found = await people(typed).catch(() => []);
    if (mine === asked) draw([...fitting(typed).slice(0, 5), ...found]);
  }, WAIT_MS);
}

export async function openPalette() {
  if (!palette.open) palette.showModal();
  input.select();
  entries ??= await load().catch(() => null);
  find();
}

function move(event) {
  const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
  if (event.key in steps) {
    choose(at + steps[event.key]);
  } else if (event.key === "Enter" && !event.isComposing) {
    go(at);
  } else {
    return;
  }
  event.preventDefault();
}

function go(number) {
  if (!shown[number]) return;
  palette.close();
  shown[number].go();
}

if (palette) {
  input.addEventListener("input", find);
  input.addEventListener("keydown", move);
  palette.addEventListener("close", () => (input.value = ""));
  list.addEventListener("pointermove", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(Number(option.id.split("-").at(-1)));
  });
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) go(Number(option.id.split("-").at(-1)));
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.metaKey || event.ctrlKey) || event.altKey || event.shiftKey || latin(event) !== "k") return;
    event.preventDefault();
    openPalette();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-palette]")) openPalette();
  });
}
