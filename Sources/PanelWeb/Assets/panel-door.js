// The door: word, lamps, slips, and the facts under it.

import {
  age, availabilityMeaning, availabilityWords, bookingMeaning, bookingNotes, clockTime, dayName,
  findingWords, presenceWords, reasonWords, refusalWords, scheduleWords, sensorWords, signalWords,
  text, timesAndOrganiser, titleAndTimes, titleOf,
} from "/panel-words.js";
import { fill, say, sayOptional } from "/panel-dom.js";
import { isLineActive } from "/panel-simulator.js";
import { openSheet } from "/panel-sheet.js";

const at = (id) => document.getElementById(id);

export function showDoor({ link, state, reason }, now, silence) {
  document.body.dataset.tone = link === "live" && state ? state.availability : link;
  if (!state) {
    if (link === "lost") sayWord(text("lost"), text("no_answer"));
    return;
  }
  const zone = state.room.time_zone;
  const [word, detail] = availabilityWords(state, now);
  const refusal = link === "live" ? refusalWords(state, now) : "";
  say(at("room"), state.room.name);
  say(at("clock"), clockTime(now, zone));
  say(at("date"), dayName(now, zone));
  if (link === "live") {
    sayWord(word, detail);
    document.title = `${state.room.name}: ${word}, ${detail}`;
    sayNews(`${state.availability} ${state.current?.id} ${state.current?.phase} ${refusal}`,
      [word, detail, refusal]);
  } else {
    sayWord(text("lost"), text("old_picture", { age: age(silence), word }));
    document.title = `${state.room.name}: ${text("lost").toLowerCase()}`;
    sayNews(link, [text("lost")]);
  }
  sayOptional(at("reason"), link === "live" && reason ? reasonWords(reason) : "");
  sayOptional(at("refusal"), refusal);
  showLamps(state, link === "live");
  showSlips(state, now);
}

// What a screen reader says by itself: each change once, and not the minutes that pass.
let news = "";
function sayNews(key, words) {
  if (news === key) return;
  news = key;
  at("news").textContent = words.filter(Boolean).join(". ");
}

// The word is as large as its longest part allows; its width is told in ems, whatever the font.
function sayWord(word, detail) {
  const element = at("word");
  say(at("detail"), detail);
  if (element.textContent === word && element.style.getPropertyValue("--em")) return;
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
  say(lamp.querySelector(".lamp-meaning"), isLive ? meaning : text("unknown"));
  say(lamp.querySelector(".lamp-signal"), isLive ? signalWords(signal) : text("no_connection"));
}

function showSlips(state, now) {
  const zone = state.room.time_zone;
  showSlip(at("current"), state.current, now, zone, text("nothing_booked"));
  showSlip(at("next"), state.next, now, zone, text("nothing_soon"));
  at("conflicts").hidden = state.conflicts.length === 0;
  fill(at("conflicts").querySelector("ul"), state.conflicts, () => document.createElement("li"),
    (item, booking) => say(item, titleAndTimes(booking, zone)));
  const bar = at("current").querySelector(".progress");
  bar.hidden = !state.current;
  if (!state.current) return;
  const [start, end] = [Date.parse(state.current.starts_at), Date.parse(state.current.ends_at)];
  const part = Math.min(1, Math.max(0, (now - start) / (end - start)));
  bar.firstElementChild.style.setProperty("--part", part.toFixed(4));
}

function showSlip(slip, booking, now, zone, nothing) {
  const [title, line, note] = [".slip-title", ".slip-line", ".slip-note"]
    .map((name) => slip.querySelector(name));
  const notes = booking ? bookingNotes(booking, now) : [];
  slip.dataset.empty = !booking;
  title.disabled = !booking;
  title.onclick = () => openSheet([{ booking, notes }], zone);
  say(title, booking ? titleOf(booking) : nothing);
  sayOptional(line, booking ? timesAndOrganiser(booking, zone) : "");
  sayOptional(note, notes.join(" · "));
}

export function showFacts({ link, state }, now) {
  const isLive = link === "live";
  document.body.classList.toggle("is-old", !isLive);
  if (!state) return;
  const [schedule, note] = isLive ? scheduleWords(state, now) : [text("Unknown"), text("no_panel")];
  say(at("schedule-age"), schedule);
  say(at("schedule-note"), note);
  at("schedule").dataset.grade = state.sync.stale ? "bad" : state.sync.last_error ? "fair" : "good";
  say(at("presence"), isLive ? presenceWords(state) : text("Unknown"));
  fill(at("sensors"), state.sensors, makeSensor, (item, sensor) => {
    const isActive = isLive && isLineActive(sensor);
    item.dataset.active = isActive;
    item.dataset.health = isLive ? sensor.health : "gone";
    say(item.querySelector("b"), sensor.name);
    say(item.querySelector("span"), isLive ? sensorWords(sensor, isActive, now) : text("unknown"));
  });
}

function makeSensor() {
  const item = document.createElement("li");
  item.append(document.createElement("i"), document.createElement("b"), document.createElement("span"));
  return item;
}

export function showHealth({ health, state }) {
  const findings = findingWords(health?.findings ?? []);
  if (state && !state.clock.trusted) findings.push({ severity: "warning", text: text("finding.clock") });
  if (state?.button.health === "button_stuck") {
    findings.push({ severity: "warning", text: text("finding.button") });
  }
  fill(at("findings"), findings, () => document.createElement("li"), (item, finding) => {
    item.dataset.severity = finding.severity;
    item.toggleAttribute("lang", false);
    if (finding.isEnglish) item.lang = "en";
    say(item, finding.text);
  });
}

export function showLink({ link, health }) {
  const word = { connecting: "connecting", lost: "lost" }[link] ?? `status.${health?.status ?? "connected"}`;
  say(at("link"), text(word));
  at("health").dataset.grade = link !== "live" ? "bad"
    : { ok: "good", degraded: "fair", failing: "bad" }[health?.status] ?? "good";
}
