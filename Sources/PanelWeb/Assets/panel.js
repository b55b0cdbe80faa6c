// The page of the door panel: keeps what is shown in step with the panel.

import { follow } from "/panel-live.js";
import { showDoor, showFacts, showHealth, showLink } from "/panel-door.js";
import { showDay, startDay } from "/panel-day.js";
import { startSheet } from "/panel-sheet.js";
import { chosenLanguage, speak, text } from "/panel-words.js";
import { startSimulator, showLevels } from "/panel-simulator.js";
import { showActions, startActions } from "/panel-actions.js";

const REFRESH_GAP = 3_000;
const REFRESH_EVERY = 60_000;

// What is known. `heardAt` is on the clock that never jumps.
const known = {
  language: chosenLanguage(), link: "connecting", state: null, heardAt: 0, day: null, dayReadAt: 0, dayFault: null,
  health: null, reason: null,
};
let refreshedAt = -Infinity;
let refreshTimer = 0;

// The panel's wall clock, in milliseconds.
function panelNow() {
  if (!known.state) return Date.now();
  return Date.parse(known.state.now) + (performance.now() - known.heardAt);
}

async function read(path) {
  const answer = await fetch(path, { cache: "no-store", signal: AbortSignal.timeout(10_000) });
  const body = await answer.json();
  if (body.error) throw new Error(body.error.message);
  return body;
}

// Why the room may be taken: the newest standing verdict on the running booking.
async function readReason(state) {
  if (state.availability !== "claimable" || !state.current) return null;
  const from = encodeURIComponent(new Date(panelNow() - 86_400_000).toISOString());
  const { rows } = await read(`/api/v1/verdicts?from=${from}`);
  return rows.findLast((row) => row.booking === state.current.id) ?? null;
}

async function refresh() {
  refreshedAt = performance.now();
  const state = known.state;
  const [day, health, legend, reason] = await Promise.allSettled([
    read("/api/v1/bookings"), read("/healthz"), read("/api/v1/legend"), readReason(state),
  ]);
  if (legend.value) speakAs(legend.value.language);
  if (day.value) Object.assign(known, { day: day.value, dayReadAt: panelNow() });
  known.dayFault = day.reason ? text("not_current", { reason: day.reason.message }) : null;
  known.health = health.value ?? null;
  known.reason = reason.value ?? null;
  show();
}

function speakAs(setting) {
  const language = chosenLanguage(setting);
  if (language === known.language) return;
  known.language = language;
  speak(language);
}

// Reads what is not part of the state: soon after a change, but not at every one.
function refreshSoon() {
  if (refreshTimer) return;
  const wait = Math.max(0, refreshedAt + REFRESH_GAP - performance.now());
  refreshTimer = setTimeout(() => {
    refreshTimer = 0;
    refresh();
  }, wait);
}

function show() {
  const now = panelNow();
  const age = known.state ? performance.now() - known.heardAt : 0;
  showDoor(known, now, age);
  showActions(known, now);
  showFacts(known, now);
  showHealth(known);
  showLink(known);
  showDay(known, now);
}

function tick() {
  const isDue = performance.now() - refreshedAt > REFRESH_EVERY;
  const isYesterday = known.day && panelNow() >= Date.parse(known.day.to);
  if (known.link === "live" && (isDue || isYesterday)) refreshSoon();
  show();
}

speak(known.language);
startDay();
startActions(panelNow);
startSheet();
read("/api/v1/legend").then(({ language }) => speakAs(language), () => {}).finally(() => follow("/api/v1/events", {
  onState(state) {
    known.state = state;
    known.heardAt = performance.now();
    known.link = "live";
    show();
    showLevels(state);
    refreshSoon();
  },
  onAlive() {
    if (known.link === "live" || !known.state) return;
    known.link = "live";
    show();
  },
  onLost() {
    known.link = "lost";
    show();
  },
}));
startSimulator();
setInterval(tick, 1_000);
