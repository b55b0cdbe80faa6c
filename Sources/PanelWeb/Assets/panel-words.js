// What the page says: how sentences about rooms, bookings and lamps are made of the words in panel-texts.js.

import { texts } from "/panel-texts.js";

const MINUTE = 60_000;
const clocks = new Map();

// Looks a text up, `t("note.pending")`, and puts the values in. What has no words is told by its own name.
export function speaker(language) {
  const plurals = new Intl.PluralRules(texts[language].locale);
  return (key, values = {}) => {
    const found = key.split(".").reduce((part, name) => part?.[name], texts[language]);
    const text = typeof found === "object" ? found[plurals.select(values.n)] : found;
    return (text ?? key.split(".").pop().replaceAll("_", " "))
      .replace(/\{(\w+)\}/g, (_, name) => values[name]);
  };
}

let language = "en";
let t = speaker(language);
export const text = (key, values) => t(key, values);

// The language to speak: the one that is set, or the first of the browser's that the page has.
export function chosenLanguage(setting) {
  if (setting in texts) return setting;
  const wanted = navigator.languages.map((tag) => tag.toLowerCase().split("-")[0]);
  return wanted.find((name) => name in texts) ?? "en";
}

// Speaks a language from now on, in the markup too: `data-text` names a text, `data-label` an accessible name.
export function speak(chosen) {
  language = chosen;
  t = speaker(language);
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = t(element.dataset.text);
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", t(element.dataset.label));
  }
}

// A title or a name inside a sentence, whatever way it is written in.
const isolated = (name) => `\u2068${name}\u2069`;

function formatter(zone, options) {
  const key = language + zone + JSON.stringify(options);
  if (!clocks.has(key)) {
    let format;
    try {
      format = new Intl.DateTimeFormat(texts[language].locale, { ...options, timeZone: zone });
    } catch {
      format = new Intl.DateTimeFormat(texts[language].locale, { ...options, timeZone: "UTC" });
    }
    clocks.set(key, format);
  }
  return clocks.get(key);
}

// `14:05`, in the room's zone.
export function clockTime(instant, zone) {
  const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  return formatter(zone, options).format(new Date(instant));
}

// `14:00–15:00`
export function times(booking, zone) {
  return `${clockTime(booking.starts_at, zone)}–${clockTime(booking.ends_at, zone)}`;
}

// `Saturday, 21 November`, in the room's zone.
export function dayName(instant, zone) {
  const options = { weekday: "long", day: "numeric", month: "long" };
  return formatter(zone, options).format(new Date(instant));
}

// `14:05`, with the day in front if it is not today.
function momentName(instant, now, zone) {
  const time = clockTime(instant, zone);
  if (dayName(instant, zone) === dayName(now, zone)) return time;
  return `${formatter(zone, { weekday: "short" }).format(new Date(instant))} ${time}`;
}

// `1 h 5 min`; whole minutes, rounded up as one counts down, and down as one counts up.
export function duration(milliseconds, round = Math.floor, say = t) {
  const minutes = Math.max(0, round(milliseconds / MINUTE));
  const [h, m] = [Math.floor(minutes / 60), minutes % 60];
  return say(h === 0 ? "minutes" : m === 0 ? "hours" : "hours_minutes", { h, m });
}

// `20 s`, `5 min`, `3 h`, `2 days`.
export function age(milliseconds, say = t) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1_000));
  if (seconds < 60) return say("seconds", { n: seconds });
  if (seconds < 3 * 86_400) return duration(milliseconds, Math.floor, say);
  return say("days", { n: Math.floor(seconds / 86_400) });
}

export function titleOf(booking) {
  return booking.title || t(booking.source === "panel" ? "booked_here" : "booked");
}

// `14:00–15:00 · Anna`
export function timesAndOrganiser(booking, zone) {
  return times(booking, zone) + (booking.organiser ? ` · ${isolated(booking.organiser)}` : "");
}

// `Review, 14:00–15:00`
export function titleAndTimes(booking, zone) {
  return `${isolated(titleOf(booking))}, ${times(booking, zone)}`;
}

export const allDayWords = (booking) => t("all_day", { title: isolated(titleOf(booking)) });

