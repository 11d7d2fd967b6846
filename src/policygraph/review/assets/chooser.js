// The tools that appear at selected words.
import * as commands from "./commands.js";
import { body, lost, statement, statementAt } from "./desk.js";
import { clear, picked } from "./selection.js";
import { rangeOf } from "./source.js";
import { say } from "./say.js";

const { el, t, named, roles } = window.atlas;
const bar = document.getElementById("chooser");
const notice = document.getElementById("notice");

const button = (name, label, key, extra = "") =>
  el("button", { type: "button", class: `tool ${extra}`, "data-tool": name }, label, key && el("kbd", {}, key));

function tools(words) {
  const inside = statementAt(words.start, words.end);
  const within = inside && inside.bodies.find((each) => each.start <= words.start && words.end <= each.end && each.end - each.start > words.end - words.start);
  return [
    lost() && button("resolve", t("desk_use_words"), "", "main"),
    el("span", { class: "tool-label" }, t("desk_as_body")),
    roles.map((role, at) => button(`role-${role}`, named("role", role), String(at + 1), `r-${role}`)),
    within && button("split", t("desk_split"), "s"),
    body() && button("rename", t("desk_rename"), "r"),
    button("measure", t("desk_as_measure"), "m"),
    !inside && button("nobody", t("desk_as_nobody"), "n"),
    button("copy", t("desk_copy"), ""),
  ];
}

export function refresh() {
  const words = picked();
  bar.hidden = !words;
  if (!words) return;
  bar.replaceChildren(...tools(words).flat().filter(Boolean));
  const box = rangeOf(words.start, words.end).getBoundingClientRect();
  const frame = notice.getBoundingClientRect();
  const top = box.top - bar.offsetHeight - 8;
  const below = Math.min(box.bottom + 8, frame.bottom - bar.offsetHeight - 8);
  bar.style.top = `${Math.max(8, top > frame.top ? top : below)}px`;
  bar.style.left = `${Math.max(8, Math.min(box.left, frame.right - bar.offsetWidth - 8))}px`;
}

const DO = {
  resolve: () => commands.resolve(false),
  split: commands.splitBody,
  rename: commands.rename,
  measure: commands.newMeasure,
  nobody: commands.nobody,
  async copy() {
    const { words } = picked();
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      document.execCommand("copy");
    }
    clear();
    say(t("desk_said_copied"));
  },
};

// The selection must outlive the press on a tool.
bar.addEventListener("pointerdown", (event) => event.preventDefault());
bar.addEventListener("click", ({ target }) => {
  const pressed = target.closest("[data-tool]");
  if (!pressed) return;
  const { tool } = pressed.dataset;
  if (tool.startsWith("role-")) commands.add(tool.slice(5));
  else DO[tool]();
  refresh();
});

let down = false;
let timer = 0;
notice.addEventListener("pointerdown", () => {
  down = true;
  bar.hidden = true;
});
window.addEventListener("pointerup", () => {
  down = false;
  setTimeout(refresh);
});
document.addEventListener("selectionchange", () => {
  clearTimeout(timer);
  if (!down) timer = setTimeout(refresh, 60);
});
notice.addEventListener("scroll", () => !bar.hidden && refresh(), { passive: true });
