// The simulated button and sensors. With real GPIO there is nothing to switch, and nothing is shown.

import { text } from "/panel-words.js";

const LINES = "/api/v1/simulator";
const SHORTEST_PRESS = 60; // milliseconds: a shorter one may be lost in the debounce
const at = (id) => document.getElementById(id);
const lines = new Map();
let queue = Promise.resolve();
let isHeld = false;
let heldAt = -Infinity; // when the panel had the button down, on the clock that never jumps

const activeLevel = (line) => (line.active === "high" ? 1 : 0);

// Whether a sensor's line is active; without simulation its level is taken as active high.
export function isLineActive(sensor) {
  const line = lines.get(sensor.name);
  return sensor.level === (line ? activeLevel(line) : 1);
}

// Puts a level on a line. One request after the other: a release must not overtake its press.
function put(line, level) {
  queue = queue.then(async () => {
    const answer = await fetch(`${LINES}/lines/${encodeURIComponent(line.name)}`, {
      method: "PUT", headers: { "content-type": "application/json" },
      body: JSON.stringify({ level }), keepalive: true, signal: AbortSignal.timeout(5_000),
    });
    const body = await answer.json();
    if (!answer.ok) throw new Error(body.error.message);
    lines.set(body.name, body);
    complain("");
  }).catch((error) => complain(`${line.name}: ${error.message}`));
}

function complain(text) {
  at("simulator-fault").textContent = text;
  at("simulator-fault").hidden = text === "";
}

// Lets the rest of the shortest press pass, if there is any, before the line's next change.
function waitForDebounce() {
  queue = queue.then(() => {
    const rest = heldAt + SHORTEST_PRESS - performance.now();
    return rest > 0 ? new Promise((done) => setTimeout(done, rest)) : undefined;
  });
}

function hold(button, line) {
  if (isHeld) return;
  isHeld = true;
  button.dataset.held = "true";
  put(line, activeLevel(line));
  queue = queue.then(() => { heldAt = performance.now(); });
}

// A page that goes away has no time left to wait.
function release(button, line, isLeaving = false) {
  if (!isHeld) return;
  isHeld = false;
  delete button.dataset.held;
  if (!isLeaving) waitForDebounce();
  put(line, 1 - activeLevel(line));
}

function startButton(line) {
  const button = at("press");
  const isPressKey = (event) => event.key === " " || event.key === "Enter";
  button.hidden = false;
  button.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    button.setPointerCapture(event.pointerId);
    hold(button, line);
  });
  for (const name of ["pointerup", "pointercancel", "lostpointercapture", "blur"]) {
    button.addEventListener(name, () => release(button, line));
  }
  button.addEventListener("keydown", (event) => {
    if (!isPressKey(event)) return;
    event.preventDefault();
    if (!event.repeat) hold(button, line);
  });
  button.addEventListener("keyup", (event) => {
    if (isPressKey(event)) release(button, line);
  });
  button.addEventListener("contextmenu", (event) => event.preventDefault());
  addEventListener("pagehide", () => release(button, line, true));
}

function makeSwitch(line) {
  const control = document.createElement("button");
  control.type = "button";
  control.className = "switch";
  control.setAttribute("role", "switch");
  control.dataset.line = line.name;
  const [knob, name, words] = ["i", "b", "span"].map((tag) => document.createElement(tag));
  name.textContent = line.name;
  control.append(knob, name, words);
  control.addEventListener("click", () => {
    const isOn = control.getAttribute("aria-checked") === "true";
    const active = activeLevel(line);
    showSwitch(control, !isOn);
    put(line, isOn ? 1 - active : active);
  });
  showSwitch(control, line.level === activeLevel(line));
  return control;
}

function showSwitch(control, isOn) {
  control.setAttribute("aria-checked", String(isOn));
  control.lastElementChild.textContent = text(isOn ? "active" : "inactive");
}

// Shows the levels that the panel sees.
export function showLevels(state) {
  for (const sensor of state.sensors) {
    const control = document.querySelector(`.switch[data-line="${CSS.escape(sensor.name)}"]`);
    if (control) showSwitch(control, isLineActive(sensor));
  }
}

// Asks what can be switched, until there is an answer.
export async function startSimulator() {
  try {
    const answer = await fetch(LINES, { cache: "no-store", signal: AbortSignal.timeout(10_000) });
    const { simulated, lines: all } = await answer.json();
    for (const line of all) lines.set(line.name, line);
    if (!simulated) return;
    const button = all.find((line) => line.kind === "button");
    if (button) startButton(button);
    at("press-help").hidden = !button;
    at("switches").replaceChildren(
      ...all.filter((line) => line.kind !== "button").map(makeSwitch));
    at("simulator").hidden = false;
  } catch {
    setTimeout(startSimulator, 5_000);
  }
}
