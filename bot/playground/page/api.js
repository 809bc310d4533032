// The control API as functions; a refusal is thrown as an Error with its description.

export async function call(verb, path, body) {
  const response = await fetch(`/playground${path}`, {
    method: verb,
    headers: body === undefined ? {} : { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.description ?? response.statusText);
  return answer;
}

export const api = {
  state: () => call("GET", "/state"),
  messages: (chat) => call("GET", `/chats/${chat}/messages?limit=300`),
  chat: (chat) => call("GET", `/chats/${chat}`),
  bot: (user, chat) => call("GET", `/bot?user_id=${user}&chat_id=${chat}`),
  say: (chat, body) => call("POST", `/chats/${chat}/messages`, body),
  edit: (chat, message, body) => call("PATCH", `/chats/${chat}/messages/${message}`, body),
  remove: (chat, message) => call("DELETE", `/chats/${chat}/messages/${message}`),
  press: (chat, message, body) => call("POST", `/chats/${chat}/messages/${message}/press`, body),
  open: (user, payload = "") => call("POST", `/users/${user}/open`, { payload }),
  block: (user, blocked) => call("POST", `/users/${user}/${blocked ? "block" : "unblock"}`),
  addUser: (body) => call("POST", "/users", body),
  changeUser: (user, body) => call("PATCH", `/users/${user}`, body),
  addChat: (body) => call("POST", "/chats", body),
  member: (chat, body) => call("POST", `/chats/${chat}/members`, body),
  ask: (body) => call("POST", "/inline?wait=10", body),
  choose: (query, body) => call("POST", `/inline/${query}/choose`, body),
  settings: (body) => (body ? call("PATCH", "/settings", body) : call("GET", "/settings")),
  flood: (body) => (body ? call("PUT", "/flood", body) : call("GET", "/flood")),
  faults: (body) => (body ? call("PUT", "/faults", body) : call("GET", "/faults")),
  rejected: () => call("GET", "/calls?rejected=1&limit=50"),
  file: (id) => `/playground/files/${encodeURIComponent(id)}`,
};

export function watch(seq, onEvent, onState) {
  const stream = new EventSource(`/playground/events?after=${seq}`);
  stream.onmessage = (message) => onEvent(JSON.parse(message.data));
  stream.onopen = () => onState(true);
  stream.onerror = () => onState(false);
  return stream;
}
