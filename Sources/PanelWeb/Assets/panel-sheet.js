// A sheet over the page with bookings in full, for what is cut short or left out; opened by touch or keyboard.

import { fill, say, sayOptional } from "/panel-dom.js";
import { text, timesAndOrganiser, titleOf } from "/panel-words.js";

const LONGEST = 60_000; // a panel by a door is left as it was found
const at = (id) => document.getElementById(id);
let timer = 0;

// `entries` are bookings with their notes. The sheet closes by its button, by Escape, by a touch beside it, by itself.
export function openSheet(entries, zone) {
  say(at("sheet-title"), entries.length > 1 ? text("bookings") : text("booking"));
  fill(at("sheet-rows"), entries, makeRow, (item, { booking, notes }) => {
    const [title, line, note] = item.children;
    say(title, titleOf(booking));
    say(line, booking.all_day ? "" : timesAndOrganiser(booking, zone));
    sayOptional(note, notes.join(" · "));
  });
  clearTimeout(timer);
  timer = setTimeout(() => at("sheet").close(), LONGEST);
  if (!at("sheet").open) at("sheet").showModal();
}

function makeRow() {
  const item = document.createElement("li");
  item.append(...["b", "p", "p"].map((name) => document.createElement(name)));
  item.firstElementChild.dir = "auto";
  return item;
}

export function startSheet() {
  at("sheet-close").addEventListener("click", () => at("sheet").close());
  at("sheet").addEventListener("click", ({ target }) => {
    if (target === at("sheet")) target.close();
  });
}
