// Today's timeline.

import { fill, say } from "/panel-dom.js";
import { openSheet } from "/panel-sheet.js";
import { allDayWords, clockTime, rowNotes, text, times, titleOf } from "/panel-words.js";

const HOUR = 3_600_000;
const EARLIEST = 8; // hours of the day that are always shown
const LATEST = 18;
const LEAST_HEIGHT = 26; // pixels of a block: to be read, and to be hit by a finger
const HOUR_HEIGHT = [64, 104]; // pixels of an hour, the more the shorter the bookings are
const LINE_HEIGHTS = [38, 60]; // pixels of a block with two lines, and with three
const LANE_WIDTH = 96; // pixels of a lane at least; what has no lane is counted at the side
const MORE_WIDTH = 68;
const REST = 60_000; // how long the timeline stays where somebody has scrolled it
const at = (id) => document.getElementById(id);
let touchedAt = -Infinity;
let shownNow = -Infinity; // where the timeline was when it last went by itself

export function showDay({ link, day, dayFault, state, dayReadAt }, now) {
  if (!state || (!day && !dayFault)) return;
  const zone = state.room.time_zone;
  sayNote(link === "live" ? dayFault : text("as_of", { time: clockTime(dayReadAt, zone) }), day, now);
  if (!day) return;
  const rows = day.rows.filter((row) => !row.all_day);
  const frame = frameOf(day, rows, now);
  at("day-grid").style.setProperty("--hours", (frame.end - frame.start) / HOUR);
  at("day-grid").style.setProperty("--hour", `${frame.height}px`);
  showAllDay(day.rows.filter((row) => row.all_day), state, now);
  showHours(frame, zone, now);
  showBlocks(groupsOf(rows, frame, state.current), frame, state, now);
  showNow(frame, now, zone);
}

function sayNote(fault, day, now) {
  const n = (day?.rows ?? []).filter((row) => row.blocking && Date.parse(row.ends_at) > now).length;
  say(at("day-note"), fault ?? (n === 0 ? text("nothing_ahead") : text("ahead", { n })));
}

// Whole hours from the first to the last that matter, inside the day; as high as the shortest booking needs.
function frameOf(day, rows, now) {
  const [from, to] = [Date.parse(day.from), Date.parse(day.to)];
  const starts = rows.map((row) => Date.parse(row.starts_at));
  const ends = rows.map((row) => Date.parse(row.ends_at));
  const first = Math.min(from + EARLIEST * HOUR, now, ...starts);
  const last = Math.max(from + LATEST * HOUR, now + HOUR, ...ends);
  const whole = (instant, round) => from + round((instant - from) / HOUR) * HOUR;
  const shortest = Math.max(1, Math.min(HOUR, ...ends.map((end, index) => end - starts[index])));
  return {
    start: Math.max(from, whole(first, Math.floor)), end: Math.min(to, whole(last, Math.ceil)),
    height: Math.round(Math.min(HOUR_HEIGHT[1], Math.max(HOUR_HEIGHT[0], LEAST_HEIGHT * HOUR / shortest))),
  };
}

// Bookings that touch each other on the screen, with as many lanes as there is room for; the one that has the room
// gets the first lane, and what gets none is left over.
function groupsOf(rows, frame, current) {
  const width = at("blocks").clientWidth;
  const shortest = LEAST_HEIGHT * HOUR / frame.height;
  const items = rows.map((row) => {
    const start = Math.min(Math.max(Date.parse(row.starts_at), frame.start), frame.end - shortest);
    const end = Math.max(Math.min(Date.parse(row.ends_at), frame.end), start + shortest);
    return { row, start, end, rank: row.id === current?.id ? 0 : row.blocking ? 1 : 2 };
  }).sort((one, other) => one.start - other.start);
  const groups = [];
  for (const item of items) {
    const last = groups.at(-1);
    if (last && item.start < last.end) {
      last.items.push(item);
      last.end = Math.max(last.end, item.end);
    } else {
      groups.push({ items: [item], end: item.end });
    }
  }
  for (const group of groups) arrange(group, width);
  return groups;
}

function arrange(group, width) {
  const wanted = place(group.items, Infinity);
  const isTight = wanted > Math.max(1, Math.floor(width / LANE_WIDTH));
  const lanes = Math.max(1, Math.floor((width - MORE_WIDTH) / LANE_WIDTH));
  if (isTight) place([...group.items].sort((one, other) => one.rank - other.rank || one.start - other.start), lanes);
  group.lanes = isTight ? lanes : wanted;
  group.strip = isTight ? MORE_WIDTH : 0;
  group.rest = mergedRest(group.items.filter((item) => item.lane === null));
}

// Gives each the first lane that is free all its time; answers with how many lanes are used.
function place(items, lanes) {
  const placed = [];
  for (const item of items) {
    const taken = new Set(placed.filter((other) => other.start < item.end && item.start < other.end)
      .map((other) => other.lane));
    let lane = 0;
    while (taken.has(lane)) lane += 1;
    item.lane = lane < lanes ? lane : null;
    if (item.lane !== null) placed.push(item);
  }
  return 1 + Math.max(0, ...placed.map((item) => item.lane));
}

