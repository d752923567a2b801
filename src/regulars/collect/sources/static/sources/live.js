// The live debugger: pause it, and do not let it grow for ever.

const MOST = 300;
const list = document.getElementById("arrivals");
const pause = document.getElementById("pause");
const words = [pause.textContent, pause.dataset.go];
let isPaused = false;

pause.hidden = false;
pause.addEventListener("click", () => {
  isPaused = !isPaused;
  pause.setAttribute("aria-pressed", String(isPaused));
  pause.textContent = words[Number(isPaused)];
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const isUnseen = document.hidden || isPaused;
  if (event.target.id === "poll" && isUnseen) event.preventDefault();
});

document.addEventListener("htmx:afterSwap", () => {
  while (list.children.length > MOST) list.lastElementChild.remove();
});
