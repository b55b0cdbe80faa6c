import { call } from "/wire.js";

const dialog = document.getElementById("dialog");
const form = document.getElementById("form");
const trouble = document.getElementById("dialog-trouble");
let current = null;
let done = () => {};

export function isDialogOpen() {
  return dialog.open;
}

/** The reading of a clock in a zone, as datetime-local wants it. */
function reading(second, zone) {
  const text = new Date(second * 1000).toLocaleString("sv-SE", { timeZone: zone });
  return text.slice(0, 16).replace(" ", "T");
}

/** The instant at which the clocks of a zone show a reading. */
function instant(text, zone) {
  const wanted = Date.parse(text + ":00Z") / 1000;
  let second = wanted;
  for (let turn = 0; turn < 3; turn += 1) {
    second += wanted - Date.parse(reading(second, zone) + ":00Z") / 1000;
  }
  return second;
}

export function openDialog(context, whenDone) {
  [current, done] = [context, whenDone];
  const { calendar, event, second, zone } = context;
  document.getElementById("dialog-title").textContent = (event ? "Change in " : "Add to ") + calendar.name;
  document.getElementById("delete").hidden = !event;
  document.getElementById("dialog-note").textContent =
    event && event.isSeries ? "Part of a series: saving changes this day only, deleting ends the whole series." : "";
  trouble.textContent = "";
  form.elements.name.value = event ? event.name : "";
  form.elements.start.value = reading(second, zone);
  form.elements.end.value = reading(event ? event.end : second + 1800, zone);
  dialog.showModal();
}

form.addEventListener("submit", async (submission) => {
  const choice = submission.submitter ? submission.submitter.value : "save";
  if (choice === "cancel") return;
  submission.preventDefault();
  try {
    await act(choice);
    dialog.close();
    done();
  } catch (error) {
    trouble.textContent = error.message;
  }
});

function act(choice) {
  const start = instant(form.elements.start.value, current.zone);
  const end = instant(form.elements.end.value, current.zone);
  const name = form.elements.name.value;
  const isBooking = current.calendar.kind === "booking";
  if (choice === "delete") return remove(isBooking);
  return isBooking ? saveBooking(name, start, end) : saveEvent(name, start, end);
}

function remove(isBooking) {
  const { user, event } = current;
  if (isBooking) return call(user, "booking.v1.booking.delete", { id: event.id });
  return call(user, "calendar.event.delete", { id: event.parentId });
}

function saveBooking(name, start, end) {
  const { user, calendar, event, zone } = current;
  const fields = {
    name,
    datePeriod: { from: { timestamp: start, timezone: zone }, to: { timestamp: end, timezone: zone } },
  };
  if (event) return call(user, "booking.v1.booking.update", { id: event.id, fields });
  return call(user, "booking.v1.booking.add", { fields: { ...fields, resourceIds: [calendar.id] } });
}

async function saveEvent(name, start, end) {
  const { user, calendar, event, zone } = current;
  const times = { from_ts: start, to_ts: end, timezone_from: zone, timezone_to: zone };
  if (event) return changeEvent({ name, ...times });
  if (calendar.kind === "location") {
    return call(user, "calendar.event.add", {
      type: "user", ownerId: user, auto_detect_section: "Y", name, ...times, location: `calendar_${calendar.id}`,
    });
  }
  return call(user, "calendar.event.add", {
    type: calendar.kind, ownerId: calendar.ownerId, section: calendar.id, name, ...times,
  });
}

/** What an update has to name, since the portal clears the rest. */
function keptFields(real) {
  return {
    description: real.DESCRIPTION, location: real.LOCATION, color: real.COLOR,
    accessibility: real.ACCESSIBILITY, private_event: real.PRIVATE_EVENT === "1" ? "Y" : "N",
  };
}

/** A row of a meeting room stands for the event that reserved it. */
async function changeEvent(fields) {
  const { user, event, zone } = current;
  const real = await call(0, "calendar.event.getbyid", { id: event.parentId });
  if (event.parentId !== event.id) delete fields.name;
  const change = {
    id: event.parentId, type: real.CAL_TYPE, ownerId: real.OWNER_ID, host: real.MEETING_HOST,
    ...keptFields(real), ...fields,
  };
  if (event.isSeries) {
    change.recurrence_mode = "this";
    change.current_date_from = reading(event.start, zone).slice(0, 10);
  }
  return call(user, "calendar.event.update", change);
}
