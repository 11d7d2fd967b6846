// The small card at the pointer: what a dot or a line stands for, before it is clicked.
"use strict";

(() => {
  const { data, state, view, t, pick, el, zh, shortName, measuresOf, quotesFor, ends } = atlas;
  const measureText = (measure) => el("span", { class: "measure-name" }, zh(atlas.titleOf(measure)));

  const tooltip = document.getElementById("tooltip");
  const AT_MOST = 3;

  function bodyCard(body) {
    const measures = measuresOf(body);
    return [
      el("p", { class: "title" }, el("bdi", { lang: state.lang }, pick(data.bodies[body].label))),
      el("p", { class: "muted" }, t("n_measures", { n: measures.length })),
      atlas.states.line(measures.map((measure) => [body, measure])),
      el("ul", { class: "plain" }, measures.slice(0, 2 * AT_MOST).map((measure) => el("li", {}, measureText(measure)))),
      measures.length > 2 * AT_MOST && el("p", { class: "muted" }, t("n_more", { n: measures.length - 2 * AT_MOST })),
      el("p", { class: "hint" }, t("click_more")),
    ];
  }

  function pairCard(pair) {
    const [a, b] = ends(pair);
    if (b < 0) return itemCard(view().pairs[pair][0]);
    const measures = atlas.tieMeasures(pair);
    return [
      el("p", { class: "title" }, shortName(a), view().directed ? " → " : " — ", shortName(b)),
      el("p", { class: "muted" }, t("n_shared", { n: measures.length })),
      el(
        "ul",
        { class: "plain" },
        measures.slice(0, AT_MOST).map((measure) =>
          el(
            "li",
            {},
            measureText(measure),
            quotesFor(measure, [a, b]).slice(0, 1).map((quote) => el("span", { class: "quote", lang: "zh" }, quote)),
          ),
        ),
      ),
      measures.length > AT_MOST && el("p", { class: "muted" }, t("n_more", { n: measures.length - AT_MOST })),
      el("p", { class: "hint" }, t("click_more")),
    ];
  }

  function itemCard(measure) {
    const bodies = [...new Set(data.measures[measure].duties.map((duty) => duty.body))];
    return [
      el("p", { class: "title" }, measureText(measure)),
      atlas.states.line(bodies.map((body) => [body, measure])),
      el("p", {}, bodies.slice(0, 8).flatMap((body, at) => [at ? t("list_separator") : null, shortName(body)])),
      bodies.length > 8 && el("p", { class: "muted" }, t("n_more", { n: bodies.length - 8 })),
      el("p", { class: "hint" }, t("click_more")),
    ];
  }

  function groupCard(at) {
    const name = pick(data.bodies[view().bodies[at]].short);
    return [el("p", { class: "title" }, t("group_label", { name, n: view().groups[at].size })), el("p", { class: "hint" }, t("click_more"))];
  }

  atlas.tooltip = {
    show(what, event) {
      const content = "group" in what ? groupCard(what.group) : "item" in what ? itemCard(what.item)
        : "body" in what ? bodyCard(what.body) : pairCard(what.pair);
      tooltip.replaceChildren(...content.filter(Boolean));
      tooltip.hidden = false;
      const frame = tooltip.parentElement.getBoundingClientRect();
      const size = tooltip.getBoundingClientRect();
      const x = event.clientX - frame.left;
      const y = event.clientY - frame.top;
      const left = x + 16 + size.width > frame.width ? x - 16 - size.width : x + 16;
      const top = y + 16 + size.height > frame.height ? y - 12 - size.height : y + 16;
      tooltip.style.left = `${Math.max(4, left)}px`;
      tooltip.style.top = `${Math.max(4, top)}px`;
    },
    hide() {
      tooltip.hidden = true;
    },
  };
})();
