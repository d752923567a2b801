// A calendar beside a line for a day, in the reader's own calendar: months are Gregorian, Buddhist or Jalali as Intl
// knows them. Typing always works; the calendar only writes into the line what one could have typed.

import { toAscii, writeDigits } from "./digits.js";

const DAY_MS = 86_400_000;
const INTL = { gregorian: "gregory", buddhist: "buddhist", jalali: "persian" };
const language = document.documentElement.lang;
const words = document.querySelector(".app").dataset;
let open = null; // {input, calendar, panel, at} of the one that is shown

function formatter(calendar, options, locale = language) {
  return new Intl.DateTimeFormat(`${locale}-u-ca-${INTL[calendar]}${locale === "en" ? "-nu-latn" : ""}`, { timeZone: "UTC", ...options });
}

// Words for a day or a month. Persian readers say the month before the year, and the weekday first; Intl does not.
function say(day, calendar, names) {
  const made = formatter(calendar, names);
  if (calendar !== "jalali" || language !== "fa") return made.format(day);
  const found = made.formatToParts(day);
  const of = (type) => found.find((part) => part.type === type)?.value ?? "";
  return [of("weekday"), of("day"), of("month"), of("year")].filter(Boolean).join(" ");
}

// [year, month, day] of a day (ms since 1970, midnight UTC) in a calendar.
export function parts(day, calendar) {
  const found = formatter(calendar, { year: "numeric", month: "numeric", day: "numeric" }, "en").formatToParts(day);
  return ["year", "month", "day"].map((type) => Number.parseInt(found.find((part) => part.type === type).value, 10));
}

// The day that has this year, month and day in a calendar; null where it has none.
export function dayOf(year, month, of_month, calendar) {
  const offset = { gregorian: 0, buddhist: -543, jalali: 621 }[calendar];
  const start = calendar === "jalali" ? Date.UTC(year + offset, 2, 21) : Date.UTC(year + offset, 0, 1);
  let day = start + Math.round((month - 1) * 30.5 + of_month - 1) * DAY_MS;
  for (let turn = 0; turn < 8; turn += 1) {
    const [y, m, d] = parts(day, calendar);
    const away = (year - y) * 365 + (month - m) * 30 + (of_month - d);
    if (away === 0) return y === year && m === month && d === of_month ? day : null;
    day += away * DAY_MS;
  }
  return null;
}

// The year tells in which calendar somebody typed, whatever calendar the reader keeps.
function calendarOf(year, kept) {
  if (year >= 1200 && year < 1600) return "jalali";
  if (year >= 2300) return "buddhist";
  return year >= 1600 ? "gregorian" : kept;
}

export function read(text, kept) {
  const numbers = toAscii(text).split(/\D+/).filter(Boolean);
  if (numbers.length !== 3) return null;
  if (numbers[2].length === 4) numbers.reverse();
  const [year, month, of_month] = numbers.map(Number);
  return dayOf(year, month, of_month, calendarOf(year, kept));
}

export function write(day, calendar) {
  const [year, month, of_month] = parts(day, calendar);
  return writeDigits(`${year}-${String(month).padStart(2, "0")}-${String(of_month).padStart(2, "0")}`, language);
}

function today() {
  const now = new Date();
  return Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
}

// 0 is Sunday; the page counts from Monday, as the business has set it.
function firstWeekday() {
  return (Number(words.firstWeekday) + 1) % 7;
}

function monthStart(day, calendar) {
  return day - (parts(day, calendar)[2] - 1) * DAY_MS;
}

function stepMonths(day, by, calendar) {
  const [year, month, of_month] = parts(day, calendar);
  const at = year * 12 + (month - 1) + by;
  for (let last = of_month; last > 0; last -= 1) {
    const found = dayOf(Math.floor(at / 12), (((at % 12) + 12) % 12) + 1, last, calendar);
    if (found !== null) return found;
  }
  return day;
}

function element(tag, attributes, ...content) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...content);
  return made;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", new URL(`./icons.svg#${name}`, import.meta.url).href);
  svg.append(use);
  return svg;
}

function weekdayHeads(calendar) {
  const first = firstWeekday();
  return Array.from({ length: 7 }, (_, at) => {
    const day = Date.UTC(2023, 0, 1 + first + at); // 1 January 2023 was a Sunday
    const long = formatter(calendar, { weekday: "long" }).format(day);
    return element("th", { scope: "col", abbr: long }, formatter(calendar, { weekday: "narrow" }).format(day));
  });
}

