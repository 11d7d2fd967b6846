// The page of tables: measures, bodies, responsibilities and ties, each as rows to sort, filter and save.
"use strict";

(() => {
  const { data, el, t, pick, named, zh, turtle, listen, state } = atlas;
  const app = document.getElementById("tables-app");
  const { iri, text } = turtle;
  const link = (address, content) => el("a", { class: "link", href: address }, content);
  const body = (at) => link(atlas.bodyHref(at), el("bdi", { lang: state.lang }, pick(data.bodies[at].label)));
  const names = (list) => list.map((at) => pick(data.bodies[at].label)).join(t("list_separator"));
  const bearers = (measure) => [...new Set(data.measures[measure].duties.map((duty) => duty.body))];
  const heading = (measure) => atlas.headings(measure).map((at) => data.categories[at].label).join(" › ");
  const policy = (measure) => data.policies[data.measures[measure].policy] || { heading: "", iri: "", path: "" };
  const several = data.policies.length > 1;
  const date = (day) => text(day, "^^xsd:date");

  const measures = () => ({
    rows: data.measures.map((_, at) => at),
    columns: [
      { name: "measure", head: "th_measure", text: (at) => atlas.titleOf(at), show: (at) => atlas.measureLink(at) },
      ...(several ? [{ name: "document", head: "colour_document", text: (at) => policy(at).heading, show: (at) => link(atlas.href(policy(at).path), zh(policy(at).heading)) }] : []),
      { name: "category", head: "th_category", text: heading, show: (at) => zh(heading(at)) },
      { name: "bodies", head: "borne_by", class: "wide", text: (at) => names(bearers(at)), show: (at) => bearers(at).slice(0, 40).flatMap((each, index) => [index ? t("list_separator") : "", body(each)]) },
      { name: "count", head: "th_named", number: true, text: (at) => String(bearers(at).filter((each) => data.bodies[each].kind === "named").length) },
      { name: "due", head: "th_due", text: (at) => data.measures[at].due, show: (at) => zh(data.measures[at].deadline) },
    ],
    plain: (at) => {
      const { number, title, due, deadline, open, abstract } = data.measures[at];
      return { measure: data.measures[at].iri, policy: policy(at).iri, number, title, category: heading(at), abstract: pick(abstract), bodies: bearers(at).map((each) => data.bodies[each].iri), deadline: due, deadline_text: deadline, open_ended: open };
    },
    turtle: (at) => {
      const { number, title, day } = data.measures[at];
      return `${iri(data.measures[at].iri)} a pg:Measure ;\n  eli:is_part_of ${iri(policy(at).iri)}${number && ` ;\n  eli:number ${text(number)}`} ;\n  dcterms:title ${text(title, "@zh")}${
        bearers(at).length ? ` ;\n  pg:responsibleBody ${bearers(at).map((each) => iri(data.bodies[each].iri)).join(" , ")}` : ""}${day ? ` ;\n  pg:deadline ${date(day)}` : ""} .`;
    },
  });

  const borne = (at) => new Set(data.bodies[at].duties.map((duty) => duty.measure)).size;
  const functions = (at) => data.bodies[at].functions.map(pick).join(t("list_separator"));
  const bodies = () => ({
    rows: data.bodies.map((_, at) => at).sort((a, b) => borne(b) - borne(a)),
    columns: [
      { name: "body", head: "th_body", text: (at) => pick(data.bodies[at].label), show: body },
      { name: "level", head: "th_level", text: (at) => named("level", data.bodies[at].level), order: (at) => atlas.levelRank(data.bodies[at].level) },
      { name: "kind", head: "th_kind", text: (at) => named("kind", data.bodies[at].kind) },
      { name: "function", head: "th_function", text: functions },
      { name: "count", head: "th_count", number: true, text: (at) => String(borne(at)) },
      { name: "leads", head: "th_leads", number: true, text: (at) => String(data.bodies[at].duties.filter((duty) => duty.role === "lead").length) },
      { name: "names", head: "in_text", text: (at) => [...new Set([...data.bodies[at].inText, ...data.bodies[at].aliases])].join("、"), show: (at) => zh(data.bodies[at].inText.join("、")) },
    ],
    plain: (at) => {
      const each = data.bodies[at];
      return { body: each.iri, label_zh: each.label[0], label_en: each.label[1], level: each.level, kind: each.kind, functions: each.functions.map(pick), measures: borne(at), names: each.inText };
    },
    turtle: (at) => {
      const each = data.bodies[at];
      const level = each.level === "other" || /^[a-z]+$/.test(each.level) ? ` ;\n  pg:level ${iri(`https://w3id.org/policygraph/def/level/${each.level}`)}` : "";
      return `${iri(each.iri)} a ${each.kind === "class" ? "pg:DepartmentGroup" : "pg:Body"} ;\n  skos:prefLabel ${text(each.label[0], "@zh")} , ${text(each.label[1], "@en")}${level} .`;
    },
  });

  const duties = () => ({
    rows: data.measures.flatMap((measure) => measure.duties),
    columns: [
      { name: "body", head: "th_body", text: (duty) => pick(data.bodies[duty.body].label), show: (duty) => body(duty.body) },
      { name: "role", head: "th_role", text: (duty) => named("role", duty.role), show: (duty) => el("span", { class: `role r-${duty.role}` }, named("role", duty.role)) },
      { name: "measure", head: "th_measure", text: (duty) => atlas.titleOf(duty.measure), show: (duty) => atlas.measureLink(duty.measure) },
      ...(several ? [{ name: "document", head: "colour_document", text: (duty) => policy(duty.measure).heading, show: (duty) => zh(policy(duty.measure).heading) }] : []),
      { name: "level", head: "th_level", text: (duty) => named("level", data.bodies[duty.body].level), order: (duty) => atlas.levelRank(data.bodies[duty.body].level) },
      { name: "name", head: "th_name", text: (duty) => duty.name, show: (duty) => zh(duty.name) },
      { name: "due", head: "th_due", text: (duty) => duty.due ?? "", show: (duty) => zh(duty.due ?? "") },
    ],
    plain: (duty) => ({
      policy: policy(duty.measure).iri, measure: data.measures[duty.measure].iri, number: data.measures[duty.measure].number, title: data.measures[duty.measure].title,
      body: data.bodies[duty.body].iri, label: pick(data.bodies[duty.body].label), name: duty.name, role: duty.role, level: data.bodies[duty.body].level,
      kind: data.bodies[duty.body].kind, deadline: duty.due ?? "", quote: data.quotes[duty.quote],
    }),
    turtle: (duty) =>
      `${iri(data.measures[duty.measure].iri + duty.tail)} a pg:Responsibility ;\n  pg:ofMeasure ${iri(data.measures[duty.measure].iri)} ;\n  cv:hasParticipant ${iri(data.bodies[duty.body].iri)} ;\n  cv:role ${iri(`https://w3id.org/policygraph/def/role/${duty.role}`)} ;\n  pg:nameInText ${text(duty.name, "@zh")}${duty.day ? ` ;\n  pg:deadline ${date(duty.day)}` : ""} .`,
  });

  const ties = () => {
    // Of the network of all named bodies; where there is none, of the first.
    const shared = window.atlasData.networks.filter((view) => view.network === "shared");
    const view = shared.find((each) => each.id === "all") || shared[0];
    if (view.groups) return null;
    const end = (row, side) => view.bodies[view.edges[row][side]];
    const label = (row, side) => pick(data.bodies[end(row, side)].label);
    return {
      rows: view.edges.map((edge) => edge.id),
      columns: [
        { name: "one", head: "th_body", text: (row) => label(row, "from"), show: (row) => body(end(row, "from")) },
        { name: "other", head: "th_other", text: (row) => label(row, "to"), show: (row) => body(end(row, "to")) },
        { name: "count", head: "th_shared", number: true, text: (row) => String(view.pairs[row].length) },
        { name: "measures", head: "th_shared_measures", text: (row) => view.pairs[row].map(atlas.titleOf).join(" "), show: (row) => el("ul", { class: "plain" }, view.pairs[row].slice(0, 30).map((each) => el("li", {}, atlas.measureLink(each)))) },
      ],
      plain: (row) => ({ body: data.bodies[end(row, "from")].iri, label: label(row, "from"), other: data.bodies[end(row, "to")].iri, other_label: label(row, "to"), measures: view.pairs[row].length, which: view.pairs[row].map((each) => data.measures[each].iri) }),
    };
  };

  const all = { measures, bodies, duties, ties };
  const tabs = Object.keys(all).filter((name) => all[name]());
  let current = tabs[0];
  let table = null;

  function show(name, search = "") {
    current = name;
    const buttons = tabs.map((each) => el("button", { type: "button", "data-tab": each, "aria-pressed": String(each === name), on: { click: () => { show(each); write(); } } }, t(`tab_${each}`), " ", el("span", { class: "count" }, all[each]().rows.length)));
    const place = el("div", {});
    app.replaceChildren(el("div", { class: "tools" }, el("div", { class: "segments", role: "group", "aria-label": t("view") }, buttons)), place);
    table = atlas.table(place, { name, search, ...all[name]() });
  }

  function write() {
    const parts = new URLSearchParams();
    if (current !== tabs[0]) parts.set("table", current);
    if (table.wanted()) parts.set("search", table.wanted());
    atlas.address.write(parts.toString());
  }

  function read() {
    const parts = new URLSearchParams(atlas.address.read());
    show(tabs.includes(parts.get("table")) ? parts.get("table") : tabs[0], parts.get("search") || "");
  }

  listen((changed) => {
    if (changed.has("lang")) show(current, table.wanted());
    if (changed.has("rows")) write();
  });
  const mine = () => !atlas.single || document.documentElement.dataset.page === "tables";
  window.addEventListener("hashchange", () => { if (mine()) read(); });
  read();
})();
