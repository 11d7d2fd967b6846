// How the chosen passage was read: its measure, its statement with the bodies, and what can be decided.
import * as commands from "./commands.js";
import { choose, chosen, item, lost, measure, onChoice, proposals, statement } from "./desk.js";
import { changesSection } from "./changes.js";
import { dismissedSection, proposalBoxes } from "./proposals.js";
import { rows } from "./rows.js";
import { setAction } from "./edits.js";
import { act, on, store } from "./store.js";

const { el, t, pick, zh, texts, listen } = window.atlas;
const place = document.getElementById("reading");

const both = (said) => (said ? pick([said.zh, said.en]) : "");
const button = (name, label, key, extra = {}) =>
  el("button", { type: "button", class: "button", "data-do": name, "data-key": name, ...extra }, label, key && el("kbd", {}, key));

function head(of) {
  if (!of) return el("h2", { class: "muted" }, t("desk_no_measure"));
  return [of.heading && el("p", { class: "kicker" }, zh(of.heading)), el("h2", {}, zh([of.number, of.title].filter(Boolean).join(" ")))];
}

function reasons() {
  const found = store.doc.queue.filter((each) => (chosen.statement !== null && each.statement === chosen.statement) || each.id === chosen.item).filter((each) => each.kind !== "proposed");
  if (!found.length) return null;
  return el("ul", { class: "plain reasons" }, found.map((each) =>
    el("li", { class: `k-${each.kind}` }, el("strong", {}, t(`queue_${each.kind}`)), " ", el("span", {}, both(each.detail)))));
}

function pictures(start, end) {
  const lines = store.doc.lines.filter((line) => line.doubtful && line.picture && line.start < end && start < line.end);
  return lines.slice(0, 4).map((line) => el("img", { class: "line-picture", src: line.picture, alt: t("desk_line_picture", { n: line.page }) }));
}

function quoted(start, end) {
  return el("blockquote", { class: "source", lang: "zh", tabindex: "0", "aria-label": t("desk_words") }, store.doc.points.slice(start, end));
}

function stateOf(each) {
  if (each.review === "unseen") return null;
  const who = [each.reviewer, (each.reviewed || "").slice(0, 16).replace("T", " ")].filter(Boolean).join(" · ");
  return el("p", { class: `state rv-${each.review}` }, t(`desk_state_${each.review}`), who && el("span", { class: "muted" }, ` ${who}`));
}

function alikeLine() {
  const change = commands.last.change;
  if (change && change.place === chosen.start) {
    return button("spread", t(change.after ? "desk_spread" : "desk_spread_remove", { n: change.others.length }), "g");
  }
  const all = commands.similar();
  return all.length > 1 ? button("similar", t("desk_accept_similar", { n: all.length }), "g") : null;
}

const RULES = { "first-leads": "desk_rule_first", none: "desk_rule_none" };

function ofStatement(each) {
  const given = commands.ruleHere();
  const proposed = proposals();
  return [
    stateOf(each), proposalBoxes(proposed), reasons(), pictures(each.start, each.end), quoted(each.start, each.end),
    rows(each, chosen.body),
    el("div", { class: "decide" },
      button("accept", t(proposed.length ? "desk_keep" : "desk_accept"), "a", { class: proposed.length ? "button" : "button main" }),
      button("nobody", t("desk_nobody"), "n"),
      each.review !== "unseen" && button("withdraw", t("desk_withdraw"), ""), alikeLine()),
    given && el("div", { class: "rule-here" }, el("span", {}, t("desk_rule_here", { rule: t(RULES[given.rule] || given.rule) })),
      button("withdraw-rule", t("desk_withdraw_rule"), "", { class: "button small" })),
    el("details", { class: "fold", "data-fold": "rule" }, el("summary", {}, t("desk_rule")),
      el("p", { class: "muted small" }, t("desk_rule_note")),
      el("div", { class: "small-actions" },
        button("rule", t("desk_rule_first"), "", { "data-rule": "first-leads", "data-key": "rule-first", class: "button small" }),
        button("rule", t("desk_rule_none"), "", { "data-rule": "none", "data-key": "rule-none", class: "button small" }))),
  ];
}

function field(name, label, value, extra = {}) {
  return el("label", { class: `field ${name}` }, el("span", {}, label),
    el("input", { type: "text", "data-measure": name, "data-key": `m-${name}`, value, "data-was": value, autocomplete: "off", ...extra }));
}

function fieldsOf(of) {
  if (!of) return null;
  const headings = [...new Set(store.doc.categories.map((each) => each.title || each.number))];
  return el("details", { class: "fold", "data-fold": "measure" }, el("summary", {}, t("desk_measure")),
    el("div", { class: "measure-fields" },
      field("number", t("desk_number"), of.number), field("title", t("desk_measure_title"), of.title, { lang: "zh" }),
      field("deadline", t("deadline"), of.deadlineText || of.deadline || "", { placeholder: t("desk_deadline_hint") }),
      field("heading", t("desk_heading"), of.heading || "", { list: "headings", lang: "zh" }),
      el("datalist", { id: "headings" }, headings.map((each) => el("option", { value: each })))),
    button("withdraw-measure", t("desk_withdraw_measure"), "", { class: "button small" }));
}

function ofLost(each) {
  const bodies = each.entry && Array.isArray(each.entry.bodies) ? each.entry.bodies : [];
  return [
    el("p", { class: "kicker" }, t("queue_lost")), el("h2", {}, t(`desk_lost_${each.kind}`)),
    el("p", {}, t("desk_lost_note")),
    el("blockquote", { class: "source", lang: "zh" }, each.words),
    bodies.length ? el("ul", { class: "plain lost-bodies" }, bodies.map((one) => el("li", {}, el("span", { class: `role r-${one.role}` }, window.atlas.named("role", one.role)), " ", zh(one.name)))) : null,
    el("div", { class: "decide" }, button("resolve", t("desk_use_words"), "", { class: "button main" }), button("drop", t("desk_drop_lost"), "")),
    el("p", { class: "muted small" }, t("desk_lost_how")),
  ];
}

