// The connection to the panel: reads server-sent events with `fetch`, since only so the keep-alive comments are seen,
// and with them whether anybody is still there.

const SILENCE = 20_000; // the panel says something at least every 15 s
const LONGEST_WAIT = 10_000;

// Calls `onState` with each state, `onAlive` with each sign of life, `onLost` when the connection is gone; for ever.
export async function follow(path, { onState, onAlive, onLost }) {
  for (let failures = 0; ; failures += 1) {
    let wait = 0;
    try {
      wait = await readOnce(path, (event) => {
        failures = 0;
        if (event === null) onAlive();
        else onState(event);
      });
    } catch {
      // Every reason has the same remedy: say that the connection is lost, and connect again.
    }
    onLost();
    await pause(Math.max(wait, Math.min(LONGEST_WAIT, 500 * 2 ** failures)));
  }
}

// Reads until the connection ends; answers with how long the panel asks to be left alone.
async function readOnce(path, onEvent) {
  const stop = new AbortController();
  let heardAt = performance.now();
  const watch = setInterval(() => {
    if (performance.now() - heardAt > SILENCE) stop.abort();
  }, 1_000);
  try {
    const answer = await fetch(path, { cache: "no-store", signal: stop.signal });
    if (!answer.ok) return 1_000 * Number(answer.headers.get("retry-after") ?? 0);
    for await (const block of blocks(answer.body)) {
      heardAt = performance.now();
      onEvent(parse(block));
    }
    return 0;
  } finally {
    clearInterval(watch);
    stop.abort();
  }
}

// The blocks of text between empty lines.
async function* blocks(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    text += value;
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      yield text.slice(0, end);
      text = text.slice(end + 2);
    }
  }
}

// The state in a block; null for a comment and for what this page does not know.
function parse(block) {
  const lines = block.split("\n");
  if (!lines.includes("event: state")) return null;
  const data = lines.filter((line) => line.startsWith("data: ")).map((line) => line.slice(6));
  return JSON.parse(data.join("\n"));
}

function pause(milliseconds) {
  const spread = milliseconds * (0.75 + Math.random() / 2);
  return new Promise((done) => {
    const timer = setTimeout(done, spread);
    addEventListener("online", () => { clearTimeout(timer); done(); }, { once: true });
  });
}
