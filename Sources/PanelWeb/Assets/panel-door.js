// The door: word, lamps, slips, and the facts under it. All text goes in as text, never as markup.

import {
  age, availabilityMeaning, availabilityWords, bookingMeaning, bookingNotes, clockTime, dayName,
  findingWords, presenceWords, reasonWords, refusalWords, scheduleWords, sensorWords, signalWords,
  titleOf,
} from "/panel-words.js";
import { isLineActive } from "/panel-simulator.js";

const at = (id) => document.getElementById(id);

// Sets text only where it differs, so that screen readers are not told twice.
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function sayOptional(element, text) {
  if (element.textContent !== text) element.textContent = text;
  element.hidden = text === "";
}

// Makes as many children as there are items, and fills each.
export function fill(list, items, make, set) {
  while (list.children.length > items.length) list.lastElementChild.remove();
  while (list.children.length < items.length) list.append(make());
  items.forEach((item, index) => set(list.children[index], item));
}

export function showDoor({ link, state, reason }, now, silence) {
  document.body.dataset.tone = link === "live" && state ? state.availability : link;
  if (!state) {
    if (link === "lost") sayWord("Not connected", "the panel does not answer");
    return;
  }
  const zone = state.room.time_zone;
  const [word, detail] = availabilityWords(state, now);
  say(at("room"), state.room.name);
  say(at("clock"), clockTime(now, zone));
  say(at("date"), dayName(now, zone));
  if (link === "live") {
    sayWord(word, detail);
    document.title = `${state.room.name}: ${word}, ${detail}`;
  } else {
    sayWord("Not connected", `this picture is ${age(silence)} old · it was: ${word}`);
    document.title = `${state.room.name}: not connected`;
  }
  sayOptional(at("reason"), link === "live" && reason ? reasonWords(reason) : "");
  sayOptional(at("refusal"), link === "live" ? refusalWords(state, now) : "");
  showLamps(state, link === "live");
  showSlips(state, now);
}

// The word is as large as its longest part allows; its width is told in ems, whatever the font.
function sayWord(word, detail) {
  const element = at("word");
  say(at("detail"), detail);
  if (element.textContent === word) return;
  const { fontFamily, fontWeight } = getComputedStyle(element);
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${fontWeight} 100px ${fontFamily}`;
  const widths = word.split(" ").map((part) => pen.measureText(part).width / 100);
  element.style.setProperty("--em", Math.max(...widths).toFixed(2));
  element.style.setProperty("--lines", word.length > 8 && widths.length > 1 ? 1.8 : 1);
  say(element, word);
}

function showLamps(state, isLive) {
  const { availability, booking } = state.lamps;
  showLamp(at("lamp-availability"), availability, availabilityMeaning(state), isLive);
  showLamp(at("lamp-booking"), booking, bookingMeaning(state), isLive);
}

// A lamp that is not known to be lit is shown dark and striped: an old colour might be a wrong one.
function showLamp(lamp, signal, meaning, isLive) {
  lamp.dataset.colour = isLive ? signal.colour : "lost";
  lamp.dataset.pattern = isLive ? signal.pattern : "steady";
  say(lamp.querySelector(".lamp-meaning"), isLive ? meaning : "not known");
  say(lamp.querySelector(".lamp-signal"), isLive ? signalWords(signal) : "no connection");
}

function showSlips(state, now) {
  const zone = state.room.time_zone;
  showSlip(at("current"), state.current, now, zone, "Nothing booked");
  showSlip(at("next"), state.next, now, zone, "Nothing in the next 24 hours");
  at("conflicts").hidden = state.conflicts.length === 0;
  fill(at("conflicts").querySelector("ul"), state.conflicts, () => document.createElement("li"),
    (item, booking) => say(item, `${titleOf(booking)}, ${times(booking, zone)}`));
  const bar = at("current").querySelector(".progress");
  bar.hidden = !state.current;
  if (!state.current) return;
  const [start, end] = [Date.parse(state.current.starts_at), Date.parse(state.current.ends_at)];
  const part = Math.min(1, Math.max(0, (now - start) / (end - start)));
  bar.firstElementChild.style.setProperty("--part", part.toFixed(4));
}

function times(booking, zone) {
  return `${clockTime(booking.starts_at, zone)}–${clockTime(booking.ends_at, zone)}`;
}

function showSlip(slip, booking, now, zone, nothing) {
  const [title, line, note] = [".slip-title", ".slip-line", ".slip-note"]
    .map((name) => slip.querySelector(name));
  slip.dataset.empty = !booking;
  say(title, booking ? titleOf(booking) : nothing);
  const who = booking?.organiser ? ` · ${booking.organiser}` : "";
  sayOptional(line, booking ? times(booking, zone) + who : "");
  sayOptional(note, booking ? bookingNotes(booking, now).join(" · ") : "");
}

export function showFacts({ link, state }, now) {
  const isLive = link === "live";
  document.body.classList.toggle("is-old", !isLive);
  if (!state) return;
  const [schedule, note] = isLive ? scheduleWords(state, now) : ["Not known", "no connection to the panel"];
  say(at("schedule-age"), schedule);
  say(at("schedule-note"), note);
  at("schedule").dataset.grade = state.sync.stale ? "bad" : state.sync.last_error ? "fair" : "good";
  say(at("presence"), isLive ? presenceWords(state) : "Not known");
  fill(at("sensors"), state.sensors, makeSensor, (item, sensor) => {
    const isActive = isLive && isLineActive(sensor);
    item.dataset.active = isActive;
    item.dataset.health = isLive ? sensor.health : "gone";
    say(item.querySelector("b"), sensor.name);
    say(item.querySelector("span"), isLive ? sensorWords(sensor, isActive, now) : "not known");
  });
}

function makeSensor() {
  const item = document.createElement("li");
  item.append(document.createElement("i"), document.createElement("b"), document.createElement("span"));
  return item;
}

export function showHealth({ health, state }) {
  const findings = findingWords(health?.findings ?? []);
  if (state && !state.clock.trusted) findings.push({ severity: "warning", text: "clock: not trusted" });
  if (state?.button.health === "button_stuck") findings.push({ severity: "warning", text: "button: stuck" });
  fill(at("findings"), findings, () => document.createElement("li"), (item, finding) => {
    item.dataset.severity = finding.severity;
    say(item, finding.text);
  });
}

export function showLink({ link, health }, silence) {
  const words = { connecting: "Connecting", lost: "Not connected" };
  const healths = { ok: "All is well", degraded: "Needs a look", failing: "Not working as it should" };
  say(at("link"), words[link] ?? healths[health?.status] ?? "Connected");
  at("health").dataset.grade = link !== "live" ? "bad"
    : { ok: "good", degraded: "fair", failing: "bad" }[health?.status] ?? "good";
}
