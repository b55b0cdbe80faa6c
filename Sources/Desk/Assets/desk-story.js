// Why a booking came out as it did; all sentences are the panel's.

import { at, element, enter, read, speak, told, whole } from "/desk/desk-common.js";

const words = speak({
  en: {
    title: "Why", desk: "The desk", verdicts: "All verdicts", log: "The log of this time", lost: "The panel does not answer.",
    caption: "What happened, by time",
  },
  ru: {
    title: "Почему", desk: "Стол", verdicts: "Все оценки", log: "Журнал за это время", lost: "Панель не отвечает.",
    caption: "Что произошло, по порядку",
  },
});

// The number of the verdict that is asked about; nothing where a booking is.
const number = location.pathname.match(/^\/desk\/verdicts\/(\d+)$/)?.[1] ?? "";

function line(happening) {
  const row = element("tr", whole(happening.when), told(happening.what, happening.note));
  if (number !== "" && String(happening.verdict) === number) row.setAttribute("aria-current", "true");
  return row;
}

await enter(words.lost, async () => {
  const asked = number === "" ? new URLSearchParams(location.search) : new URLSearchParams({ verdict: number });
  asked.delete("language");
  const story = await read("/desk/story.json", asked, words.lost);
  if (story === null) return;
  document.title = `${words.title}: ${story.title}`;
  at("heading").textContent = story.heading;
  at("booking").textContent = story.title;
  at("summary").replaceChildren(...story.summary.map((sentence) => element("p", sentence)));
  at("heads").replaceChildren(...story.columns.map((name) => {
    const head = element("th", name);
    head.scope = "col";
    return head;
  }));
  at("rows").replaceChildren(...story.happenings.map(line));
  at("around").href = `/desk/log?${new URLSearchParams({ from: story.starts_at, to: story.ends_at })}`;
  at("story").hidden = false;
});
