// The ties of a view as a matrix in place of its drawing, ordered by community: where a drawing is dense, it shows all.
"use strict";

(() => {
  const { data, state, view, listen, el, t, pick } = atlas;
  const place = document.getElementById("as-ties");
  const drawing = document.getElementById("network");
  const segments = document.getElementById("drawn-as");

  /** Whether the matrix has what this view shows: bodies, so few that their names can be read. */
  const fits = () => !view().groups && view().network !== "measures" && view().bodies.length > 1 && view().bodies.length <= atlas.labels.MANY;

  /** The dots that are seen, those of a community together; those in none come last. */
  function ordered() {
    const { bodies, facets } = view();
    const of = facets.find((each) => each.name === "community")?.bodies;
    const group = (id) => (!of ? 0 : of[id] < 0 ? Infinity : of[id]);
    const seen = atlas.seen();
    const ids = [...bodies.keys()].filter((id) => !seen || seen.dots[id]);
    return { ids: ids.sort((a, b) => (group(a) === group(b) ? a - b : group(a) - group(b))), group };
  }

  const bodyOf = (id) => data.bodies[view().bodies[id]];
  const link = (id) => el("a", { class: "link", href: atlas.bodyHref(view().bodies[id]), "data-body": bodyOf(id).id, title: pick(bodyOf(id).label) }, el("bdi", { lang: state.lang }, pick(bodyOf(id).short)));

  function build() {
    const shown = view();
    const { ids, group } = ordered();
    const ties = new Map();
    let most = 1;
    shown.edges.forEach(({ from, to }, index) => {
      const count = atlas.tieMeasures(index).length;
      most = Math.max(most, count);
      if (!count) return;
      ties.set(`${from} ${to}`, [index, count]);
      if (!shown.directed) ties.set(`${to} ${from}`, [index, count]);
    });
    const begins = (at) => at > 0 && group(ids[at]) !== group(ids[at - 1]) && "begins";
    const cell = (row, column, at) => {
      const [index, count] = ties.get(`${row} ${column}`) || [];
      const kind = row === column ? "self" : count ? `h${Math.max(1, Math.round((5 * count) / most))}` : "h0";
      const both = `${pick(bodyOf(row).short)} — ${pick(bodyOf(column).short)}`;
      const href = count && atlas.href("networks", `pair=${bodyOf(row).id}+${bodyOf(column).id}`);
      return el("td", { class: ["cell", kind, begins(at)].filter(Boolean).join(" ") }, count ? el("a", { href, "data-pair": index, "aria-label": `${count}, ${both}`, title: both }, count) : "");
    };
    place.replaceChildren(
      el("table", { class: "matrix m-bodies" },
        el("thead", {}, el("tr", {}, el("th", { scope: "col" }, t("th_body")), ids.map((id, at) => el("th", { scope: "col", class: ["head", begins(at)].filter(Boolean).join(" ") }, el("span", { class: "turn" }, link(id)))))),
        el("tbody", {}, ids.map((row, at) => el("tr", { class: begins(at) || "", "data-row": row }, el("th", { scope: "row" }, link(row)), ids.map((column, index) => cell(row, column, index)))))),
    );
    place.setAttribute("aria-label", t("matrix_bodies"));
  }

  /** Mark what is selected. */
  function mark() {
    const { selected } = state;
    const chosen = selected && "body" in selected ? [view().bodies.indexOf(selected.body)] : [];
    for (const row of place.querySelectorAll("tr[data-row]")) row.classList.toggle("chosen", chosen.includes(Number(row.dataset.row)));
    const pair = selected && "pair" in selected ? String(selected.pair) : "";
    for (const each of place.querySelectorAll("a[data-pair]")) each.classList.toggle("chosen", each.dataset.pair === pair);
  }

  /** Show the matrix where the state asks for it. */
  function show(changed) {
    const asMatrix = state.as === "matrix" && fits();
    segments.hidden = !fits();
    for (const button of segments.querySelectorAll("[data-as]")) button.setAttribute("aria-pressed", String((button.dataset.as === "matrix") === asMatrix));
    place.hidden = !asMatrix;
    drawing.inert = asMatrix;
    document.querySelector(".zoom").hidden = asMatrix;
    if (!asMatrix) place.replaceChildren();
    else if (!place.firstChild || ["lang", "view", "as", ...atlas.filterNames].some((name) => changed.has(name))) build();
    if (asMatrix) mark();
  }

  listen(show);
  atlas.showTies = show;
})();
