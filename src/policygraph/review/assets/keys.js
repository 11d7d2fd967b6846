// The keyboard: one letter for each command, wherever nothing is being written.
import * as commands from "./commands.js";
import { choose, chosen, statement } from "./desk.js";
import { refresh } from "./chooser.js";
import { go } from "./queue.js";
import { clear, move, picked } from "./selection.js";
import { reveal } from "./source.js";
import { turn } from "./store.js";

const { el, t, roles, listen } = window.atlas;
const dialog = document.getElementById("keys");
const notice = document.getElementById("notice");

function step(by) {
  const here = statement();
  if (here && here.bodies.length) choose({ ...chosen, body: (chosen.body + by + here.bodies.length + (chosen.body < 0 && by < 0 ? 1 : 0)) % here.bodies.length });
}

function edit() {
  if (!statement()) return;
  if (statement().bodies.length) choose({ ...chosen, body: Math.max(0, chosen.body) }, { name: true });
  else choose({ ...chosen }, { newName: true });
}

const KEYS = {
  j: () => go(1), k: () => go(-1), a: commands.accept, e: edit, n: commands.nobody, m: commands.newMeasure,
  b: () => commands.add(), r: commands.rename, s: commands.splitBody, x: () => commands.remove(), Delete: () => commands.remove(),
  Backspace: () => commands.remove(), g: commands.spreadChange, y: () => commands.takeProposal(), d: () => commands.dismissProposal(), u: () => turn("undo"), U: () => turn("redo"), "]": () => step(1), "[": () => step(-1),
  "/": () => document.getElementById("find-words").focus(), "?": show,
  Escape: () => (picked() ? clear() : choose({})),
};
roles.forEach((role, at) => {
  KEYS[at + 1] = () => commands.role(role);
});

const HELP = [
  ["j k", "key_next"], ["a", "key_accept"], ["g", "key_similar"], ["y d", "key_proposal"], ["n", "key_nobody"], ["e", "key_edit"], ["[ ]", "key_body"], ["1 2 3 4", "key_role"],
  ["b", "key_add"], ["r", "key_rename"], ["s", "key_split"], ["x", "key_remove"], ["m", "key_measure"], ["u", "key_undo"], ["Shift U", "key_redo"], ["/", "desk_find"],
  ["← →", "key_select"], ["Shift ← →", "key_extend"], ["Esc", "key_escape"],
];

function fill() {
  dialog.replaceChildren(
    el("form", { method: "dialog" },
      el("div", { class: "dialog-head" }, el("h2", { id: "keys-title" }, t("desk_help")), el("button", { class: "icon", "aria-label": t("close") }, "×")),
      el("p", { class: "muted" }, t("desk_help_note")),
      el("dl", { class: "key-list" }, HELP.map(([keys, label]) => el("div", {}, el("dt", {}, keys.split(" ").map((key) => el("kbd", {}, key))), el("dd", {}, t(label)))))));
}

function show() {
  fill();
  dialog.showModal();
}

const writing = (target) => target.closest("input, select, textarea, [contenteditable]");

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (event.isComposing || dialog.open) return;
  if ((event.ctrlKey || event.metaKey) && !event.altKey && key.toLowerCase() === "z" && !writing(target)) {
    event.preventDefault();
    turn(event.shiftKey ? "redo" : "undo");
    return;
  }
  if (event.ctrlKey && target === notice && /^Arrow(Left|Right)$/.test(key)) return select(event);
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (writing(target)) {
    if (key === "Escape") target.blur();
    return;
  }
  if (target === notice && /^Arrow(Left|Right)$/.test(key)) return select(event);
  if (target.closest('[role="radiogroup"], #chooser') && /^Arrow/.test(key)) return along(event);
  const name = event.shiftKey && key.length === 1 ? key.toUpperCase() : key;
  const command = KEYS[name] || KEYS[key.length === 1 && !event.shiftKey ? key.toLowerCase() : key];
  if (!command) return;
  event.preventDefault();
  command();
  refresh();
});

function select(event) {
  event.preventDefault();
  const passage = move(event.key, event.shiftKey, event.ctrlKey, Math.max(0, chosen.start));
  reveal(passage.start, passage.end);
}

/** Arrows go along a group of buttons. */
function along(event) {
  const all = [...event.target.closest('[role="radiogroup"], #chooser').querySelectorAll("button")];
  const by = /Left|Up/.test(event.key) ? -1 : 1;
  event.preventDefault();
  all[(all.indexOf(event.target) + by + all.length) % all.length].focus();
}

document.getElementById("help").addEventListener("click", show);
document.getElementById("undo").addEventListener("click", () => turn("undo"));
document.getElementById("redo").addEventListener("click", () => turn("redo"));
listen((changed) => changed.has("lang") && dialog.open && fill());
