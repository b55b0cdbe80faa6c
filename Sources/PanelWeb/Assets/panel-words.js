// What the page says: all sentences about rooms, bookings and lamps.

const MINUTE = 60_000;
const clocks = new Map();

function formatter(zone, options) {
  const key = zone + JSON.stringify(options);
  if (!clocks.has(key)) {
    let format;
    try {
      format = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zone });
    } catch {
      format = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" });
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
export function duration(milliseconds, round = Math.floor) {
  const minutes = Math.max(0, round(milliseconds / MINUTE));
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

// `20 s`, `5 min`, `3 h`, `2 days`.
export function age(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1_000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3 * 86_400) return duration(milliseconds);
  return `${Math.floor(seconds / 86_400)} days`;
}

export function titleOf(booking) {
  return booking.title || (booking.source === "panel" ? "Booked at the door" : "Booked");
}

const left = (instant, now) => duration(Date.parse(instant) - now, Math.ceil);
const lateness = (booking, now) => late(now - Date.parse(booking.expected_from));
const late = (milliseconds) => `${milliseconds < MINUTE ? "less than a minute" : duration(milliseconds)} late`;

// The word to be read from ten metres, and the line under it.
export function availabilityWords(state, now) {
  const zone = state.room.time_zone;
  const { current, next } = state;
  const end = current && momentName(current.ends_at, now, zone);
  switch (state.availability) {
    case "free":
      return ["Free", next
        ? `until ${momentName(next.starts_at, now, zone)} · ${left(next.starts_at, now)}`
        : "no booking in the next 24 hours"];
    case "starting_soon":
      return next
        ? [`Free ${left(next.starts_at, now)}`,
          `then ${titleOf(next)} at ${clockTime(next.starts_at, zone)}`]
        : ["Free", "the next booking starts soon"];
    case "busy":
      return busyWords(current, end, now);
    case "occupied_unbooked":
      return ["Occupied", next
        ? `without a booking · next at ${momentName(next.starts_at, now, zone)}`
        : "without a booking"];
    case "claimable":
      return ["Free to take", current?.phase === "no_show"
        ? "nobody came · one press takes it"
        : "everybody left · one press takes it"];
    default:
      return ["Unknown", unknownReason(state, now)];
  }
}

function busyWords(current, end, now) {
  if (!current) return ["Booked", ""];
  switch (current.phase) {
    case "checked_in": return ["In use", `until ${end} · ${left(current.ends_at, now)} left`];
    case "late": return ["Booked", `until ${end} · nobody here yet, ${lateness(current, now)}`];
    case "no_show": return ["Booked", `until ${end} · nobody came`];
    case "awaiting":
      return ["Booked", Date.parse(current.starts_at) > now
        ? `until ${end}` : `until ${end} · waiting for its people`];
    default: return ["Booked", `until ${end} · ${left(current.ends_at, now)} left`];
  }
}

function unknownReason(state, now) {
  if (!state.clock.trusted) return "the panel's clock is not set";
  return outageWords(state, now) || "what is booked is not known";
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
  const zone = state.room.time_zone;
  const isRefused = refusals.includes(kind);
  const since = sync.last_success ? ` since ${momentName(sync.last_success, now, zone)}` : isRefused ? "" : " yet";
  const kept = state.clock.trusted && state.button.health === "ok" ? "; presses are kept" : "";
  return `calendar ${isRefused ? "refuses this panel" : "not answering"}${since}${kept}`;
}

// Why a room was given away, from the verdict's evidence.
export function reasonWords(verdict) {
  const { evidence } = verdict;
  const [watched, due] = [evidence.observed_seconds, evidence.due_seconds]
    .map((seconds) => duration(seconds * 1_000));
  const seen = evidence.active_edges === 0 ? "no movement" : `${evidence.active_edges} movements`;
  if (verdict.verdict === "no_show") return `Why: watched ${watched} of ${due}, ${seen}, no press`;
  return "";
}

const pressRefusals = {
  too_short: "too little time before the next booking",
  no_room_to_extend: "this booking cannot be made longer",
  not_allowed: "this booking may not be changed at the door",
  nothing_to_end: "there is nothing to end or to take back",
  clock_untrusted: "the panel does not know what time it is",
  not_stored: "the panel could not keep the press",
  outbox_full: "too much still waits for the calendar",
  too_many: "too many presses at once",
  slot_taken: "somebody else has booked this time",
  changed_meanwhile: "the booking has been changed in the calendar",
};

// Why the last press was refused; empty once that is old.
export function refusalWords({ refusal }, now) {
  if (!refusal || Date.parse(refusal.until) <= now) return "";
  return `Press refused: ${pressRefusals[refusal.reason] ?? refusal.reason.replaceAll("_", " ")}.`;
}

// Where the panel was blind before the first sign of people, they may have come sooner.
function cameLate({ late_by_seconds: seconds, late_at_most: isAtMost }) {
  return `came ${isAtMost ? "at most " : ""}${late((seconds ?? 0) * 1_000)}`;
}

// What is to be said of a booking besides its time.
export function bookingNotes(booking, now) {
  const notes = [];
  if (booking.phase === "checked_in") notes.push("checked in");
  if (booking.phase === "late") notes.push(`nobody here yet, ${lateness(booking, now)}`);
  if (booking.phase === "no_show") notes.push("nobody came");
  if (booking.phase === "awaiting" && Date.parse(booking.starts_at) <= now) notes.push("waiting for its people");
  if (booking.late_by_seconds) notes.push(cameLate(booking));
  if (booking.confirmation === "unconfirmed") notes.push("not confirmed");
  if (booking.pending) notes.push("not on the server yet");
  return notes;
}

// What is to be said of a booking of the day besides its time.
export function rowNotes(row, current, overlaps, now) {
  if (row.id === current?.id) return bookingNotes(current, now);
  const notes = [];
  const arrivals = {
    on_time: "on time", carried_over: "people stayed on from before", no_show: "nobody came",
    unverifiable: "not judged",
    late: cameLate(row),
  };
  const leavings = { ended_early: "ended early", overran: "overran" };
  if (!row.blocking) notes.push("does not take the room");
  if (row.arrival) notes.push(arrivals[row.arrival]);
  if (row.leaving in leavings) notes.push(leavings[row.leaving]);
  if (Date.parse(row.ends_at) > now && row.confirmation === "unconfirmed") notes.push("not confirmed");
  if (row.pending) notes.push("not on the server yet");
  if (overlaps) notes.push("overlaps");
  return notes;
}

const colours = { red_green: "red and green" };
const patterns = {
  steady: "steady", slow_blink: "slow blink", fast_blink: "fast blink", double_blink: "double blink",
  pending: "short gap each second", refused: "three flashes",
};

// `green, slow blink`
export function signalWords({ colour, pattern }) {
  if (colour === "off") return "off";
  return `${colours[colour] ?? colour}, ${patterns[pattern] ?? pattern}`;
}

const availabilities = {
  free: "free", starting_soon: "free, soon booked", busy: "booked", occupied_unbooked: "occupied",
  claimable: "free to take", unknown: "unknown",
};

export function availabilityMeaning(state) {
  return availabilities[state.availability] ?? state.availability;
}

// What the booking lamp means, told from the state, since palettes swap colours.
export function bookingMeaning(state) {
  const { colour, pattern } = state.lamps.booking;
  if (pattern === "refused") return "press refused";
  if (pattern === "double_blink" && colour !== "off") return "old schedule";
  if (colour === "off") return state.current ? "not shown" : "none";
  if (pattern === "pending") return "not on the server yet";
  if (pattern === "fast_blink") return "about to be given up";
  const booking = state.current ?? state.next;
  if (booking?.phase === "checked_in") return "checked in";
  if (booking?.phase === "late") return "late";
  if (booking?.phase === "no_show") return "nobody came";
  return booking?.confirmation === "unconfirmed" ? "not confirmed" : "confirmed";
}

const healths = {
  ok: "", warming_up: "warming up", stuck: "stuck", chattering: "chattering",
  implausible: "not believed: no people move like that",
  silent: "silent: saw nothing though people were there", gone: "gone",
};

// `quiet for 25 min`, `movement now`, `stuck`
export function sensorWords(sensor, isActive, now) {
  const words = [];
  if (healths[sensor.health]) words.push(healths[sensor.health]);
  else if (isActive) words.push(sensor.kind === "motion" ? "movement now" : "somebody there");
  else if (sensor.last_edge) words.push(`quiet for ${age(now - Date.parse(sensor.last_edge))}`);
  else words.push("quiet since start");
  if (sensor.lost_edges > 0) words.push(`${sensor.lost_edges} edges lost`);
  return words.join(", ");
}

const presences = {
  present: "Somebody is there", vacant: "Nobody is there", unknown: "Presence not known",
};

export function presenceWords(state) {
  return presences[state.presence] ?? state.presence;
}

const servers = { caldav: "a CalDAV server", bitrix24: "a Bitrix24 portal", none: "no server" };

// The age of the schedule, and an outage unless the door itself tells of it.
export function scheduleWords(state, now) {
  const { sync } = state;
  if (sync.server === "none") return ["Kept by this panel alone", "no server"];
  const heard = sync.last_success && age(now - Date.parse(sync.last_success));
  const words = !heard ? "Never read" : sync.stale ? `Old: read ${heard} ago` : `Read ${heard} ago`;
  const isTold = state.availability === "unknown" && state.clock.trusted;
  const outage = isTold ? "" : outageWords(state, now);
  const notes = [outage || `from ${servers[sync.server] ?? sync.server}`];
  if (sync.outbox > 0) notes.push(`${sync.outbox} ${sync.outbox === 1 ? "change" : "changes"} to be sent`);
  return [words, notes.join(" · ")];
}

// What is said of a finding: of everything that is asked of a server only that it is so, since the reasons are for
// whoever looks after the panel.
const servings = {
  outbox: "something booked here was refused by the calendar", messages: "organisers are not told",
  calendar: "a part of the calendar cannot be read",
};

// The findings as the public reads them; an outage is told once, elsewhere.
export function findingWords(findings) {
  const words = findings.filter(({ component }) => component !== "server")
    .map(({ component, severity, message }) => ({
      severity, text: servings[component] ?? `${component}: ${message}`,
    }));
  return words.filter(({ text }, index) => words.findIndex((other) => other.text === text) === index);
}