function weeks({ at, calendar, input }) {
  const start = monthStart(at, calendar);
  const lead = (new Date(start).getUTCDay() - firstWeekday() + 7) % 7;
  const chosen = read(input.value, calendar);
  const shown = parts(at, calendar)[1];
  return Array.from({ length: 6 }, (_, week) =>
    element("tr", {}, ...Array.from({ length: 7 }, (_, of_week) => cell(start + (week * 7 + of_week - lead) * DAY_MS, { at, calendar, chosen, shown }))),
  );
}

function cell(day, { at, calendar, chosen, shown }) {
  const [, month, of_month] = parts(day, calendar);
  const label = say(day, calendar, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const button = element("button", { type: "button", tabindex: day === at ? "0" : "-1", "data-day": String(day), "aria-label": label }, writeDigits(String(of_month), language));
  if (day === today()) button.setAttribute("aria-current", "date");
  if (month !== shown) button.className = "beside";
  return element("td", { "aria-selected": String(day === chosen) }, button);
}

function draw() {
  const { panel, at, calendar } = open;
  panel.querySelector("h2").textContent = say(at, calendar, { year: "numeric", month: "long" });
  panel.querySelector("tbody").replaceChildren(...weeks(open));
}

function focusDay() {
  open.panel.querySelector('button[tabindex="0"]').focus();
}

function moveTo(day) {
  open.at = day;
  draw();
  focusDay();
}

function choose(day) {
  const { input, panel, calendar } = open;
  input.value = write(day, calendar);
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
  panel.hidePopover();
  input.focus();
}

function onKey(event) {
  const isRtl = document.documentElement.dir === "rtl";
  const { at, calendar } = open;
  const first = (new Date(at).getUTCDay() - firstWeekday() + 7) % 7;
  const steps = {
    ArrowLeft: () => at + (isRtl ? 1 : -1) * DAY_MS,
    ArrowRight: () => at + (isRtl ? -1 : 1) * DAY_MS,
    ArrowUp: () => at - 7 * DAY_MS,
    ArrowDown: () => at + 7 * DAY_MS,
    Home: () => at - first * DAY_MS,
    End: () => at + (6 - first) * DAY_MS,
    PageUp: () => stepMonths(at, event.shiftKey ? -12 : -1, calendar),
    PageDown: () => stepMonths(at, event.shiftKey ? 12 : 1, calendar),
  };
  if (!event.target.dataset.day || !(event.key in steps)) return;
  event.preventDefault();
  moveTo(steps[event.key]());
}

function makePanel(id) {
  const back = element("button", { type: "button", class: "bare", "aria-label": words.monthBefore }, icon("back"));
  const further = element("button", { type: "button", class: "bare", "aria-label": words.monthAfter }, icon("further"));
  const now = element("button", { type: "button", class: "link" }, words.today);
  const title = element("h2", { id: `${id}-title`, "aria-live": "polite" });
  const table = element("table", { role: "grid", "aria-labelledby": `${id}-title` }, element("thead", {}, element("tr", {})), element("tbody", {}));
  const panel = element("div", { id, popover: "auto", class: "calendar", role: "dialog", "aria-label": words.chooseDay }, element("header", {}, back, title, further), table, now);
  back.addEventListener("click", () => turn(-1));
  further.addEventListener("click", () => turn(1));
  now.addEventListener("click", () => choose(today()));
  panel.addEventListener("keydown", onKey);
  panel.addEventListener("click", (event) => {
    const button = event.target.closest("[data-day]");
    if (button) choose(Number(button.dataset.day));
  });
  return panel;
}

function turn(by) {
  open.at = stepMonths(open.at, by, open.calendar);
  draw();
}

function show(input, panel, button) {
  const calendar = input.dataset.calendar in INTL ? input.dataset.calendar : "gregorian";
  open = { input, panel, calendar, at: read(input.value, calendar) ?? today() };
  panel.querySelector("thead tr").replaceChildren(...weekdayHeads(calendar));
  draw();
  panel.showPopover({ source: button });
  focusDay();
}

function equip(input) {
  input.dataset.ready = "";
  const id = `calendar-${crypto.getRandomValues(new Uint32Array(1))[0].toString(36)}`;
  const button = element("button", { type: "button", class: "bare", "aria-label": words.chooseDay, "aria-haspopup": "dialog", "aria-controls": id }, icon("calendar"));
  const panel = makePanel(id);
  const place = element("span", { class: "day-place" });
  const hadFocus = document.activeElement === input;
  input.replaceWith(place);
  place.append(input, button, panel);
  if (hadFocus) input.focus();
  button.addEventListener("click", () => show(input, panel, button));
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && event.altKey) show(input, panel, button);
  });
}

export function enhance(within) {
  within.querySelectorAll("input[data-date]:not([data-ready], :disabled, [readonly])").forEach(equip);
}
