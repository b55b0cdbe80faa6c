// The verdicts, page by page; all sentences are the panel's.

import { at, element, enter, language, link, speak, told, whole } from "/desk/desk-common.js";
import { choose, given, turning } from "/desk/desk-pages.js";

const words = speak({
  en: {
    title: "Verdicts", desk: "The desk", log: "The log", sensors: "The sensors", from: "From", to: "To", kind: "What was found",
    show: "Show", all: "all", csv: "All of this time as CSV", json: "as JSON", given: "Given", booking: "Booking", finding: "What was found, and on what evidence",
    story: "Why", why: "why", back: "Page before", next: "Next page", lost: "The panel does not answer.",
    caption: (page, rows) => (rows === 0 ? `Page ${page}: nothing more` : `Page ${page}: ${rows} verdicts, by the room's clock`),
    name: (number) => `Why: verdict ${number}`,
  },
  ru: {
    title: "Оценки", desk: "Стол", log: "Журнал", sensors: "Датчики", from: "С", to: "По", kind: "Что установлено",
    show: "Показать", all: "все", csv: "Всё за это время в CSV", json: "в JSON", given: "Дана", booking: "Бронь", finding: "Что установлено и на каком основании",
    story: "Почему", why: "почему", back: "Назад", next: "Дальше", lost: "Панель не отвечает.",
    caption: (page, rows) => (rows === 0 ? `Страница ${page}: больше ничего` : `Страница ${page}: оценок ${rows}, по часам комнаты`),
    name: (number) => `Почему: оценка ${number}`,
  },
});

function line(row) {
  const why = link(`/desk/verdicts/${row.number}`, words.why);
  why.setAttribute("aria-label", words.name(row.number));
  return element("tr", whole(row.given), whole(row.planned), told(row.finding, row.evidence), whole(why));
}

function shown(query, page) {
  const chosen = at("kind").value;
  at("kind").replaceChildren(new Option(words.all, ""), ...page.kinds.map((kind) => new Option(kind.words, kind.verdict)));
  choose(at("kind"), chosen);
  for (const format of ["csv", "json"]) {
    const all = new URLSearchParams([...query, ["format", format]]);
    // The listing has no kinds to choose from.
    all.delete("kind");
    at(format).href = `/api/v1/verdicts?${all}`;
  }
}

const choices = ["kind"];
const show = turning({
  path: "/desk/verdicts", source: "/desk/verdicts.json", more: [["language", language]], choices, words, line, shown,
});

await enter(words.lost, async () => {
  at("kind").replaceChildren(new Option(words.all, ""));
  given(choices);
  at("verdicts").hidden = false;
  await show();
});
