// Words for the lexicon: what the corrections suggest, what each would change in all documents, and adding one.
import * as api from "./api.js";
import { say } from "./say.js";

const { el, t, pick, zh, listen } = window.atlas;
const place = document.getElementById("words");
const list = document.getElementById("words-list");
let found = null;

const roles = (said) => (said.length ? said.map(([name, role]) => `${name}（${t(`role_${role}`)}）`).join("、") : "—");
const value = (word) => (word.kind === "label" ? t(`role_${word.value}`) : word.value);
const told = (error) => (error.status === 0 ? t("desk_gone") : error.said ? pick([error.said.zh, error.said.en]) : t("desk_failed", { n: error.status }));

function change(each) {
  return el("tr", {},
    el("td", {}, zh(each.document)), el("td", {}, zh(each.measure)), el("td", {}, zh(roles(each.before))), el("td", {}, zh(roles(each.after))),
    el("td", {}, each.right === null ? "" : t(each.right ? "word_change_right" : "word_change_wrong")));
}

function row(word) {
  const names = ["document", "measure", "before", "after", "review"];
  return el("li", { class: "word" },
    el("div", { class: "word-head" },
      el("strong", {}, zh(word.word)), ` → ${value(word)} `, el("span", { class: "status-chip" }, t(`word_${word.kind}`)),
      el("button", { type: "button", class: "button small", on: { click: () => add(word) } }, t("words_add"))),
    el("details", {},
      el("summary", {}, t("words_changes", { n: word.statements, documents: word.documents })),
      el("div", { class: "scrolled", tabindex: "0" },
        el("table", {}, el("thead", {}, el("tr", {}, names.map((name) => el("th", { scope: "col" }, t(`word_change_${name}`))))), el("tbody", {}, word.changes.map(change)))),
      word.statements > word.changes.length && el("p", { class: "muted" }, t("words_more", { n: word.statements - word.changes.length }))));
}

function draw() {
  list.setAttribute("aria-busy", String(!found));
  if (!found) list.replaceChildren(el("p", { class: "muted" }, t("words_looking")));
  else if (!found.words.length) list.replaceChildren(el("p", { class: "muted" }, t("words_nothing")));
  else list.replaceChildren(el("p", { class: "muted" }, t("words_where", { file: found.file })), el("ul", { class: "plain" }, found.words.map(row)));
}

async function load() {
  found = null;
  draw();
  try {
    found = await api.words();
    draw();
  } catch (error) {
    list.setAttribute("aria-busy", "false");
    list.replaceChildren(el("p", { class: "failure", role: "alert" }, told(error)));
  }
}

async function add({ kind, word, value: meaning }) {
  try {
    await api.addWord({ kind, word, value: meaning });
    say(t("words_added", { word }));
    document.dispatchEvent(new Event("documents-changed"));
    await load();
  } catch (error) {
    say(told(error), true);
  }
}

place.addEventListener("toggle", () => place.open && load());
listen((changed) => changed.has("lang") && place.open && found && draw());
