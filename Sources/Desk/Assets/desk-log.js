// The log page: what it shows is in its address, so that it can be passed on.

import { at, element, enter, language, link, offerSensors, speak } from "/desk/desk-common.js";
import { given, turning } from "/desk/desk-pages.js";

const words = speak({
  en: {
    title: "Log", desk: "The desk", judged: "The verdicts", from: "From", to: "To", kind: "Kind", sensor: "Sensor", show: "Show", all: "all",
    csv: "All of it as CSV", json: "as JSON", at: "Time", name: "Name", value: "Value", more: "More", note: "Note",
    back: "Page before", next: "Next page", write: "write", until: "until", written: "written", lost: "The panel does not answer.",
    kinds: { edge: "sensor", presence: "presence", press: "press", write: "write to the server", message: "message", note: "note" },
    caption: (page, rows) => (rows === 0 ? `Page ${page}: nothing more` : `Page ${page}: ${rows} rows, by this device's clock`),
  },
  ru: {
    title: "Журнал", desk: "Стол", judged: "Оценки", from: "С", to: "По", kind: "Вид", sensor: "Датчик", show: "Показать", all: "все",
    csv: "Всё целиком в CSV", json: "в JSON", at: "Время", name: "Имя", value: "Значение", more: "Подробно", note: "Заметка",
    back: "Назад", next: "Дальше", write: "написать", until: "до", written: "записано", lost: "Панель не отвечает.",
    kinds: { edge: "датчик", presence: "присутствие", press: "нажатие", write: "запись на сервер", message: "сообщение", note: "заметка" },
    caption: (page, rows) => (rows === 0 ? `Страница ${page}: больше ничего` : `Страница ${page}: строк ${rows}, по часам этого устройства`),
  },
});
const clock = new Intl.DateTimeFormat(language, { dateStyle: "short", timeStyle: "medium" });

function more(row) {
  return [
    row.until && `${words.until} ${clock.format(new Date(row.until))}`, row.health !== "ok" && row.health, row.outcome,
    row.refusal, row.result, row.error, row.booking, row.written_at && `${words.written} ${clock.format(new Date(row.written_at))}`,
  ].filter(Boolean).join(", ");
}

function line(row) {
  const about = new URLSearchParams({ at: row.at });
  if (row.kind === "edge") about.set("sensor", row.name);
  const time = element("time", clock.format(new Date(row.at)));
  time.dateTime = row.at;
  return element("tr", element("td", time), element("td", words.kinds[row.kind] ?? row.kind), element("td", row.name),
    element("td", row.value), element("td", more(row)), element("td", link(`/desk?${about}`, words.write)));
}

const choices = ["kind", "sensor"];
const show = turning({
  path: "/desk/log", source: "/api/v1/log/page", choices, words, line,
  shown: (query) => {
    for (const format of ["csv", "json"]) {
      at(format).href = `/api/v1/log?${new URLSearchParams([...query, ["format", format]])}`;
    }
  },
});

await enter(words.lost, async () => {
  const kinds = Object.entries(words.kinds).map(([value, label]) => new Option(label, value));
  at("kind").replaceChildren(new Option(words.all, ""), ...kinds);
  await offerSensors(at("sensor"), words.all, words.lost);
  given(choices);
  at("log").hidden = false;
  await show();
});
