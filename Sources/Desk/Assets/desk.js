// The desk: signing in and out, notes, and what is wrong now.

const texts = {
  en: {
    title: "Facilities desk", door: "The door", leave: "Sign out", password: "Password", enter: "Sign in",
    findings: "What is wrong now", nothing: "Nothing.", records: "Today's records", log: "Log (CSV)",
    verdicts: "Verdicts (CSV)", bookings: "Bookings (CSV)", wrong: "The password is wrong.",
    wait: (seconds) => `Too many wrong passwords. Try again in ${seconds} s.`,
    write: "Write a note into the log", at: "The time it is about, by this device's clock", about: "What it is about",
    room: "the room", text: "What to note; it cannot be changed or removed", keep: "Keep the note",
    kept: (text) => `Kept: ${text}`, out: "Nobody is signed in any more.",
    busy: "The desk is busy. Try again in a moment.", lost: "The panel does not answer.",
  },
  ru: {
    title: "Стол службы эксплуатации", door: "Дверь", leave: "Выйти", password: "Пароль", enter: "Войти",
    findings: "Что сейчас не так", nothing: "Всё в порядке.", records: "Записи за сегодня", log: "Журнал (CSV)",
    verdicts: "Решения (CSV)", bookings: "Брони (CSV)", wrong: "Неверный пароль.",
    wait: (seconds) => `Слишком много неверных паролей. Повторите через ${seconds} с.`,
    write: "Заметка в журнал", at: "Когда, по часам этого устройства", about: "О чём",
    room: "комната", text: "Текст; изменить или удалить его нельзя", keep: "Записать",
    kept: (text) => `Записано: ${text}`, out: "Сеанс окончен.",
    busy: "Панель занята. Повторите чуть позже.", lost: "Панель не отвечает.",
  },
};
const language = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag in texts) ?? "en";
const words = texts[language];
const at = (id) => document.getElementById(id);
let token = "";

document.documentElement.lang = language;
document.title = words.title;
for (const element of document.querySelectorAll("[data-text]")) element.textContent = words[element.dataset.text];

function complain(text) {
  at("fault").textContent = text;
  at("fault").hidden = text === "";
}

async function ask(path, options = {}) {
  try {
    return await fetch(path, { cache: "no-store", ...options });
  } catch {
    complain(words.lost);
    return null;
  }
}

// Shows the desk to whoever is signed in, and the form to everybody else.
async function show(session) {
  token = session?.token ?? "";
  at("enter").hidden = session !== null;
  at("desk").hidden = session === null;
  at("leave").hidden = session === null;
  if (session === null) at("password").focus();
  else await Promise.all([showFindings(), showSensors()]);
}

async function showSensors() {
  // By the clock of the browser, to the minute, as the field wants it.
  const now = new Date();
  at("note-at").value = new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  const answer = await ask("/api/v1/state");
  if (answer === null || !answer.ok) return;
  const names = (await answer.json()).sensors.map(({ name }) => [name, name]);
  at("note-sensor").replaceChildren(...[[words.room, ""], ...names].map(([label, value]) => new Option(label, value)));
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
    at: new Date(at("note-at").value).toISOString().replace(/\.\d+Z$/, "Z"),
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
