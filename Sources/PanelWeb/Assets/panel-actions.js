// What can be tapped: check in, book a gap, end, take back. Each tap is a press of the panel's own; what it may do, the
// panel says, and a tap says again what it was made on.

import { clockTime, dayName, duration, refusalWords, text, times } from "/panel-words.js";
import { say } from "/panel-dom.js";

const PRESSES = "/api/v1/presses";
const MINUTE = 60_000;
const LENGTHS = [15, 30, 60];
const TRIES = 3;
const TOLD = 5_000;
const at = (id) => document.getElementById(id);

let drawn = "";
let isPressing = false;
let fault = "";
let refused = null;
let clock = Date.now;
let shown = null;

// `now` is the panel's clock: what is booked is counted from when it is tapped.
export function startActions(now) {
  clock = now;
}

export function showActions(known, now) {
  const { link, state } = known;
  shown = known;
  at("actions").hidden = !state?.offers;
  if (!state?.offers) return;
  // What the door says itself need not be said twice.
  if (refusalWords(state, now) && state.refusal.reason === refused?.reason) refused = null;
  const groups = groupsOf(state, now);
  draw(groups);
  const buttons = groups.flatMap((group) => group.buttons);
  for (const { key, label, name } of buttons) {
    const button = at(`act-${key}`);
    say(button, label);
    button.setAttribute("aria-label", name ?? label);
    button.disabled = link !== "live";
  }
  at("actions").setAttribute("aria-busy", String(isPressing));
  say(at("act-note"), link === "live" ? noteOf(state, now) : text("no_connection"));
}

const isOpen = (offer, now) => offer && now <= Date.parse(offer.until);

// What came of the last tap: why nobody knows, why it was refused, or what can still be taken back.
function noteOf({ offers, room }, now) {
  if (fault) return fault;
  const refusal = refusalWords({ refusal: refused }, now);
  if (refusal) return refusal;
  if (!isOpen(offers.take_back, now)) return "";
  const { seen, outcome } = offers.take_back;
  const isLater = Date.parse(seen.starts_at) > now + MINUTE;
  return text(`done.${isLater && outcome === "booked" ? "booked_ahead" : outcome}`, {
    time: clockTime(seen.ends_at, room.time_zone), times: times(seen, room.time_zone),
  });
}

// The buttons in groups, each with a key that stays as long as it means the same.
function groupsOf(state, now) {
  const { offers, room } = state;
  const groups = [];
  const one = (key, label, body, name) =>
    groups.push({ title: "", buttons: [{ key, label, name, body: () => body }] });
  if (isOpen(offers.take_back, now)) {
    const left = Math.ceil((Date.parse(offers.take_back.until) - now) / 1_000);
    one("take-back", text("act.take_back_left", { n: left }),
      { action: "take_back", seen: offers.take_back.seen }, text("act.take_back"));
  }
  if (offers.check_in) one("check-in", text("act.check_in"), { action: "check_in", seen: offers.check_in });
  if (offers.end) one("end", text("act.end"), { action: "end", seen: offers.end });
  offers.gaps.forEach((gap, index) => {
    const isToday = !gap.from || dayName(gap.from, room.time_zone) === dayName(now, room.time_zone);
    if (isToday) groups.push(gapGroup(gap, index, offers, now, room.time_zone));
  });
  return groups.filter((group) => group.buttons.length > 0);
}

function gapGroup(gap, index, offers, now, zone) {
  const title = gap.from ? text("act.book_from", { time: clockTime(gap.from, zone) }) : text("act.book");
  const start = gap.from ? Date.parse(gap.from) : now;
  const next = gap.until ? Date.parse(gap.until) : Infinity;
  const longest = Math.min(next, start + 1_000 * offers.longest_seconds);
  const fits = (end) => end <= longest && end - start >= 1_000 * offers.shortest_seconds;
  const buttons = LENGTHS.filter((length) => fits(start + length * MINUTE)).map((length) =>
    gapButton(gap, `gap-${index}-${length}`, duration(length * MINUTE), zone, start,
      () => endAfter(length, gap, offers)));
  const isLength = LENGTHS.some((length) => Math.abs(next - start - length * MINUTE) < MINUTE);
  if (fits(next) && !isLength) {
    buttons.push(gapButton(gap, `gap-${index}-next`, text("until", { time: clockTime(next, zone) }), zone, start,
      () => next));
  }
  return { title, buttons };
}

