async function read(answer) {
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error_description || body.error || `status ${answer.status}`);
  return body;
}

export async function get(path) {
  return read(await fetch(path, { cache: "no-store" }));
}

export async function send(method, path, body) {
  const headers = { "Content-Type": "application/json" };
  return read(await fetch(path, { method, headers, body: JSON.stringify(body) }));
}

/** Calls a REST method as a person would on the portal's own pages. */
export async function call(user, method, params) {
  return (await send("POST", "/control/call", { user, method, params })).result;
}
