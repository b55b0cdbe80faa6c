// Today's timeline.

import { fill, say } from "/panel-door.js";
import { clockTime, rowNotes, titleOf } from "/panel-words.js";

const HOUR = 3_600_000;
const SHORT = 0.6 * HOUR; // has one line only
const EARLIEST = 8; // hours of the day that are always shown
const LATEST = 18;
const at = (id) => document.getElementById(id);
let hasScrolled = false;

export function showDay({ link, day, dayFault, state, dayReadAt }, now) {
  if (!state || (!day && !dayFault)) return;
  sayNote(link === "live" ? dayFault : `as of ${clockTime(dayReadAt, state.room.time_zone)}`, day, now);
  if (!day) return;
  const zone = state.room.time_zone;
  const rows = day.rows.filter((row) => !row.all_day);
  const frame = frameOf(day, rows, now);
  at("day-grid").style.setProperty("--hours", (frame.end - frame.start) / HOUR);
  showAllDay(day.rows.filter((row) => row.all_day));
  showHours(frame, zone, now);
  showBlocks(lanesOf(rows), frame, state, now);
  showNow(frame, now, zone);
}

function sayNote(fault, day, now) {
  const ahead = (day?.rows ?? []).filter((row) => row.blocking && Date.parse(row.ends_at) > now).length;
  const words = ahead === 0 ? "nothing ahead" : `${ahead} ahead`;
  say(at("day-note"), fault ?? words);
}

// Whole hours from the first to the last that matter, inside the day.
function frameOf(day, rows, now) {
  const [from, to] = [Date.parse(day.from), Date.parse(day.to)];
  const starts = rows.map((row) => Date.parse(row.starts_at));
  const ends = rows.map((row) => Date.parse(row.ends_at));
  const first = Math.min(from + EARLIEST * HOUR, now, ...starts);
  const last = Math.max(from + LATEST * HOUR, now + HOUR, ...ends);
  const whole = (instant, round) => from + round((instant - from) / HOUR) * HOUR;
  return {
    start: Math.max(from, whole(first, Math.floor)), end: Math.min(to, whole(last, Math.ceil)),
  };
}

// Puts bookings that overlap side by side.
function lanesOf(rows) {
  const placed = [];
  let group = [];
  let groupEnd = -Infinity;
  const close = () => {
    const width = 1 + Math.max(0, ...group.map((item) => item.lane));
    for (const item of group) item.width = width;
    group = [];
  };
  for (const row of rows) {
    const [start, end] = [Date.parse(row.starts_at), Date.parse(row.ends_at)];
    if (start >= groupEnd) close();
    const taken = new Set(group.filter((item) => item.end > start).map((item) => item.lane));
    let lane = 0;
    while (taken.has(lane)) lane += 1;
    const item = { row, start, end, lane, width: 1 };
    group.push(item);
    placed.push(item);
    groupEnd = Math.max(groupEnd, end);
  }
  close();
  return placed;
}

function showAllDay(rows) {
  at("all-day").hidden = rows.length === 0;
  fill(at("all-day"), rows, () => document.createElement("li"),
    (item, row) => say(item, `All day: ${titleOf(row)}`));
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
  const [item, line, title, time, notes] = ["li", "div", "b", "span", "em"]
    .map((name) => document.createElement(name));
  line.append(title, time);
  item.append(line, notes);
  return item;
}

function showBlocks(items, frame, state, now) {
  const zone = state.room.time_zone;
  fill(at("blocks"), items, makeBlock, (block, { row, start, end, lane, width }) => {
    const [top, bottom] = [Math.max(start, frame.start), Math.min(end, frame.end)];
    block.style.setProperty("--at", (top - frame.start) / HOUR);
    block.style.setProperty("--length", Math.max(0, bottom - top) / HOUR);
    block.style.setProperty("--lane", lane);
    block.style.setProperty("--lanes", width);
    block.dataset.look = lookOf(row, state.current, now);
    block.classList.toggle("is-short", end - start < SHORT);
    block.classList.toggle("is-narrow", width > 1);
    block.classList.toggle("is-current", row.id === state.current?.id);
    const [title, time, notes] = block.querySelectorAll("b, span, em");
    const span = `${clockTime(start, zone)}–${clockTime(end, zone)}`;
    say(title, titleOf(row));
    say(time, end - start < SHORT ? clockTime(start, zone) : span);
    say(notes, rowNotes(row, state.current, row.blocking && width > 1, now).join(" · "));
    block.title = [title.textContent, span, notes.textContent].filter(Boolean).join(", ");
  });
}

function lookOf(row, current, now) {
  if (!row.blocking) return "free";
  const phase = row.id === current?.id ? current.phase : null;
  if (row.arrival === "no_show" || phase === "no_show") return "no-show";
  if (row.arrival === "late" || phase === "late") return "late";
  if (Date.parse(row.ends_at) <= now) return "past";
  return row.confirmation === "unconfirmed" ? "unconfirmed" : "confirmed";
}

function showNow({ start, end }, now, zone) {
  const line = at("now-line");
  line.hidden = now < start || now > end;
  line.style.setProperty("--at", (now - start) / HOUR);
  say(line.firstElementChild, clockTime(now, zone));
  if (hasScrolled || line.hidden) return;
  hasScrolled = true;
  const scroll = at("day-scroll");
  scroll.scrollTop = line.offsetTop - scroll.clientHeight / 3;
}
