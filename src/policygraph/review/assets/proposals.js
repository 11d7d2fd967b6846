// What assistants propose for a passage, beside its present reading. All that a client sent is a quote: text, never markup.
import { store } from "./store.js";

const { el, t, named, zh } = window.atlas;

const button = (name, label, key, id, extra = {}) =>
  el("button", { type: "button", class: "button small", "data-do": name, "data-proposal": id, "data-key": `${name}-${id}`, ...extra }, label, key && el("kbd", {}, key));

function bodiesOf(list, label) {
  return el("div", {}, el("p", { class: "muted" }, label),
    el("ul", { class: "plain lost-bodies" }, list.map((one) =>
      el("li", {}, el("span", { class: `role r-${one.role}` }, named("role", one.role)), " ", zh(one.name),
        one.level && [" ", el("span", { class: `level l-${one.level}` }, named("level", one.level))],
        one.kind === "class" && [" ", el("span", { class: "flag" }, t("kind_class"))],
        (one.deadline || one.deadlineText) && [" ", el("bdi", { class: "flag" }, one.deadline || one.deadlineText)])),
    !list.length && el("li", { class: "muted" }, t("desk_nobody_here"))));
}

function box(each, first) {
  const now = store.doc.statements.filter((one) => one.start < each.end && each.start < one.end).flatMap((one) => one.bodies);
  return el("section", { class: "proposal", "aria-label": t("queue_proposed") },
    el("h3", {}, t("queue_proposed")),
    el("p", { class: "muted" }, el("bdi", {}, each.client), " · ", each.proposed.slice(0, 10)),
    each.lost && el("p", { class: "reasons k-lost" }, t("desk_proposal_lost")),
    el("blockquote", { class: "source", lang: "zh" }, each.words),
    el("div", { class: "compared" }, !each.lost && bodiesOf(now, t("desk_proposal_now")), bodiesOf(each.bodies, t("desk_proposal_then"))),
    each.reason && el("div", {}, el("p", { class: "muted" }, t("desk_proposal_reason")), el("blockquote", { class: "reason" }, el("bdi", {}, each.reason))),
    el("div", { class: "decide" },
      !each.lost && button("take", t("desk_take"), first && "y", each.id, { class: "button small main" }),
      button("dismiss", t("desk_dismiss"), first && "d", each.id)));
}

export const proposalBoxes = (list) => list.map((each, at) => box(each, at === 0));

/** The proposals that were dismissed, each with a way back. */
export function dismissedSection() {
  const list = (store.doc.proposals || []).filter((each) => each.dismissed);
  if (!list.length) return null;
  return el("details", { class: "fold", "data-fold": "dismissed" }, el("summary", {}, t("desk_dismissed"), el("span", { class: "count" }, ` ${list.length}`)),
    el("ul", { class: "plain" }, list.map((each) => el("li", {}, zh(each.words.slice(0, 60)), " ", button("restore", t("desk_restore"), "", each.id)))));
}
