// The bodies of a statement, a row each; the chosen one is open and can be changed.
import { suggesting } from "./suggestions.js";

const { el, t, named, texts, roles } = window.atlas;
const { levels } = window.atlasData.order;

const basisNote = (body) => (body.basis !== "stated" && `basis_${body.basis}` in texts ? el("span", { class: "flag" }, t(`basis_${body.basis}`)) : null);

function closed(body, at) {
  return el("li", { class: "body" },
    el("button", { type: "button", class: "body-line", "data-do": "open", "data-at": at, "data-key": `open-${at}` },
      el("span", { class: `role r-${body.role}` }, named("role", body.role)),
      el("bdi", { class: "body-name", lang: "zh" }, body.name),
      el("span", { class: `level l-${body.level}` }, named("level", body.level)),
      body.kind === "class" && el("span", { class: "flag" }, t("kind_class")),
      body.deadlineText && el("span", { class: "flag" }, body.deadlineText),
      !body.known && el("span", { class: "flag new" }, t("desk_new_body")),
      basisNote(body)),
    el("button", { type: "button", class: "icon", "data-do": "remove", "data-at": at, "data-key": `remove-${at}`, "aria-label": t("desk_remove", { name: body.name }), title: t("desk_remove", { name: body.name }) }, "×"));
}

function select(field, value, options, at) {
  return el("label", { class: "field" }, el("span", {}, t(field === "level" ? "level" : "desk_kind")),
    el("select", { "data-set": field, "data-at": at, "data-key": `${field}-${at}` },
      options.map((each) => el("option", { value: each, selected: each === value }, named(field, each)))));
}

function opened(body, at, all) {
  const group = el("div", { class: "role-choice", role: "radiogroup", "aria-label": t("desk_role") }, roles.map((role, index) =>
    el("button", { type: "button", role: "radio", class: `r-${role}`, "aria-checked": String(role === body.role), "data-do": "role", "data-role": role, "data-at": at, "data-key": `role-${role}` },
      named("role", role), el("kbd", {}, index + 1))));
  const name = el("input", { type: "text", class: "name", "data-set": "name", "data-at": at, "data-key": "name", value: body.name, "data-was": body.name, lang: "zh", autocomplete: "off", spellcheck: "false", "aria-label": t("desk_name"), maxlength: 300 });
  return el("li", { class: "body open", "data-at": at },
    el("div", { class: "name-line" }, suggesting(name),
      el("button", { type: "button", class: "icon", "data-do": "remove", "data-at": at, "data-key": `remove-${at}`, "aria-label": t("desk_remove", { name: body.name }), title: t("desk_remove", { name: body.name }) }, "×")),
    group,
    el("div", { class: "fields" },
      select("level", body.level, levels, at),
      select("kind", body.kind, ["named", "class"], at),
      el("label", { class: "field grow" }, el("span", {}, t("deadline")),
        el("input", { type: "text", "data-set": "deadlineText", "data-at": at, "data-key": "own-deadline", value: body.deadlineText || "", "data-was": body.deadlineText || "", autocomplete: "off" }))),
    el("div", { class: "small-actions" },
      el("button", { type: "button", class: "button small", "data-do": "split", "data-key": "split" }, t("desk_split"), el("kbd", {}, "s")),
      at + 1 < all && el("button", { type: "button", class: "button small", "data-do": "join", "data-key": "join" }, t("desk_join")),
      !body.known && el("span", { class: "flag new" }, t("desk_new_body")),
      basisNote(body)));
}

/** The rows, and a last one for a name to add. */
export function rows(statement, open) {
  const { bodies } = statement;
  const field = el("input", { type: "text", class: "name new", "data-set": "new", "data-key": "new", "data-was": "", value: "", lang: "zh", autocomplete: "off", spellcheck: "false", placeholder: t("desk_add"), "aria-label": t("desk_add"), maxlength: 300 });
  return el("ul", { class: "plain bodies-of" },
    bodies.map((body, at) => (at === open ? opened(body, at, bodies.length) : closed(body, at))),
    !bodies.length && el("li", { class: "muted none" }, t("desk_nobody_here")),
    el("li", { class: "body adding" }, suggesting(field)));
}
