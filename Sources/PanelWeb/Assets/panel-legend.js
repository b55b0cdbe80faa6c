// The legend: a card for each language, drawn from what the panel says its lamps and its button mean.

import { encode } from "/panel-code.js";
import { texts } from "/panel-texts.js";
import { age, chosenLanguage, signalWords, speak, speaker, text } from "/panel-words.js";

const CYCLE = 2_000; // milliseconds that a strip shows
const inks = { red: "#d92d20", green: "#12924f", blue: "#2463d8", orange: "#e07b00" };
const at = (id) => document.getElementById(id);

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function draw(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// The lamp as a dot, in two halves for two colours, and when it is lit over two seconds.
function drawSignal({ colour, phases }) {
  const picture = draw("svg", { viewBox: "0 0 100 30", "aria-hidden": "true" });
  const [left, right = left] = colour === "off" ? [] : colour.split("_");
  picture.append(
    draw("circle", { cx: 15, cy: 15, r: 12, fill: inks[left] ?? "#fff", stroke: "#1d2126", "stroke-width": 1.5 }),
    draw("rect", { x: 34, y: 11, width: 64, height: 8, fill: "none", stroke: "#1d2126" }));
  if (!left) return picture;
  if (right !== left) picture.append(draw("path", { d: "M15 3.7a11.3 11.3 0 0 1 0 22.6z", fill: inks[right] }));
  for (const [start, end] of litStretches(phases)) {
    const [x, width] = [34 + 64 * start / CYCLE, 64 * (end - start) / CYCLE];
    picture.append(draw("rect", { x, y: 11, width, height: 8, fill: "#1d2126" }));
  }
  return picture;
}

function litStretches(phases) {
  if (phases.length === 0) return [[0, CYCLE]];
  const lit = [];
  for (let start = 0, index = 0; start < CYCLE; index += 1) {
    const phase = phases[index % phases.length];
    const end = Math.min(CYCLE, start + phase.milliseconds);
    if (phase.lit) lit.push([start, end]);
    start = end;
  }
  return lit;
}

// A code with four modules of white around it.
function drawCode(rows, label) {
  const size = rows.length + 8;
  const dark = rows.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x + 4} ${y + 4}h1v1h-1z` : ""))).join("");
  return draw("svg", { viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": label, "shape-rendering": "crispEdges" },
    draw("rect", { width: size, height: size, fill: "#fff" }), draw("path", { d: dark }));
}

// Where a phone finds the page: by its name in the configuration, and as this reader has come here otherwise.
function addressOf({ name }) {
  if (!name) return null;
  const host = name.includes(":") ? `[${name}]` : name;
  return `${location.protocol}//${host}${location.port ? `:${location.port}` : ""}/`;
}

function valuesOf(policy, say) {
  const time = (seconds) => age(seconds * 1_000, say);
  const long = (policy.long_press_milliseconds / 1_000).toLocaleString(say("locale"));
  return {
    window: time(policy.check_in_window_seconds), late: time(policy.late_after_seconds),
    noshow: time(policy.no_show_after_seconds), vacant: time(policy.vacant_after_seconds),
    soon: time(policy.starting_soon_seconds), stale: time(policy.stale_after_seconds),
    length: time(policy.ad_hoc_length_seconds), step: time(policy.ad_hoc_step_seconds),
    max: time(policy.ad_hoc_max_seconds), undo: time(policy.undo_window_seconds),
    long: say("seconds", { n: long }),
  };
}

function signalList(heading, signals, say, values) {
  const items = signals.map((signal) => make("li", { "data-meaning": signal.meaning }, drawSignal(signal),
    make("p", {}, make("b", {}, say(`means.${signal.meaning}`, values)), " ",
      make("span", {}, signalWords(signal, say)))));
  return signals.length ? [make("section", {}, make("h2", {}, heading), make("ul", { class: "signals" }, ...items))] : [];
}

function presses({ button, bookable, policy }, say, values) {
  if (!button) return [make("p", {}, say("card.no_press"))];
  const list = (keys) => make("ul", {}, ...keys.map((key) => make("li", {}, say(`press.${key}`, values))));
  const short = ["check_in", ...(bookable ? ["book"] : []),
    ...(policy.extend_server_bookings ? ["extend"] : bookable ? ["extend_own"] : [])];
  const long = ["undo", ...(policy.end_server_bookings ? ["end"] : bookable ? ["end_own"] : [])];
  return [make("section", {}, make("h2", {}, say("card.button")),
    make("dl", { class: "presses" }, make("dt", {}, say("card.short")), make("dd", {}, list(short)),
      make("dt", {}, say("card.long", values)), make("dd", {}, list(long))))];
}

function cardOf(legend, language) {
  const say = speaker(language);
  const values = valuesOf(legend.policy, say);
  const address = addressOf(legend);
  const code = address && encode(address);
  const notes = [say(`after.${legend.policy.shadow ? "shadow" : legend.policy.on_no_show}`, values), say("card.dark"),
    ...(legend.button ? [say("card.heard")] : [])];
  const foot = make("div", { class: "foot" },
    make("p", {}, ...(address ? [make("b", {}, say("card.scan")), make("br"), address] : [])));
  if (code) foot.append(drawCode(code, address));
  return make("article", { class: "card", lang: language },
    make("header", {}, make("h1", { dir: "auto" }, legend.room.name), make("p", { class: "what" }, say("card.title"))),
    ...signalList(say(legend.combined ? "card.one_lamp" : "card.room"), legend.lamps.availability, say, values),
    ...signalList(say("card.booking"), legend.lamps.booking, say, values),
    ...presses(legend, say, values), make("section", {}, ...notes.map((note) => make("p", {}, note))), foot);
}

async function show() {
  try {
    const answer = await fetch("/api/v1/legend", { cache: "no-store", signal: AbortSignal.timeout(10_000) });
    const legend = await answer.json();
    if (legend.error) throw new Error(legend.error.message);
    const first = chosenLanguage(legend.language);
    speak(first);
    document.title = `${legend.room.name}: ${text("legend").toLowerCase()}`;
    const languages = [first, ...Object.keys(texts).filter((language) => language !== first)];
    at("cards").replaceChildren(...languages.map((language) => cardOf(legend, language)));
    at("fault").hidden = true;
  } catch (error) {
    at("fault").textContent = text("card.fault", { reason: error.message });
    at("fault").hidden = false;
    setTimeout(show, 5_000);
  }
}

speak(chosenLanguage());
at("print").addEventListener("click", () => print());
show();
