// Colleagues are suggested while one writes @ and a name; files that are too large are named before they are sent.

const ASKED = /(?:^|[\s(])@([^\s@]{0,40}(?: [^\s@]{0,40})?)$/u;
const WAIT_MS = 120;
let timer = 0;

function fieldOf(target) {
  return target instanceof HTMLTextAreaElement && target.dataset.mentions ? target : null;
}

function listOf(field) {
  let list = field.parentElement.querySelector("[role='listbox']");
  if (!list) {
    list = document.createElement("ul");
    list.setAttribute("role", "listbox");
    list.className = "suggested";
    list.setAttribute("aria-label", field.dataset.mentionsLabel);
    list.id = `${field.id}-suggested`;
    field.after(list);
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", list.id);
  }
  return list;
}

function asked(field) {
  return ASKED.exec(field.value.slice(0, field.selectionEnd));
}

async function suggest(field) {
  const found = asked(field);
  const list = listOf(field);
  if (!found) return close(field);
  const answer = await fetch(`${field.dataset.mentions}?q=${encodeURIComponent(found[1])}`, { headers: { "HX-Request": "true" } });
  if (!answer.ok || !asked(field)) return close(field);
  list.innerHTML = await answer.text();
  list.hidden = false;
  choose(field, list.querySelector("[data-words]"));
}

function close(field) {
  const list = listOf(field);
  list.hidden = true;
  list.replaceChildren();
  field.removeAttribute("aria-activedescendant");
}

function choose(field, option) {
  for (const other of listOf(field).querySelectorAll("[data-words]")) other.setAttribute("aria-selected", String(other === option));
  if (option) field.setAttribute("aria-activedescendant", option.id);
}

function take(field, option) {
  const found = asked(field);
  if (!found) return;
  const end = field.selectionEnd;
  field.setRangeText(`${option.dataset.words} `, end - found[1].length - 1, end, "end");
  close(field);
}

document.addEventListener("input", (event) => {
  const field = fieldOf(event.target);
  if (!field) return;
  clearTimeout(timer);
  timer = setTimeout(() => suggest(field), WAIT_MS);
});

document.addEventListener("keydown", (event) => {
  const field = fieldOf(event.target);
  if (!field) return;
  const list = listOf(field);
  const options = [...list.querySelectorAll("[data-words]")];
  const at = options.findIndex((one) => one.getAttribute("aria-selected") === "true");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    field.form.requestSubmit();
  } else if (list.hidden || !list.childElementCount) {
    return;
  } else if (event.key === "Escape") {
    close(field);
    event.stopPropagation();
  } else if (options.length && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    choose(field, options[(at + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length]);
  } else if (options.length && (event.key === "Enter" || event.key === "Tab")) {
    take(field, options[Math.max(at, 0)]);
  } else {
    return;
  }
  event.preventDefault();
}, true);

document.addEventListener("pointerdown", (event) => {
  const option = event.target instanceof Element && event.target.closest(".suggested [data-words]");
  if (!option) return;
  event.preventDefault();
  take(option.closest(".field").querySelector("textarea"), option);
});

document.addEventListener("focusout", (event) => {
  const field = fieldOf(event.target);
  if (field) close(field);
});

// Who writes a note finds the field at once, wherever the page stands.
function writeIfAsked() {
  if (location.hash === "#write-note") document.getElementById("write-note")?.focus();
}
addEventListener("hashchange", writeIfAsked);
writeIfAsked();
document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest('a[href$="#write-note"]')) setTimeout(writeIfAsked);
});

document.addEventListener("change", (event) => {
  const form = event.target instanceof HTMLInputElement && event.target.type === "file" && event.target.closest("[data-most-bytes]");
  if (!form) return;
  const size = [...event.target.files].reduce((sum, file) => sum + file.size, 0);
  const tooLarge = size > Number(form.dataset.mostBytes);
  const line = form.querySelector("[data-file-error]");
  line.textContent = tooLarge ? form.dataset.tooLarge : "";
  line.hidden = !tooLarge;
  event.target.setCustomValidity(tooLarge ? form.dataset.tooLarge : "");
});
