const kinds = {
  group: "group calendar", company_calendar: "company calendar", location: "meeting room",
  resource: "CRM resource, read only", booking: "Online booking",
};

function hours() {
  const column = document.createElement("div");
  column.className = "hours";
  for (let hour = 0; hour < 24; hour += 1) {
    const label = document.createElement("div");
    label.textContent = `${hour}:00`;
    column.append(label);
  }
  return column;
}

function place(node, overview, start, end) {
  const length = overview.end - overview.start;
  const from = Math.max(start, overview.start) - overview.start;
  const to = Math.min(end, overview.end) - overview.start;
  node.style.top = `${(100 * from) / length}%`;
  node.style.height = `${(100 * Math.max(to - from, 600)) / length}%`;
}

function drawEvent(overview, calendar, event, open) {
  const node = document.createElement("button");
  node.type = "button";
  node.className = "event" + (event.isFree ? " free" : "") + (calendar.kind === "resource" ? " fixed" : "");
  const clock = (second) =>
    new Date(second * 1000).toLocaleTimeString("en-GB", { timeZone: overview.zone, hour: "2-digit", minute: "2-digit" });
  node.textContent = `${clock(event.start)}–${clock(event.end)} ${event.name}${event.isSeries ? " ↻" : ""}`;
  node.title = [node.textContent, event.description].filter(Boolean).join("\n");
  if (/^#[0-9a-f]{3,8}$/i.test(event.color)) node.style.borderLeftColor = event.color;
  place(node, overview, event.start, event.end);
  node.addEventListener("click", (click) => {
    click.stopPropagation();
    if (calendar.kind !== "resource") open(calendar, event, event.start);
  });
  return node;
}

/** Overlapping events stand side by side; each group of them has as many lanes as it needs. */
function spread(nodes, events) {
  let [group, ends] = [[], []];
  const settle = () => {
    for (const [node, lane] of group) {
      node.style.left = `${(100 * lane) / ends.length}%`;
      node.style.right = `${100 - (100 * (lane + 1)) / ends.length}%`;
    }
    [group, ends] = [[], []];
  };
  events.forEach((event, index) => {
    if (ends.every((end) => end <= event.start)) settle();
    let lane = ends.findIndex((end) => end <= event.start);
    if (lane < 0) lane = ends.length;
    ends[lane] = event.end;
    group.push([nodes[index], lane]);
  });
  settle();
}

function drawCalendar(overview, calendar, open) {
  const column = document.createElement("section");
  column.className = "calendar";
  const title = document.createElement("h2");
  title.textContent = calendar.name;
  const kind = document.createElement("small");
  kind.textContent = `${kinds[calendar.kind]} ${calendar.kind === "group" ? calendar.ownerId : calendar.id}`;
  const day = document.createElement("div");
  day.className = "day";
  const events = [...calendar.events].sort((one, other) => one.start - other.start);
  const nodes = events.map((event) => drawEvent(overview, calendar, event, open));
  spread(nodes, events);
  day.append(...nodes);
  if (overview.now >= overview.start && overview.now < overview.end) {
    const now = document.createElement("div");
    now.className = "now";
    now.style.top = `${(100 * (overview.now - overview.start)) / (overview.end - overview.start)}%`;
    day.append(now);
  }
  day.addEventListener("click", (click) => {
    if (click.target !== day || calendar.kind === "resource") return;
    const part = click.offsetY / day.clientHeight;
    const second = overview.start + part * (overview.end - overview.start);
    open(calendar, null, Math.floor(second / 1800) * 1800);
  });
  column.append(title, kind, day);
  return column;
}

export function drawCalendars(container, overview, kind, open) {
  const calendars = overview.calendars.filter((calendar) => !kind || calendar.kind === kind);
  container.replaceChildren(
    hours(), ...calendars.map((calendar) => drawCalendar(overview, calendar, open)));
}