function ofPassage() {
  const unread = store.doc.unread.find((each) => each.start < chosen.end && chosen.start < each.end);
  return [
    head(measure()), proposalBoxes(proposals()), reasons(),
    unread && chosen.item === null && el("p", { class: "reasons k-unread" }, both(unread.reason)),
    pictures(chosen.start, chosen.end),
    unread || chosen.item !== null ? quoted(chosen.start, Math.min(chosen.end, chosen.start + 2000)) : null,
    el("p", { class: "muted small" }, t(unread ? "desk_unread_how" : "desk_no_statement_how")),
    (unread || chosen.item !== null) && el("div", { class: "decide" }, unread && button("as-body", t("desk_whole_body"), ""), button("nobody", t("desk_nobody"), "n")),
  ];
}

function nothing() {
  const keys = [["j / k", "key_next"], ["a", "key_accept"], ["1 – 4", "key_role"], ["?", "desk_help"]];
  const { failure } = store.doc;
  return [
    failure && el("p", { class: "reasons k-unread" }, both(failure)),
    el("h2", {}, t("desk_begin")), el("p", { class: "muted" }, t("desk_begin_note")),
    el("dl", { class: "key-list" }, keys.map(([key, label]) => el("div", {}, el("dt", {}, el("kbd", {}, key)), el("dd", {}, t(label))))),
    !store.doc.queue.length && store.doc.statements.some((each) => each.review === "unseen") && el("div", { class: "decide" }, button("rest", t("desk_accept_rest"), "")),
  ];
}

/** Whether something is being written here that a new drawing would lose. */
const writing = () => {
  const field = document.activeElement;
  return place.contains(field) && field.dataset.was !== undefined && field.value !== field.dataset.was;
};

let stale = false;
export function draw(how = {}) {
  if (!store.doc) return;
  stale = writing() && !how.force;
  if (stale) return;
  const held = place.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  const open = new Set([...place.querySelectorAll("details[open]")].map((each) => each.dataset.fold));
  const scroll = place.scrollTop;
  const of = measure();
  const here = statement();
  const parts = lost() ? ofLost(lost())
    : here ? [head(of), ofStatement(here), fieldsOf(of)]
    : chosen.end > chosen.start ? [ofPassage(), fieldsOf(of)] : proposals().length ? proposalBoxes(proposals()) : nothing();
  place.replaceChildren(...[parts, dismissedSection(), changesSection()].flat(Infinity).filter(Boolean));
  for (const each of place.querySelectorAll("details[data-fold]")) each.open = open.has(each.dataset.fold) || (each.dataset.fold === "measure" && Boolean(how.fields));
  place.scrollTop = how.reveal ? 0 : scroll;
  const wanted = how.fields ? "m-number" : how.newName ? "new" : how.name ? "name" : held;
  if (!wanted) return;
  const found = place.querySelector(`[data-key="${CSS.escape(wanted)}"]`) || place;
  found.focus({ preventScroll: !how.name && !how.newName && !how.fields });
  if (how.name && found.select) found.select();
}

const DO = {
  open: (target) => choose({ ...chosen, body: Number(target.dataset.at) }, { held: true }),
  remove: (target) => commands.remove(Number(target.dataset.at)),
  role: (target) => commands.change(Number(target.dataset.at), { role: target.dataset.role }),
  split: () => commands.splitBody(),
  join: () => commands.joinBody(),
  accept: () => commands.accept(),
  nobody: () => commands.nobody(),
  withdraw: () => commands.withdraw("statement"),
  "withdraw-measure": () => commands.withdraw("measure"),
  similar: () => commands.acceptSimilar(),
  spread: () => commands.spreadChange(),
  "withdraw-rule": () => commands.withdrawRule(),
  rule: (target) => commands.rule(target.dataset.rule),
  resolve: () => commands.resolve(false),
  drop: () => commands.resolve(true),
  take: (target) => commands.takeProposal(target.dataset.proposal),
  dismiss: (target) => commands.dismissProposal(target.dataset.proposal),
  restore: (target) => commands.restoreProposal(target.dataset.proposal),
  rest: () => commands.acceptRest(),
  "as-body": () => act([setAction({ ...chosen, review: "unseen" }, commands.namesIn(chosen))]),
};

// A press here must not end the selection of words, which several of these buttons use.
place.addEventListener("pointerdown", (event) => event.target.closest("[data-do]") && event.preventDefault());
place.addEventListener("click", ({ target }) => {
  const pressed = target.closest("[data-do]");
  if (!pressed) return;
  pressed.focus({ preventScroll: true });
  DO[pressed.dataset.do](pressed);
});
place.addEventListener("change", ({ target }) => {
  const value = target.value.trim();
  const { set, at, was } = target.dataset;
  // A field that leaves the page while it has the focus tells its change a second time.
  if (was !== undefined && target.value === was) return;
  if (was !== undefined) target.dataset.was = target.value;
  if (target.dataset.measure) {
    commands.setMeasure({ [target.dataset.measure]: value });
    return;
  }
  if (!set || !statement()) return;
  if (set === "new") commands.addNames(value);
  else if (set === "name" && !value) target.value = target.dataset.was = was;
  else commands.change(Number(at), { [set]: value });
});
place.addEventListener("focusout", () => stale && setTimeout(() => draw()));
on("document", () => draw());
onChoice((how) => draw({ ...how, force: !how.held && how.reveal }));
listen((changed) => changed.has("lang") && draw());
