// The list above the input: commands after "/", inline results after the bot's name.

import { api } from "./api.js";
import { avatar, button, el } from "./dom.js";
import { attempt, toast } from "./overlay.js";
import { store } from "./store.js";

const INLINE_DELAY_MS = 250;

export function completionList(composer) {
  const node = el("div", { class: "completions", role: "listbox", "aria-label": "Suggestions", hidden: true });
  let options = [];
  let selected = 0;
  let forced = false;
  let timer = 0;
  let asked = "";

  function show(entries, note) {
    options = entries;
    selected = 0;
    node.replaceChildren(...entries.map((entry) => entry.node), ...(note ? [el("div", { class: "completion-note" }, note)] : []));
    node.hidden = !entries.length && !note;
    mark();
  }

  function mark() {
    options.forEach((option, index) => option.node.setAttribute("aria-selected", String(index === selected)));
    options[selected]?.node.scrollIntoView({ block: "nearest" });
  }

  function hide() {
    forced = false;
    asked = "";
    show([]);
  }

  function commandOption(command) {
    const run = () => { hide(); composer.write(""); composer.say(`/${command.command}`); composer.input.focus(); };
    const fill = () => { hide(); composer.compose(`/${command.command} `); };
    const row = button({ class: "completion", role: "option", "data-testid": "command-item", onclick: run }, el("b", {}, `/${command.command}`), el("span", {}, command.description));
    return { node: row, run, fill };
  }

  function resultOption(queryId, result) {
    const run = () => {
      hide();
      composer.write("");
      attempt(api.choose(queryId, { result_id: result.id, chat_id: composer.pane.chatId, thread_id: composer.pane.threadId || undefined }));
    };
    const title = result.title ?? result.type;
    const row = button({ class: "completion result", role: "option", "data-testid": "inline-result", onclick: run }, avatar([...title].length * 7, title), el("b", {}, title), el("span", {}, result.description ?? ""));
    return { node: row, run, fill: run };
  }

  async function ask(query) {
    asked = query;
    const answer = await api.ask({ user_id: composer.pane.userId, query, chat_type: composer.pane.chat.type === "private" ? "sender" : composer.pane.chat.type }).catch((error) => toast(error.message));
    if (asked !== query || !answer) return;
    const found = answer.answer?.results ?? [];
    const note = answer.answer ? "No results" : "The bot did not answer";
    show(found.map((result) => resultOption(answer.inline_query_id, result)), found.length ? answer.answer.button?.text : note);
  }

  function update() {
    const text = composer.input.value;
    const command = /^\/([a-z0-9_]*)$/i.exec(text);
    const inline = new RegExp(`^@${store.bot.username}\\s([\\s\\S]*)$`, "i").exec(text);
    clearTimeout(timer);
    if (command || (forced && !text)) {
      const found = composer.commands.filter((entry) => entry.command.startsWith(command?.[1].toLowerCase() ?? ""));
      return show(found.map(commandOption));
    }
    if (inline) {
      if (asked !== inline[1]) timer = setTimeout(() => ask(inline[1]), INLINE_DELAY_MS);
      return undefined;
    }
    return hide();
  }

  return {
    node,
    update,
    toggleCommands() {
      forced = node.hidden;
      if (forced) { update(); composer.input.focus(); } else hide();
    },
    handleKey(event) {
      if (node.hidden || !options.length || event.isComposing) return false;
      const steps = { ArrowDown: 1, ArrowUp: -1 };
      if (event.key in steps) selected = (selected + steps[event.key] + options.length) % options.length;
      else if (event.key === "Enter" && !event.shiftKey) options[selected].run();
      else if (event.key === "Tab") options[selected].fill();
      else if (event.key === "Escape") hide();
      else return false;
      event.preventDefault();
      event.stopPropagation();
      if (!node.hidden) mark();
      return true;
    },
  };
}
