import { drawCalendars } from "/calendars.js";
import { openDialog, isDialogOpen } from "/dialog.js";
import { get, send } from "/wire.js";

const element = (id) => document.getElementById(id);
let shown = "";

async function refresh() {
  if (isDialogOpen()) return;
  const day = element("day").value;
  const overview = await get("/control/overview" + (day ? "?day=" + encodeURIComponent(day) : ""));
  if (!day) element("day").value = overview.day;
  fillUsers(overview.users);
  element("clock").textContent =
    new Date(overview.now * 1000).toLocaleTimeString("en-GB", { timeZone: overview.zone }) + " " + overview.zone;
  const kind = element("kind").value;
  const state = JSON.stringify([kind, overview.calendars, overview.day, Math.floor(overview.now / 60)]);
  if (state !== shown) {
    shown = state;
    drawCalendars(element("calendars"), overview, kind, (calendar, event, second) =>
      openDialog({ calendar, event, second, zone: overview.zone, user: Number(element("user").value) }, refreshSoon));
  }
  await showNotifications(overview);
}

function fillUsers(users) {
  const select = element("user");
  if (select.options.length === users.length) return;
  const chosen = select.value;
  select.replaceChildren(...users.map((user) => new Option(user.name, user.id)));
  if (chosen) select.value = chosen;
}

async function showNotifications(overview) {
  const list = (await send("POST", "/control/call", { method: "portal.notifications", params: {} })).result;
  const names = new Map(overview.users.map((user) => [user.id, user.name]));
  element("notifications").replaceChildren(
    ...list.slice(-10).reverse().map((entry) => {
      const item = document.createElement("li");
      item.textContent = `${names.get(entry.userId) ?? entry.userId}: ${entry.message}`;
      return item;
    }));
}

async function showControl() {
  const control = await get("/control");
  element("faults").textContent = control.faults.length
    ? "Faults to come: " + control.faults.map((fault) => `${fault.kind} of ${fault.method} (${fault.times})`).join(", ")
    : "No faults to come.";
  element("switches").replaceChildren(
    ...Object.entries(control.switches).flatMap(([name, value]) => {
      const label = document.createElement("label");
      label.textContent = name;
      label.htmlFor = "switch-" + name;
      const select = document.createElement("select");
      select.id = label.htmlFor;
      select.replaceChildren(...control.choices[name].map((choice) => new Option(choice, choice)));
      select.value = value;
      select.addEventListener("change", () => tell(send("PATCH", "/control/switches", { [name]: select.value })));
      return [label, select];
    }));
}

async function tell(promise) {
  try {
    await promise;
    element("trouble").textContent = "";
  } catch (error) {
    element("trouble").textContent = error.message;
  }
}

function refreshSoon() {
  tell(refresh());
}

async function loop() {
  await tell(refresh());
  setTimeout(loop, 2000);
}

element("day").addEventListener("change", refreshSoon);
element("kind").addEventListener("change", refreshSoon);
element("today").addEventListener("click", () => {
  element("day").value = "";
  refreshSoon();
});
element("control").addEventListener("toggle", () => element("control").open && tell(showControl()));
loop();
