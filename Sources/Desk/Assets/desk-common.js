// What the desk's pages share: the language, words in place, and questions to the panel.

export const at = (id) => document.getElementById(id);

export const language =
  navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag === "en" || tag === "ru") ?? "en";

// Puts the page's words in, and hands them over.
export function speak(texts) {
  const words = texts[language];
  document.documentElement.lang = language;
  document.title = words.title;
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = words[element.dataset.text];
  return words;
}

export function complain(text) {
  at("fault").textContent = text;
  at("fault").hidden = text === "";
}

// Asks the panel; null, and a complaint, if it does not answer.
export async function ask(path, lost, options = {}) {
  try {
    return await fetch(path, { cache: "no-store", ...options });
  } catch {
    complain(lost);
    return null;
  }
}

// An element with text or other elements in it.
export function element(tag, ...children) {
  const made = document.createElement(tag);
  made.append(...children);
  return made;
}

// A cell whose words are not parted.
export function whole(...children) {
  const cell = element("td", ...children);
  cell.className = "whole";
  return cell;
}

// A cell with what there is to say, and below it what that stands on.
export function told(text, note) {
  const cell = element("td", element("p", text));
  if (note === "") return cell;
  const below = element("p", note);
  below.className = "quiet";
  cell.append(below);
  return cell;
}

export function link(href, text) {
  const made = element("a", text);
  made.href = href;
  return made;
}

// Asks for a document in the page's language; null, and a complaint, if there is none.
export async function read(path, query, lost) {
  const answer = await ask(`${path}?${new URLSearchParams([...query, ["language", language]])}`, lost);
  if (answer === null) return null;
  const found = await answer.json();
  complain(answer.ok ? "" : found.error.message);
  return answer.ok ? found : null;
}

// Lets the page begin for whoever is signed in, and takes everybody else to the desk.
export async function enter(lost, begin) {
  const session = await ask("/desk/session", lost);
  if (session?.ok) await begin();
  else if (session !== null) location.replace("/desk");
}

// An instant as a field for local date and time has it, by the clock of this device.
export function localTime(date) {
  return new Date(date - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

// What such a field has, in UTC; nothing if it is empty.
export function utcTime(text) {
  return text === "" ? "" : new Date(text).toISOString().replace(/\.\d+Z$/, "Z");
}

// The instant that such a field stands for: the one it was filled with, as long as what it shows of it is unchanged, since
// it has no seconds.
export function fieldTime(text, filled) {
  return filled !== null && text === localTime(filled) ? filled.toISOString() : utcTime(text);
}

// The sensors as choices, after a first one that stands for none of them.
export async function offerSensors(list, first, lost) {
  const answer = await ask("/api/v1/state", lost);
  if (answer === null || !answer.ok) return;
  const names = (await answer.json()).sensors.map(({ name }) => [name, name]);
  list.replaceChildren(...[[first, ""], ...names].map(([label, value]) => new Option(label, value)));
}