const left = (instant, now) => duration(Date.parse(instant) - now, Math.ceil);
const lateness = (booking, now) => late(now - Date.parse(booking.expected_from));
const late = (milliseconds, key = "late_by") =>
  t(key, { time: milliseconds < MINUTE ? t("under_a_minute") : duration(milliseconds) });

// The word to be read from ten metres, and the line under it.
export function availabilityWords(state, now) {
  const zone = state.room.time_zone;
  const { current, next } = state;
  const nextAt = next && momentName(next.starts_at, now, zone);
  switch (state.availability) {
    case "free":
      return [t("word.free"),
        next ? t("free_until", { time: nextAt, left: left(next.starts_at, now) }) : t("free_long")];
    case "starting_soon":
      return next
        ? [t("word.free_for", { time: left(next.starts_at, now) }),
          t("then", { title: isolated(titleOf(next)), time: clockTime(next.starts_at, zone) })]
        : [t("word.free"), t("soon")];
    case "busy":
      return busyWords(current, current && momentName(current.ends_at, now, zone), now);
    case "occupied_unbooked":
      return [t("word.occupied"), next ? t("unbooked_next", { time: nextAt }) : t("unbooked")];
    case "claimable":
      return [t("word.claimable"), t(current?.phase === "no_show" ? "take_no_show" : "take_left")];
    default:
      return [t("word.unknown"), unknownReason(state, now)];
  }
}

function busyWords(current, end, now) {
  if (!current) return [t("word.booked"), ""];
  const until = t("until", { time: end });
  const withLeft = t("until_left", { time: end, left: left(current.ends_at, now) });
  const booked = (note) => [t("word.booked"), note ? `${until} · ${note}` : until];
  switch (current.phase) {
    case "checked_in": return [t("word.in_use"), withLeft];
    case "late": return booked(t("nobody_yet", { late: lateness(current, now) }));
    case "no_show": return booked(t("nobody_came"));
    case "awaiting": return booked(Date.parse(current.starts_at) > now ? "" : t("waiting"));
    default: return [t("word.booked"), withLeft];
  }
}

function unknownReason(state, now) {
  if (!state.clock.trusted) return t("clock_not_set");
  return outageWords(state, now) || t("bookings_unknown");
}

// What kind of failure is no answer: the panel waits its turn, or the server told it to.
const waits = ["paced", "limit"];
const refusals = ["authentication", "forbidden", "configuration"];

// What the public should know while the calendar does not answer, in one sentence without the reason, which is in the
// log and in `domovoy health`; empty while it does.
export function outageWords(state, now) {
  const { sync } = state;
  const kind = sync.last_error?.split(":", 1)[0];
  if (sync.server === "none" || (!sync.stale && (!kind || waits.includes(kind)))) return "";
  const heard = sync.last_success;
  const what = refusals.includes(kind) ? "refuses" : heard ? "silent" : "silent_yet";
  const since = heard
    ? t("outage.since", { time: momentName(heard, now, state.room.time_zone) }) : "";
  const isKept = state.clock.trusted && state.button.health === "ok";
  return t(`outage.${what}`) + since + (isKept ? t("outage.kept") : "");
}

// Why a room was given away, from the verdict's evidence.
export function reasonWords(verdict) {
  const { evidence } = verdict;
  if (verdict.verdict !== "no_show") return "";
  const [watched, due] = [evidence.observed_seconds, evidence.due_seconds]
    .map((seconds) => duration(seconds * 1_000));
  const n = evidence.active_edges;
  return t("why", { watched, due, seen: n === 0 ? t("no_movement") : t("movements", { n }) });
}

// Why the last press was refused; empty once that is old.
export function refusalWords({ refusal }, now) {
  if (!refusal || Date.parse(refusal.until) <= now) return "";
  return t("refused", { reason: t(`refusals.${refusal.reason}`) });
}

// Where the panel was blind before the first sign of people, they may have come sooner.
function cameLate({ late_by_seconds: seconds, late_at_most: isAtMost }) {
  return t("came", { late: late((seconds ?? 0) * 1_000, isAtMost ? "late_at_most" : "late_by") });
}

