// The log page: what it shows is in its address, so that it can be passed on.

import { ask, at, complain, language, localTime, offerSensors, speak, utcTime } from "/desk/desk-common.js";

const words = speak({
  en: {
    title: "Log", desk: "The desk", from: "From", to: "To", kind: "Kind", sensor: "Sensor", show: "Show", all: "all",
    csv: "All of it as CSV", json: "as JSON", at: "Time", name: "Name", value: "Value", more: "More", note: "Note",
    back: "Page before", next: "Next page", write: "write", until: "until", written: "written", lost: "The panel does not answer.",
    kinds: { edge: "sensor", presence: "presence", press: "press", note: "note" },
    caption: (page, rows) => (rows === 0 ? `Page ${page}: nothing more` : `Page ${page}: ${rows} rows, by this device's clock`),
  },
  ru: {
    title: "Журнал", desk: "Стол", from: "С", to: "По", kind: "Вид", sensor: "Датчик", show: "Показать", all: "все",
    csv: "Всё целиком в CSV", json: "в JSON", at: "Время", name: "Имя", value: "Значение", more: "Подробно", note: "Заметка",
    back: "Назад", next: "Дальше", write: "написать", until: "до", written: "записано", lost: "Панель не отвечает.",
    kinds: { edge: "датчик", presence: "присутствие", press: "нажатие", note: "заметка" },
    caption: (page, rows) => (rows === 0 ? `Страница ${page}: больше ничего` : `Страница ${page}: строк ${rows}, по часам этого устройства`),
  },
});
const clock = new Intl.DateTimeFormat(language, { dateStyle: "short", timeStyle: "medium" });
// The cursors of the pages up to the one that is shown; the first page has none.
let cursors = [""];
let following = null;

// The part of the address that says which rows are wanted.
function wanted() {
  const query = new URLSearchParams();
  for (const name of ["from", "to"]) {
    const time = utcTime(at(name).value);
    if (time !== "") query.set(name, time);
  }
  for (const name of ["kind", "sensor"]) if (at(name).value !== "") query.set(name, at(name).value);
  return query;
}

function cell(tag, ...children) {
  const element = document.createElement(tag);
  element.append(...children);
  return element;
}

function more(row) {
  return [
    row.until && `${words.until} ${clock.format(new Date(row.until))}`, row.health !== "ok" && row.health, row.outcome,
    row.refusal, row.booking, row.written_at && `${words.written} ${clock.format(new Date(row.written_at))}`,
  ].filter(Boolean).join(", ");
}

function line(row) {
  const link = document.createElement("a");
  const about = new URLSearchParams({ at: row.at });
  if (row.kind === "edge") about.set("sensor", row.name);
  link.href = `/desk?${about}`;
  link.textContent = words.write;
  const time = document.createElement("time");
  time.dateTime = row.at;
  time.textContent = clock.format(new Date(row.at));
  return cell("tr", cell("td", time), cell("td", words.kinds[row.kind] ?? row.kind), cell("td", row.name),
    cell("td", row.value), cell("td", more(row)), cell("td", link));
}

async function show() {
  const query = wanted();
  history.replaceState(null, "", `/desk/log?${query}`);
  for (const format of ["csv", "json"]) {
    at(format).href = `/api/v1/log?${new URLSearchParams([...query, ["format", format]])}`;
  }
  const cursor = cursors.at(-1);
  if (cursor !== "") query.set("after", cursor);
  const answer = await ask(`/api/v1/log/page?${query}`, words.lost);
  if (answer === null) return;
  const page = await answer.json();
  complain(answer.ok ? "" : page.error.message);
  if (!answer.ok) return;
  following = page.next;
  at("rows").replaceChildren(...page.rows.map(line));
  at("caption").textContent = words.caption(cursors.length, page.rows.length);
  at("next").disabled = following === null;
  at("back").disabled = cursors.length === 1;
}

at("filter").addEventListener("submit", (event) => {
  event.preventDefault();
  cursors = [""];
  show();
});
at("next").addEventListener("click", () => {
  cursors.push(following);
  show();
});
at("back").addEventListener("click", () => {
  cursors.pop();
  show();
});

// Puts the fields as the address says.
async function begin() {
  const kinds = Object.entries(words.kinds).map(([value, label]) => new Option(label, value));
  at("kind").replaceChildren(new Option(words.all, ""), ...kinds);
  await offerSensors(at("sensor"), words.all, words.lost);
  const given = new URLSearchParams(location.search);
  for (const name of ["from", "to"]) {
    const time = new Date(given.get(name) ?? "");
    if (!Number.isNaN(time.getTime())) at(name).value = localTime(time);
  }
  at("kind").value = words.kinds[given.get("kind")] ? given.get("kind") : "";
  const sensor = given.get("sensor") ?? "";
  // One that is gone still has rows.
  if (sensor !== "" && ![...at("sensor").options].some(({ value }) => value === sensor)) at("sensor").append(new Option(sensor, sensor));
  at("sensor").value = sensor;
  at("log").hidden = false;
  await show();
}

const session = await ask("/desk/session", words.lost);
if (session?.ok) await begin();
else if (session !== null) location.replace("/desk");