function gapButton(gap, key, label, zone, start, end) {
  const until = new Date(end()).toISOString();
  const name = gap.from
    ? text("act.book_times", { times: times({ starts_at: gap.from, ends_at: until }, zone) })
    : text("act.book_until", { time: clockTime(until, zone) });
  return {
    key, label, name,
    body: () => ({
      action: "book", from: gap.from, until: new Date(end()).toISOString(), seen: gap.in_place_of,
    }),
  };
}

// A whole minute, if the booking is not too long by that.
function endAfter(minutes, gap, offers) {
  const start = gap.from ? Date.parse(gap.from) : clock();
  const whole = Math.ceil((start + minutes * MINUTE) / MINUTE) * MINUTE;
  const next = gap.until ? Date.parse(gap.until) : Infinity;
  const longest = Math.floor((start + 1_000 * offers.longest_seconds) / MINUTE) * MINUTE;
  return Math.min(whole, next, longest);
}

// Makes the buttons anew only where others are offered, so that the focus stays.
function draw(groups) {
  const plan = JSON.stringify(groups.map(({ title, buttons }) => [title, buttons.map(({ key }) => key)]));
  if (plan === drawn) return;
  drawn = plan;
  const focused = document.activeElement?.id;
  at("act-groups").replaceChildren(...groups.map(makeGroup));
  if (focused?.startsWith("act-")) (at(focused) ?? at("act-groups").querySelector("button"))?.focus();
}

function makeGroup({ title, buttons }) {
  const group = document.createElement("div");
  group.className = "act-group";
  if (title) {
    const heading = document.createElement("span");
    heading.textContent = title;
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", title);
    group.append(heading);
  }
  group.append(...buttons.map(({ key }) => {
    const button = document.createElement("button");
    button.type = "button";
    button.id = `act-${key}`;
    button.addEventListener("click", () => press(key));
    return button;
  }));
  return group;
}

// What a button means is looked up when it is tapped: the offers may be newer than the button.
async function press(key) {
  const button = groupsOf(shown.state, clock()).flatMap((group) => group.buttons)
    .find((candidate) => candidate.key === key);
  if (isPressing || !button) return;
  isPressing = true;
  fault = "";
  refused = null;
  at("actions").setAttribute("aria-busy", "true");
  try {
    const { refusal } = await send({ id: newName(), ...button.body() });
    if (refusal) refused = { reason: refusal, until: new Date(clock() + TOLD).toISOString() };
  } catch (error) {
    fault = text(error.isAnswer ? "act.not_done" : "act.fault", { reason: error.message });
  }
  isPressing = false;
  showActions(shown, clock());
  at("actions").setAttribute("aria-busy", "false");
}

// Sends a tap, again under its name if nobody knows whether it arrived; hands over what came of it. The state tells of
// a refusal, too, but may have done so before the answer came through.
async function send(body) {
  for (let tries = 1; ; tries += 1) {
    let reason = text("no_answer");
    let isAnswer = false;
    try {
      const answer = await fetch(PRESSES, {
        method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
        signal: AbortSignal.timeout(10_000),
      });
      const reply = await answer.json();
      if (answer.ok) return reply;
      reason = reply.error.message;
      isAnswer = answer.status !== 503;
    } catch {
      // Nobody knows whether it arrived.
    }
    if (isAnswer || tries >= TRIES) throw Object.assign(new Error(reason), { isAnswer });
    await new Promise((done) => setTimeout(done, 1_000));
  }
}

// `crypto.randomUUID` is there with TLS only.
function newName() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