// What is to be said of a booking besides its time.
export function bookingNotes(booking, now) {
  const notes = [];
  if (booking.phase === "checked_in") notes.push(t("note.checked_in"));
  if (booking.phase === "late") notes.push(t("nobody_yet", { late: lateness(booking, now) }));
  if (booking.phase === "no_show") notes.push(t("nobody_came"));
  if (booking.phase === "awaiting" && Date.parse(booking.starts_at) <= now) notes.push(t("waiting"));
  if (booking.late_by_seconds) notes.push(cameLate(booking));
  if (booking.confirmation === "unconfirmed") notes.push(t("note.unconfirmed"));
  if (booking.pending) notes.push(t("note.pending"));
  return notes;
}

const leavings = ["ended_early", "overran"];

// What is to be said of a booking of the day besides its time.
export function rowNotes(row, current, overlaps, now) {
  if (row.id === current?.id) return bookingNotes(current, now);
  const notes = [];
  if (!row.blocking) notes.push(t("note.free"));
  if (row.arrival) notes.push(row.arrival === "late" ? cameLate(row) : t(`note.${row.arrival}`));
  if (leavings.includes(row.leaving)) notes.push(t(`note.${row.leaving}`));
  if (Date.parse(row.ends_at) > now && row.confirmation === "unconfirmed") notes.push(t("note.unconfirmed"));
  if (row.pending) notes.push(t("note.pending"));
  if (overlaps) notes.push(t("note.overlaps"));
  return notes;
}

// `green, slow blink`
export function signalWords({ colour, pattern }, say = t) {
  if (colour === "off") return say("colours.off");
  return `${say(`colours.${colour}`)}, ${say(`patterns.${pattern}`)}`;
}

export const availabilityMeaning = (state) => t(`availability.${state.availability}`);

// What the booking lamp means, told from the state, since palettes swap colours.
export function bookingMeaning(state) {
  const { colour, pattern } = state.lamps.booking;
  const booking = state.current ?? state.next;
  const told = { checked_in: "checked_in", late: "late", no_show: "no_show" }[booking?.phase];
  if (pattern === "refused") return t("lamp.refused");
  if (pattern === "double_blink" && colour !== "off") return t("lamp.stale");
  if (colour === "off") return t(state.current ? "lamp.not_shown" : "lamp.none");
  if (pattern === "pending") return t("lamp.pending");
  if (pattern === "fast_blink") return t("lamp.last_minute");
  return t(`lamp.${told ?? booking?.confirmation ?? "confirmed"}`);
}

// `quiet for 25 min`, `movement now`, `stuck`
export function sensorWords(sensor, isActive, now) {
  const words = [];
  if (sensor.health !== "ok") words.push(t(`health.${sensor.health}`));
  else if (isActive) words.push(t(sensor.kind === "motion" ? "movement" : "somebody"));
  else if (sensor.last_edge) words.push(t("quiet_for", { age: age(now - Date.parse(sensor.last_edge)) }));
  else words.push(t("quiet"));
  if (sensor.lost_edges > 0) words.push(t("lost_edges", { n: sensor.lost_edges }));
  return words.join(", ");
}

export const presenceWords = (state) => t(`presence.${state.presence}`);

// The age of the schedule, and an outage unless the door itself tells of it.
export function scheduleWords(state, now) {
  const { sync } = state;
  if (sync.server === "none") return [t("kept_alone"), t("server.none")];
  const heard = sync.last_success && age(now - Date.parse(sync.last_success));
  const words = heard ? t(sync.stale ? "read_old" : "read_ago", { age: heard }) : t("never_read");
  const isTold = state.availability === "unknown" && state.clock.trusted;
  const outage = isTold ? "" : outageWords(state, now);
  const notes = [outage || t(`server.${sync.server}`)];
  if (sync.outbox > 0) notes.push(t("to_send", { n: sync.outbox }));
  return [words, notes.join(" · ")];
}

// What is said of a finding: of everything that is asked of a server only that it is so, since the reasons are for
// whoever looks after the panel.
const servings = ["outbox", "messages", "calendar"];

// The findings as the public reads them; an outage is told once, elsewhere. The panel's own sentences are English.
export function findingWords(findings) {
  const words = findings.filter(({ component }) => component !== "server")
    .map(({ component, severity, message }) => (servings.includes(component)
      ? { severity, text: t(`finding.${component}`) }
      : { severity, text: `${component}: ${message}`, isEnglish: true }));
  return words.filter(({ text: own }, index) => words.findIndex((other) => other.text === own) === index);
}
