// The desk: signing in and out, notes, and what is wrong now.

import { ask as put, at, complain, fieldTime, localTime, offerSensors, speak } from "/desk/desk-common.js";

const words = speak({
  en: {
    title: "Facilities desk", judged: "The verdicts", sensors: "The sensors", look: "The log", reports: "Reports", door: "The door", leave: "Sign out", password: "Password", enter: "Sign in",
    findings: "What is wrong now", nothing: "Nothing.", records: "Today's records", log: "Log (CSV)",
    verdicts: "Verdicts (CSV)", bookings: "Bookings (CSV)", wrong: "The password is wrong.",
    wait: (seconds) => `Too many wrong passwords. Try again in ${seconds} s.`,
    write: "Write a note into the log", at: "The time it is about, by this device's clock", about: "What it is about",
    room: "the room", text: "What to note; it cannot be changed or removed", keep: "Keep the note",
    kept: (text) => `Kept: ${text}`, out: "Nobody is signed in any more.",
    busy: "The desk is busy. Try again in a moment.", lost: "The panel does not answer.",
  },
  ru: {
    title: "Стол службы эксплуатации", judged: "Оценки", sensors: "Датчики", look: "Журнал", reports: "Отчёты", door: "Дверь", leave: "Выйти", password: "Пароль", enter: "Войти",
    findings: "Что сейчас не так", nothing: "Всё в порядке.", records: "Записи за сегодня", log: "Журнал (CSV)",
    verdicts: "Решения (CSV)", bookings: "Брони (CSV)", wrong: "Неверный пароль.",
    wait: (seconds) => `Слишком много неверных паролей. Повторите через ${seconds} с.`,
    write: "Заметка в журнал", at: "Когда, по часам этого устройства", about: "О чём",
    room: "комната", text: "Текст; изменить или удалить его нельзя", keep: "Записать",
    kept: (text) => `Записано: ${text}`, out: "Сеанс окончен.",
    busy: "Панель занята. Повторите чуть позже.", lost: "Панель не отвечает.",
  },
});
const ask = (path, options) => put(path, words.lost, options);
let token = "";
// The instant of the row that the log page led here from; nothing without one.
let row = null;

// Shows the desk to whoever is signed in, and the form to everybody else.
async function show(session) {
  token = session?.token ?? "";
  at("enter").hidden = session !== null;
  at("desk").hidden = session === null;
  at("leave").hidden = session === null;
  if (session === null) at("password").focus();
  else await Promise.all([showFindings(), showSensors()]);
}

// The note is about now, unless the log page says what it is about.
async function showSensors() {
  const given = new URLSearchParams(location.search);
  const time = new Date(given.get("at") ?? "");
  row = Number.isNaN(time.getTime()) ? null : time;
  at("note-at").value = localTime(row ?? new Date());
  await offerSensors(at("note-sensor"), words.room, words.lost);
  at("note-sensor").value = given.get("sensor") ?? "";
  if (at("note-sensor").value === "") at("note-sensor").selectedIndex = 0;
}

async function showFindings() {
  const answer = await ask("/healthz");
  if (answer === null) return;
  const { findings } = await answer.json();
  const lines = findings.map(({ component, message }) => `${component}: ${message}`);
  at("findings").replaceChildren(...(lines.length > 0 ? lines : [words.nothing]).map((line) => {
    const item = document.createElement("li");
    item.textContent = line;
    return item;
  }));
}

async function refusal(answer) {
  if (answer.status === 401) return words.wrong;
  if (answer.status === 429) return words.wait(answer.headers.get("Retry-After"));
  if (answer.status === 503) return words.busy;
  return (await answer.json()).error.message;
}

at("enter").addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = JSON.stringify({ password: at("password").value });
  const answer = await ask("/desk/session", { method: "POST", headers: { "Content-Type": "application/json" }, body });
  if (answer === null) return;
  at("password").value = "";
  complain(answer.ok ? "" : await refusal(answer));
  if (answer.ok) await show(await answer.json());
});

at("note").addEventListener("submit", async (event) => {
  event.preventDefault();
  at("kept").textContent = "";
  const note = {
    at: fieldTime(at("note-at").value, row),
    sensor: at("note-sensor").value || null,
    text: at("note-text").value,
  };
  const headers = { "Content-Type": "application/json", "X-Desk-Token": token };
  const answer = await ask("/desk/notes", { method: "POST", headers, body: JSON.stringify(note) });
  if (answer === null) return;
  if (answer.status === 401) {
    complain(words.out);
    await show(null);
    return;
  }
  complain(answer.ok ? "" : (await answer.json()).error.message);
  if (!answer.ok) return;
  at("kept").textContent = words.kept(note.text);
  at("note-text").value = "";
});

at("leave").addEventListener("click", async () => {
  const answer = await ask("/desk/session", { method: "DELETE", headers: { "X-Desk-Token": token } });
  // Who was signed out already has nothing left to sign out of.
  if (answer?.ok || answer?.status === 401) await show(null);
});

const answer = await ask("/desk/session");
if (answer !== null) await show(answer.ok ? await answer.json() : null);
