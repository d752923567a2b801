// Uploads a file with a bar that tells how far it is; files can be dropped on the page. Without this the form is plain.

const form = document.querySelector("[data-upload]");
const input = form?.querySelector("input[type=file]");
const problem = form?.querySelector(".error");
const underWay = form?.querySelector(".under-way");
const bar = underWay?.querySelector("progress");
const told = underWay?.querySelector("output");
const numbers = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1, style: "unit", unit: "megabyte" });
let request = null;

function complain(words) {
  problem.textContent = words;
  underWay.hidden = true;
  request = null;
  if (words) input.focus();
}

function advance(event) {
  bar.value = event.lengthComputable ? (event.loaded / event.total) * 100 : 0;
  const isWhole = event.loaded === event.total;
  // Isolated, so that numbers and units keep their order in a line that runs from right to left.
  const [loaded, total] = [event.loaded, event.total].map((bytes) => `\u2068${numbers.format(bytes / 1e6)}\u2069`);
  told.textContent = isWhole ? form.dataset.arrived : `${loaded} / ${total}`;
}

function answered() {
  const said = request.response;
  if (said?.url) location.assign(said.url);
  else complain(said?.error ?? form.dataset.lost);
}

function send() {
  const [file] = input.files;
  if (!file || request) return;
  if (file.size > Number(form.dataset.most)) return complain(form.dataset.tooLarge);
  if (file.size === 0) return complain(form.dataset.empty);
  problem.textContent = "";
  underWay.hidden = false;
  request = new XMLHttpRequest();
  request.responseType = "json";
  request.upload.addEventListener("progress", advance);
  request.addEventListener("load", answered);
  request.addEventListener("error", () => complain(form.dataset.lost));
  request.addEventListener("abort", () => complain(""));
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.send(new FormData(form));
}

function dropped(event) {
  const [file] = event.dataTransfer?.files ?? [];
  form.classList.remove("over");
  if (!file) return;
  event.preventDefault();
  const files = new DataTransfer();
  files.items.add(file);
  input.files = files.files;
  send();
}

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  underWay.querySelector("button").addEventListener("click", () => request?.abort());
  document.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    form.classList.add("over");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) form.classList.remove("over");
  });
  document.addEventListener("drop", dropped);
}
