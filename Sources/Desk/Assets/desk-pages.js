// Rows in pages: what is shown is in the page's address, so that it can be passed on.

import { ask, at, complain, localTime, utcTime } from "/desk/desk-common.js";

// The part of the address that says which rows are wanted: the time, and what was chosen.
export function wanted(choices) {
  const query = new URLSearchParams();
  for (const name of ["from", "to"]) {
    const time = utcTime(at(name).value);
    if (time !== "") query.set(name, time);
  }
  for (const name of choices) if (at(name).value !== "") query.set(name, at(name).value);
  return query;
}

// Puts the fields as the address says.
export function given(choices) {
  const query = new URLSearchParams(location.search);
  for (const name of ["from", "to"]) {
    const time = new Date(query.get(name) ?? "");
    if (!Number.isNaN(time.getTime())) at(name).value = localTime(time);
  }
  for (const name of choices) choose(at(name), query.get(name) ?? "");
}

// Chooses a value, also one that the list has not: what is gone still has rows, and what is wrong is told by the panel.
export function choose(list, value) {
  if (value !== "" && ![...list.options].some((option) => option.value === value)) list.append(new Option(value, value));
  list.value = value;
}

// Shows pages of rows, and lets people turn them.
//
// - path: where the page is.
// - source: where its rows are; `more` goes with each question.
// - choices: the fields besides the time.
// - line: makes a row of the table; `shown` is told what was asked for, and what came.
export function turning({ path, source, more = [], choices, words, line, shown }) {
  // The cursors of the pages up to the one that is shown; the first page has none.
  let cursors = [""];
  let following = null;

  async function show() {
    const query = wanted(choices);
    history.replaceState(null, "", `${path}?${query}`);
    const cursor = cursors.at(-1);
    const after = cursor === "" ? [] : [["after", cursor]];
    const answer = await ask(`${source}?${new URLSearchParams([...query, ...more, ...after])}`, words.lost);
    if (answer === null) return;
    const page = await answer.json();
    complain(answer.ok ? "" : page.error.message);
    if (!answer.ok) return;
    following = page.next;
    at("rows").replaceChildren(...page.rows.map(line));
    at("caption").textContent = words.caption(cursors.length, page.rows.length);
    at("next").disabled = following === null;
    at("back").disabled = cursors.length === 1;
    shown(query, page);
  }

  // Before the first page there is nothing to turn.
  at("next").disabled = true;
  at("back").disabled = true;
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
  return show;
}