// What is left over, each stretch of it as one.
function mergedRest(items) {
  const rest = [];
  for (const item of [...items].sort((one, other) => one.start - other.start)) {
    const last = rest.at(-1);
    if (last && item.start < last.end) {
      last.rows.push(item.row);
      last.end = Math.max(last.end, item.end);
    } else {
      rest.push({ rows: [item.row], start: item.start, end: item.end });
    }
  }
  return rest;
}

function showAllDay(rows, state, now) {
  at("all-day").hidden = rows.length === 0;
  fill(at("all-day"), rows, makeAllDay, (item, row) => {
    const button = item.firstElementChild;
    say(button, allDayWords(row));
    button.onclick = () => openSheet([entryOf(row, state, 1, now)], state.room.time_zone);
  });
}

function makeAllDay() {
  const [item, button] = ["li", "button"].map((name) => document.createElement(name));
  button.type = "button";
  item.append(button);
  return item;
}

function showHours({ start, end }, zone, now) {
  const hours = [];
  for (let hour = start; hour <= end; hour += HOUR) hours.push(hour);
  fill(at("hours"), hours, () => document.createElement("span"), (mark, hour) => {
    mark.style.setProperty("--at", (hour - start) / HOUR);
    mark.dataset.near = Math.abs(hour - now) < 0.3 * HOUR;
    say(mark, clockTime(hour, zone));
  });
}

function makeBlock() {
  const [item, block, title, time, notes] = ["li", "button", "b", "span", "em"]
    .map((name) => document.createElement(name));
  block.type = "button";
  title.dir = "auto";
  block.append(title, time, notes);
  item.append(block);
  return item;
}

function showBlocks(groups, frame, state, now) {
  const shown = groups.flatMap((group) => [
    ...group.items.filter((item) => item.lane !== null)
      .map((item) => ({ ...item, rows: [item.row], lanes: group.lanes, strip: group.strip })),
    ...group.rest.map((rest) => ({ ...rest, strip: group.strip, isMore: true })),
  ]);
  fill(at("blocks"), shown, makeBlock, (item, { rows, row, start, end, lane, lanes, strip, isMore }) => {
    const height = (end - start) / HOUR * frame.height;
    for (const [name, value] of Object.entries({
      at: (start - frame.start) / HOUR, length: (end - start) / HOUR, lane, lanes, strip: `${strip}px`,
    })) item.style.setProperty(`--${name}`, value);
    item.classList.toggle("is-more", isMore === true);
    item.classList.toggle("is-short", height < LINE_HEIGHTS[0]);
    item.classList.toggle("is-medium", height >= LINE_HEIGHTS[0] && height < LINE_HEIGHTS[1]);
    item.classList.toggle("is-narrow", lanes > 1 || strip > 0);
    item.classList.toggle("is-current", row?.id === state.current?.id);
    item.dataset.look = isMore ? "more" : lookOf(row, state.current, now);
    const entries = rows.map((each) => entryOf(each, state, isMore ? 2 : lanes, now));
    item.firstElementChild.onclick = () => openSheet(entries, state.room.time_zone);
    sayBlock(item.firstElementChild, entries, isMore, state.room.time_zone);
  });
}

function entryOf(row, state, lanes, now) {
  return { booking: row, notes: rowNotes(row, state.current, row.blocking && lanes > 1, now) };
}

function sayBlock(block, entries, isMore, zone) {
  const [title, time, notes] = block.children;
  const n = entries.length;
  if (isMore) block.setAttribute("aria-label", text("more_bookings", { n }));
  else block.removeAttribute("aria-label");
  say(title, isMore ? text("more", { n }) : titleOf(entries[0].booking));
  say(time, isMore ? "" : times(entries[0].booking, zone));
  say(notes, isMore ? "" : entries[0].notes.join(" · "));
}

function lookOf(row, current, now) {
  if (!row.blocking) return "free";
  const phase = row.id === current?.id ? current.phase : null;
  if (row.arrival === "no_show" || phase === "no_show") return "no-show";
  if (row.arrival === "late" || phase === "late") return "late";
  if (Date.parse(row.ends_at) <= now) return "past";
  return row.confirmation === "unconfirmed" ? "unconfirmed" : "confirmed";
}

// The timeline goes along with the time, but not under somebody's hands.
function showNow({ start, end }, now, zone) {
  const line = at("now-line");
  line.hidden = now < start || now > end;
  line.style.setProperty("--at", (now - start) / HOUR);
  say(line.firstElementChild, clockTime(now, zone));
  const scroll = at("day-scroll");
  if (line.hidden || scroll.querySelector(":focus-visible") || performance.now() - touchedAt < REST) return;
  if (Math.abs(now - shownNow) < REST && scroll.scrollTop > 0) return;
  shownNow = now;
  scroll.scrollTop = line.offsetTop - scroll.clientHeight / 3;
}

export function startDay() {
  for (const name of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    at("day-scroll").addEventListener(name, () => { touchedAt = performance.now(); }, { passive: true });
  }
}
