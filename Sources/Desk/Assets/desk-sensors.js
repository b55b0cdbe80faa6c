// The sensors; all words about them, and the bars, are the panel's.

import { at, element, enter, language, localTime, offerSensors, read, speak } from "/desk/desk-common.js";
import { given, wanted } from "/desk/desk-pages.js";

const words = speak({
  en: {
    title: "Sensors", desk: "The desk", log: "The log", verdicts: "The verdicts", from: "From", to: "To", sensor: "Sensor",
    show: "Show", all: "all", lost: "The panel does not answer.", table: "As a table", clock: (zone) => `Days and times are those of ${zone}.`,
  },
  ru: {
    title: "Датчики", desk: "Стол", log: "Журнал", verdicts: "Оценки", from: "С", to: "По", sensor: "Датчик",
    show: "Показать", all: "все", lost: "Панель не отвечает.", table: "Таблицей", clock: (zone) => `Дни и время — по поясу ${zone}.`,
  },
});
const choices = ["sensor"];
// Two weeks are shown unless the address says otherwise.
const usualDays = 14;

function picture(sensor, query) {
  const image = document.createElement("img");
  const source = new URLSearchParams([...query, ["language", language]]);
  source.set("sensor", sensor.name);
  image.src = `/desk/sensors.svg?${source}`;
  image.alt = sensor.chart;
  return image;
}

function table(sensor, found) {
  const heads = found.columns.map((name) => {
    const head = element("th", name);
    head.scope = "col";
    return head;
  });
  const rows = sensor.days.map(({ day, edges, whole }) =>
    element("tr", element("td", whole ? day : `${day} (${found.part})`), element("td", String(edges))));
  return element("details", element("summary", words.table),
    element("table", element("thead", element("tr", ...heads)), element("tbody", ...rows)));
}

function card(sensor, found, query) {
  const facts = sensor.facts.flatMap(({ label, text }) => [element("dt", label), element("dd", text)]);
  const parts = [element("h2", sensor.name), element("dl", ...facts), picture(sensor, query)];
  if (sensor.days.some(({ whole }) => !whole)) parts.push(element("p", found.legend));
  return element("section", ...parts, table(sensor, found));
}

async function show() {
  const query = wanted(choices);
  history.replaceState(null, "", `/desk/sensors?${query}`);
  const found = await read("/desk/sensors.json", query, words.lost);
  if (found === null) return;
  at("zone").textContent = words.clock(found.zone);
  at("cards").replaceChildren(...found.sensors.map((sensor) => card(sensor, found, query)));
}

at("filter").addEventListener("submit", (event) => {
  event.preventDefault();
  show();
});

await enter(words.lost, async () => {
  await offerSensors(at("sensor"), words.all, words.lost);
  given(choices);
  if (at("from").value === "" && at("to").value === "") {
    const midnight = new Date();
    midnight.setHours(0, 0, 0, 0);
    midnight.setDate(midnight.getDate() - usualDays + 1);
    at("from").value = localTime(midnight);
  }
  at("sensors").hidden = false;
  await show();
});
