// What is said about a body, a measure or a tie: the panel beside the drawing.
"use strict";

(() => {
  const { data, state, view, t, named, pick, el, zh, shortName, measureLink, measuresOf, dutiesFor, quotesFor, ends, listen } = atlas;
  const panel = document.getElementById("panel");

  const bodyLink = (body) =>
    el("a", { href: atlas.bodyHref(body), class: "link", "data-body": data.bodies[body].id }, shortName(body));

  const pairLink = (pair, ...content) =>
    el("a", { href: atlas.href("networks", atlas.stateText({ pair })), class: "link", "data-pair": pair }, content);

  const count = (n) => el("span", { class: "count" }, n);

  /** Bodies of this view that share measures with a body: [body, measures, pair], most first. */
  function sharingWith(body) {
    return view().edges
      .map(({ id }) => ({ measures: atlas.tieMeasures(id), pair: id, both: ends(id) }))
      .filter(({ both, measures }) => both.includes(body) && measures.length)
      .map(({ measures, pair, both }) => [both[0] === body ? both[1] : both[0], measures, pair]);
  }

  const here = new Map();
  /** The bodies of this view that bear a measure. */
  function bearersOf(measure) {
    if (!here.has(view())) here.set(view(), new Set(view().bodies));
    return [...new Set(data.measures[measure].duties.map((duty) => duty.body))].filter((body) => here.get(view()).has(body));
  }

  // --- one measure ---------------------------------------------------------------------------------------

  function headingOf(measure) {
    const path = atlas.headings(measure).map((at) => data.categories[at].label);
    const policy = data.policies[data.measures[measure].policy];
    if (data.policies.length > 1 && policy) path.unshift(policy.heading);
    return path.join(" › ");
  }

  function measureItem(measure, { roles, quotes, others }) {
    const { abstract, open, deadline } = data.measures[measure];
    const summary = pick(abstract);
    const heading = headingOf(measure);
    return el(
      "li",
      { class: "measure" },
      heading && el("p", { class: "heading" }, zh(heading)),
      el("p", { class: "title" }, measureLink(measure), ...roles),
      summary && el("p", { class: "abstract" }, el("bdi", { lang: summary === abstract[1] ? "en" : "zh" }, summary)),
      quotes.length
        ? quotes.map((quote) => el("blockquote", { class: "quote", lang: "zh" }, quote))
        : el("p", { class: "muted" }, t("no_quote")),
      (open || deadline) &&
        el(
          "p",
          {},
          open && el("span", { class: "flag" }, t("open_ended")),
          deadline && el("span", { class: "flag" }, t("deadline"), t("colon"), zh(deadline)),
        ),
      others,
    );
  }

  function roleChips(body, measure) {
    const chips = dutiesFor(body, measure).flatMap(({ role, deadline }) => [
      " ",
      el("span", { class: `role r-${role}` }, named("role", role)),
      deadline && el("span", { class: "flag" }, t("deadline"), t("colon"), zh(deadline)),
    ]);
    return [...chips, ...atlas.states.of(body, measure).flatMap((token) => [" ", atlas.states.named(token)])];
  }

  function listOf(bodies, label) {
    if (!bodies.length) return null;
    const items = bodies.flatMap((body, index) => [index ? t("list_separator") : null, bodyLink(body)]);
    return el("p", { class: "with" }, el("span", { class: "muted" }, label, t("colon")), items);
  }

  // --- the panel -----------------------------------------------------------------------------------------

  const closer = () =>
    el(
      "button",
      { type: "button", class: "close", "aria-label": t("close"), title: t("close"), "data-close": true },
      "×",
    );

  function head(title, ...lines) {
    return el("div", { class: "panel-head" }, el("h3", { tabindex: "-1" }, title), lines, closer());
  }

  function fact(label, ...values) {
    return el("div", {}, el("dt", {}, label), el("dd", {}, values));
  }

  function bodyPanel(body) {
    const { label, aliases, inText, level, kind, functions } = data.bodies[body];
    const measures = measuresOf(body);
    const sharing = sharingWith(body);
    const outsider = view().outsiders.includes(view().bodies.indexOf(body));
    const otherNames = aliases.filter((name) => !inText.includes(name));
    const other = state.lang === "zh" ? label[1] : label[0];
    return [
      head(
        el("bdi", { lang: state.lang }, pick(label)),
        other !== pick(label) && el("p", { class: "other-name" }, el("bdi", { lang: state.lang === "zh" ? "en" : "zh" }, other)),
        el(
          "p",
          { class: "chips" },
          el("span", { class: "chip" }, named("level", level)),
          el("span", { class: "chip" }, t(`kind_${kind}`)),
          functions.map((each) => el("span", { class: "chip" }, el("bdi", { lang: state.lang }, pick(each)))),
          outsider && el("span", { class: "chip outsider" }, t("not_issuer")),
        ),
      ),
      el("p", { class: "actions" }, el("a", { class: "button small", href: atlas.bodyHref(body) }, t("open_page"))),
      el(
        "dl",
        { class: "small-facts" },
        inText.length > 0 && fact(t("in_text"), inText.map((name, index) => [index ? "、" : "", zh(name)]).flat()),
        otherNames.length > 0 && fact(t("aliases"), otherNames.map((name, index) => [index ? "、" : "", zh(name)]).flat()),
      ),
      el("h4", {}, t("sharing"), " ", count(sharing.length)),
      sharing.length
        ? el(
            "ul",
            { class: "plain sharing" },
            sharing.map(([other, shared, pair]) =>
              el(
                "li",
                {},
                other < 0 ? measureLink(shared[0]) : bodyLink(other),
                view().network !== "measures" && el("span", { class: "tie-link" }, pairLink(pair, t("n_shared", { n: shared.length }))),
              ),
            ),
          )
        : el("p", { class: "muted" }, t("no_sharing")),
      el("h4", {}, t("measures"), " ", count(measures.length)),
      atlas.states.line(measures.map((measure) => [body, measure])),
      el(
        "ol",
        { class: "plain measures-list" },
        measures.map((measure) =>
          measureItem(measure, {
            roles: roleChips(body, measure),
            quotes: quotesFor(measure, [body]),
            others: listOf(bearersOf(measure).filter((each) => each !== body), t("with")),
          }),
        ),
      ),
    ];
  }

  function pairPanel(pair) {
    const [a, b] = ends(pair);
    if (b < 0) return measurePanel(view().pairs[pair][0]);
    const measures = atlas.tieMeasures(pair);
    return [
      head(
        [bodyLink(a), el("span", { class: "and" }, view().directed ? " → " : " — "), bodyLink(b)],
        el("p", { class: "other-name" }, t(view().directed ? "n_measures" : "n_shared", { n: measures.length })),
      ),
      el(
        "ol",
        { class: "plain measures-list" },
        measures.map((measure) =>
          measureItem(measure, {
            roles: [],
            quotes: quotesFor(measure, [a, b]),
            others: [
              el(
                "p",
                { class: "with" },
                [a, b].flatMap((body, index) => [index ? t("list_separator") : null, shortName(body), ...roleChips(body, measure)]),
              ),
              listOf(bearersOf(measure).filter((each) => each !== a && each !== b), t("also")),
            ],
          }),
        ),
      ),
    ];
  }

  function measurePanel(measure) {
    const bodies = [...new Set(data.measures[measure].duties.map((duty) => duty.body))];
    return [
      head(zh(atlas.titleOf(measure)), el("p", { class: "other-name" }, zh(headingOf(measure)))),
      el("p", { class: "actions" }, el("a", { class: "button small", href: atlas.measureHref(measure) }, t("open_measure"))),
      el("h4", {}, t("borne_by"), " ", count(bodies.length)),
      el("ul", { class: "plain" }, bodies.map((body) => el("li", {}, bodyLink(body), ...roleChips(body, measure)))),
      el("h4", {}, t("tab_measures")),
      el("ol", { class: "plain measures-list" }, measureItem(measure, { roles: [], quotes: quotesFor(measure, bodies), others: [] })),
    ];
  }

  function overviewPanel() {
    if (view().groups) return groupsPanel();
    const pairs = view().network === "measures" ? [] : view().pairs.slice(0, 5);
    const bodies = view().bodies.filter((body) => body >= 0).slice(0, 5);
    return [
      el("div", { class: "panel-head" }, el("h3", { tabindex: "-1" }, t("overview"))),
      view().network !== "measures" && el("h4", {}, t(view().directed ? "top_ties" : "top_pairs")),
      view().network === "measures" ? null : pairs.length
        ? el(
            "ol",
            { class: "plain ranking" },
            pairs.map((measures, pair) => {
              const [a, b] = ends(pair);
              const name = [shortName(a), el("span", { class: "and" }, view().directed ? " → " : " — "), shortName(b)];
              return el("li", {}, pairLink(pair, name), count(measures.length));
            }),
          )
        : el("p", { class: "muted" }, t("no_pairs")),
      el("h4", {}, t("top_bodies")),
      el("ol", { class: "plain ranking" }, bodies.map((body) => el("li", {}, bodyLink(body), count(measuresOf(body).length)))),
      data.idle.length > 0 && el("h4", {}, t("idle_issuers")),
      data.idle.length > 0 &&
        el("p", {}, data.idle.flatMap((body, index) => [index ? t("list_separator") : null, shortName(body)])),
    ];
  }

  function groupsPanel() {
    const names = view().bodies.map((body, at) => [body, view().groups[at].size, at]);
    return [
      el("div", { class: "panel-head" }, el("h3", { tabindex: "-1" }, t("overview"))),
      el("p", { class: "muted" }, t("group_note")),
      el("ol", { class: "plain ranking" }, names.slice(0, 60).map(([body, size, at]) =>
        el("li", {}, el("button", { type: "button", class: "link plain-button", "data-group": at }, shortName(body)), count(size)))),
    ];
  }

  function render() {
    const { selected } = state;
    const content = !selected ? overviewPanel()
      : "body" in selected ? bodyPanel(selected.body)
        : "item" in selected ? measurePanel(selected.item) : pairPanel(selected.pair);
    panel.replaceChildren(...content.filter(Boolean));
    panel.classList.toggle("selected", Boolean(selected));
    panel.scrollTop = 0;
  }

  listen((changed, how) => {
    atlas.tooltip.hide();
    if (!["lang", "view", "selected", ...atlas.filterNames].some((name) => changed.has(name))) return;
    render();
    if (!state.selected || !changed.has("selected")) return;
    // Where the panel stands below the drawing (a phone), what was asked for would open out of sight.
    const below = panel.getBoundingClientRect().top > document.getElementById("network").getBoundingClientRect().bottom - 10;
    if (how.by === "keyboard") panel.querySelector("h3").focus({ preventScroll: !below });
    else if (below && how.by === "pointer") panel.scrollIntoView({ block: "nearest", behavior: "smooth" });
  });

  atlas.renderPanel = render;
})();
