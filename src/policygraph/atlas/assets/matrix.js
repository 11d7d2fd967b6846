// The page of matrices: bodies by measures with roles, by headings, by one another. Made of tables, sortable, printable.
"use strict";

(() => {
  const { data, el, t, pick, named, roles, zh, state } = atlas;
  const app = document.getElementById("matrix-app");
  const KINDS = ["measures", "categories", "bodies"];
  const ORDERS = ["most", "near", "community", "level", "name"];
  const SHOWN = 60;
  const choice = { kind: "measures", order: "most", level: "", document: "", all: "", body: "" };
  const heat = (n, most) => (n ? `h${Math.max(1, Math.round((5 * n) / most))}` : "h0");

  // --- what is in it -------------------------------------------------------------------------------------

  const measureWanted = (at) => choice.document === "" || data.measures[at].policy === Number(choice.document);
  const bodyWanted = (body) => choice.level === "" || `${data.bodies[body].level} ${data.bodies[body].kind}` === choice.level;

  /** Body -> measure -> its strongest role. */
  function parts() {
    const found = new Map();
    data.bodies.forEach((body, at) => {
      if (!bodyWanted(at)) return;
      const of = new Map();
      for (const { measure, role } of body.duties) {
        if (measureWanted(measure) && (!of.has(measure) || roles.indexOf(role) < roles.indexOf(of.get(measure)))) of.set(measure, role);
      }
      if (of.size) found.set(at, of);
    });
    return found;
  }

  function ordered(all) {
    const bodies = [...all.keys()];
    const label = (body) => pick(data.bodies[body].label);
    const most = (a, b) => all.get(b).size - all.get(a).size || a - b;
    const collator = atlas.collator();
    if (choice.order === "name") return bodies.sort((a, b) => collator.compare(label(a), label(b)));
    if (choice.order === "level") return bodies.sort((a, b) => atlas.levelRank(data.bodies[a].level) - atlas.levelRank(data.bodies[b].level) || most(a, b));
    bodies.sort(most);
    if (choice.order === "community") return grouped(bodies);
    return choice.order === "near" ? chained(bodies, all) : bodies;
  }

  /** The bodies of a community together, as the drawing of most of them has it; those in none come last. */
  function grouped(bodies) {
    const wanted = new Set(bodies);
    let best = null;
    for (const view of window.atlasData.networks) {
      const facet = view.facets.find((each) => each.name === "community");
      const size = view.bodies.filter((body) => wanted.has(body)).length;
      if (facet && (!best || size > best.size)) best = { size, of: new Map(view.bodies.map((body, at) => [body, facet.bodies[at]])) };
    }
    const place = (body) => (best && best.of.has(body) ? best.of.get(body) : 99);
    return bodies.map((body, at) => [place(body), at, body]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, , body]) => body);
  }

  /** Each next to the one, of those left, with which it has most measures in common. */
  function chained(bodies, all) {
    const left = bodies.slice(1, 400);
    const made = bodies.slice(0, 1);
    const common = (a, b) => { let n = 0; for (const measure of all.get(a).keys()) n += all.get(b).has(measure) ? 1 : 0; return n / (all.get(a).size + all.get(b).size - n); };
    while (left.length) {
      const last = made[made.length - 1];
      let best = 0;
      left.forEach((body, at) => { if (common(last, body) > common(last, left[best])) best = at; });
      made.push(...left.splice(best, 1));
    }
    return [...made, ...bodies.slice(400)];
  }

  // --- what was reported ---------------------------------------------------------------------------------

  const { known, name: stateName, chip: stateLetter, of: statesOf } = atlas.states;

  // --- the three matrices --------------------------------------------------------------------------------

  const head = (content, title, more = {}) => el("th", { scope: "col", class: "head", title, ...more }, el("span", { class: "turn" }, content));
  const row = (body) => el("th", { scope: "row" }, el("a", { class: "link", href: atlas.bodyHref(body) }, el("bdi", { lang: state.lang }, pick(data.bodies[body].short))));
  const total = (n) => el("td", { class: "figure total" }, n);

  function byMeasures(bodies, all) {
    const columns = data.measures.map((_, at) => at).filter((at) => bodies.some((body) => all.get(body).has(at)));
    const shown = choice.all ? columns : columns.slice(0, 2 * SHOWN);
    return {
      heads: shown.map((at) => head(el("a", { class: "link", href: atlas.measureHref(at) }, zh(atlas.titleOf(at))), atlas.titleOf(at))),
      cells: (body) => shown.map((at) => {
        const role = all.get(body).get(at);
        const reported = role ? statesOf(body, at) : [];
        const words = role && [named("role", role), ...reported.map((token) => t("reported_as", { state: stateName(token) }))];
        return el("td", { class: role ? `cell r-${role}` : "cell" }, role && el("a", { href: atlas.measureHref(at), "aria-label": [...words, atlas.titleOf(at)].join(", "), title: [pick(data.bodies[body].short), atlas.titleOf(at), ...words].join(" · ") }, t(`letter_${role}`), reported.map(stateLetter)));
      }),
      columns: shown.map(atlas.titleOf),
      values: (body) => shown.map((at) => all.get(body).get(at) || ""),
    };
  }

  function byCategories(bodies, all) {
    const top = (measure) => atlas.headings(measure)[0] ?? -1;
    const counts = new Map(bodies.map((body) => {
      const of = new Map();
      for (const measure of all.get(body).keys()) of.set(top(measure), (of.get(top(measure)) || 0) + 1);
      return [body, of];
    }));
    const columns = [...new Set([...counts.values()].flatMap((of) => [...of.keys()]))].sort((a, b) => a - b).slice(0, choice.all ? undefined : 2 * SHOWN);
    const most = Math.max(1, ...[...counts.values()].flatMap((of) => [...of.values()]));
    const label = (at) => (at < 0 ? t("none") : data.categories[at].label);
    return {
      heads: columns.map((at) => head(zh(label(at)), label(at))),
      cells: (body) => columns.map((at) => {
        const n = counts.get(body).get(at) || 0;
        return el("td", { class: `cell ${heat(n, most)}` }, n ? el("a", { href: atlas.href("networks", `category=${at}&body=${data.bodies[body].id}`), "aria-label": `${n}, ${label(at)}` }, n) : "");
      }),
      columns: columns.map(label),
      values: (body) => columns.map((at) => counts.get(body).get(at) || 0),
    };
  }

  function byBodies(bodies, all) {
    const shared = (a, b) => { let n = 0; for (const measure of all.get(a).keys()) n += all.get(b).has(measure) ? 1 : 0; return n; };
    const table = bodies.map((a) => bodies.map((b) => (a === b ? null : shared(a, b))));
    const most = Math.max(1, ...table.flat().map((n) => n || 0));
    const at = new Map(bodies.map((body, index) => [body, index]));
    return {
      heads: bodies.map((body) => head(el("bdi", { lang: state.lang }, pick(data.bodies[body].short)), pick(data.bodies[body].label))),
      cells: (body) => bodies.map((other) => {
        const n = table[at.get(body)][at.get(other)];
        if (n === null) return el("td", { class: "cell self" });
        const both = `${pick(data.bodies[body].short)} — ${pick(data.bodies[other].short)}`;
        return el("td", { class: `cell ${heat(n, most)}` }, n ? el("a", { href: atlas.href("networks", `pair=${data.bodies[body].id}+${data.bodies[other].id}`), "aria-label": `${n}, ${both}`, title: both }, n) : "");
      }),
      columns: bodies.map((body) => pick(data.bodies[body].short)),
      values: (body) => table[at.get(body)].map((n) => n ?? ""),
    };
  }

  // --- the page ------------------------------------------------------------------------------------------

  function options(name, list, labels) {
    const change = (event) => { choice[name] = event.target.value; render(); write(); };
    return el("label", { class: "choice" }, el("span", {}, t(labels)), el("select", { "data-choice": name, on: { change } }, list.map(([value, label]) => el("option", { value, selected: String(value) === String(choice[name]) }, label.length > 30 ? `${label.slice(0, 29)}…` : label))));
  }

  function render() {
    const all = parts();
    const order = ordered(all);
    const bodies = choice.all ? order : order.slice(0, SHOWN);
    const made = { measures: byMeasures, categories: byCategories, bodies: byBodies }[choice.kind](bodies, all);
    const levels = [...new Set(data.bodies.filter((body) => body.duties.length).map((body) => `${body.level} ${body.kind}`))];
    const levelName = (key) => { const [level, kind] = key.split(" "); return t(`view_${kind}`, { level: named("level", level) }); };
    const save = (kind) => atlas.saveRows(`policygraph-matrix-${choice.kind}`, bodies.map((body) => Object.fromEntries([["body", pick(data.bodies[body].label)], ...made.columns.map((name, at) => [name, made.values(body)[at]])])), kind);
    app.replaceChildren(...[
      el("div", { class: "tools filters" },
        el("div", { class: "segments", role: "group", "aria-label": t("matrix_kind") }, KINDS.map((kind) => el("button", { type: "button", "data-matrix": kind, "aria-pressed": String(kind === choice.kind), on: { click: () => { choice.kind = kind; render(); write(); } } }, t(`matrix_${kind}`)))),
        options("order", ORDERS.map((order) => [order, t(`order_${order}`)]), "order"),
        options("level", [["", t("all")], ...levels.map((key) => [key, levelName(key)])], "filter_level"),
        data.policies.length > 1 && options("document", [["", t("all")], ...data.policies.map((each, at) => [at, each.heading])], "filter_document"),
        el("span", { class: "saves" }, ["csv", "json"].map((kind) => el("button", { type: "button", class: "button small", "data-save": kind, on: { click: () => save(kind) } }, kind.toUpperCase())), el("button", { type: "button", class: "button small", "data-print": true }, t("print"))),
      ),
      choice.kind === "measures" && el("p", { class: "samples letters" }, roles.map((role) => el("span", {}, el("span", { class: `letter r-${role}` }, t(`letter_${role}`)), " ", named("role", role)))),
      choice.kind === "measures" && known.size > 0 && el("p", { class: "samples letters" }, el("span", { class: "muted" }, t("reported")), [...known.keys()].map((token) => el("span", {}, stateLetter(token), " ", stateName(token)))),
      bodies.length < order.length && el("p", { class: "muted" }, t("matrix_more", { all: order.length, shown: bodies.length }), " ", el("button", { type: "button", class: "button small", on: { click: () => { choice.all = "1"; render(); write(); } } }, t("show_all"))),
      el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": t(`matrix_${choice.kind}`) },
        el("table", { class: `matrix m-${choice.kind}` },
          el("thead", {}, el("tr", {}, el("th", { scope: "col" }, t("th_body")), el("th", { scope: "col", class: "figure" }, t("th_count")), made.heads)),
          el("tbody", {}, bodies.map((body) => el("tr", { class: data.bodies[body].id === choice.body && "chosen" }, row(body), total(all.get(body).size), made.cells(body)))))),
    ].filter(Boolean));
  }

  function write() {
    const parts = new URLSearchParams(Object.entries(choice).filter(([name, value]) => value !== "" && !(name === "kind" && value === "measures") && !(name === "order" && value === "most")));
    atlas.address.write(parts.toString());
  }

  function read() {
    const parts = new URLSearchParams(atlas.address.read());
    for (const [name, known] of [["kind", KINDS], ["order", ORDERS]]) if (known.includes(parts.get(name))) choice[name] = parts.get(name);
    for (const name of ["level", "document", "all", "body"]) choice[name] = parts.get(name) || "";
    render();
  }

  atlas.listen((changed) => { if (changed.has("lang")) render(); });
  const mine = () => !atlas.single || document.documentElement.dataset.page === "matrices";
  window.addEventListener("hashchange", () => { if (mine()) read(); });
  if (mine()) read();
  else render();
})();
