// The page of reports is made by the panel; this sends for another stretch of time, by the clock of this device.

import { at, localTime, utcTime } from "/desk/desk-common.js";

const given = new URLSearchParams(location.search);
for (const name of ["from", "to"]) {
  const time = new Date(given.get(name) ?? "");
  if (!Number.isNaN(time.getTime())) at(name).value = localTime(time);
}
at("stretch").hidden = false;
at("stretch").addEventListener("submit", (event) => {
  event.preventDefault();
  const query = new URLSearchParams();
  for (const name of ["from", "to"]) {
    const time = utcTime(at(name).value);
    if (time !== "") query.set(name, time);
  }
  location.assign(`/desk/reports?${query}`);
});
