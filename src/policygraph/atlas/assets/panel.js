// What is said about a body or a pair: the panel beside the drawing, and the small card at the pointer.
"use strict";

(() => {
  const { data, state, view, t, pick, el, zh, shortName, measureName, dutiesFor, quotesFor, ends, listen } = atlas;
  const panel = document.getElementById("panel");

  const bodyLink = (body) =>
    el("a", { href: `#${atlas.address({ body })}`, class: "link", "data-body": body }, shortName(body));

  const pairLink = (pair, ...content) =>
    el("a", { href: `#${atlas.address({ pair })}`, class: "link", "data-pair": pair }, content);

  const count = (n) => el("span", { class: "count" }, n);

  function measuresOf(body) {
    return [...new Set(data.bodies[body].duties.map((duty) => duty.measure))];
  }

  /** Bodies of this view that share measures with a body: [body, measures, pair], most first. */
  function partnersOf(body) {
    return view().pairs
      .map((measures, pair) => ({ measures, pair, both: ends(pair) }))
      .filter(({ both }) => both.includes(body))
      .map(({ measures, pair, both }) => [both[0] === body ? both[1] : both[0], measures, pair]);
  }

  const bearersOf = (measure) => view().bodies.filter((body) => dutiesFor(body, measure).length);

  // --- one measure ---------------------------------------------------------------------------------------

  function headingOf(measure) {
    const path = [];
    let category = data.measures[measure].category;
    while (category >= 0 && path.length < 9) {
      const { label, parent } = data.categories[category];
      path.unshift(label);
      category = parent;
    }
    if (data.policies.length > 1 && data.measures[measure].policy >= 0) {
      path.unshift(data.policies[data.measures[measure].policy]);
    }
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
      el("p", { class: "title" }, measureName(measure), ...roles),
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
    return dutiesFor(body, measure).flatMap(({ role, deadline }) => [
      " ",
      el("span", { class: "role" }, `role_${role}` in data.texts ? t(`role_${role}`) : role),
      deadline && el("span", { class: "flag" }, t("deadline"), t("colon"), deadline),
    ]);
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
    const partners = partnersOf(body);
    const outsider = view().outsiders.includes(view().bodies.indexOf(body));
    const levelName = `level_${level}` in data.texts ? t(`level_${level}`) : level;
    const otherNames = aliases.filter((name) => !inText.includes(name));
    const other = state.lang === "zh" ? label[1] : label[0];
    return [
      head(
        el("bdi", { lang: state.lang }, pick(label)),
        other !== pick(label) && el("p", { class: "other-name" }, el("bdi", { lang: state.lang === "zh" ? "en" : "zh" }, other)),
        el(
          "p",
          { class: "chips" },
          el("span", { class: "chip" }, levelName),
          el("span", { class: "chip" }, t(`kind_${kind}`)),
          functions.map((each) => el("span", { class: "chip" }, el("bdi", { lang: state.lang }, pick(each)))),
          outsider && el("span", { class: "chip outsider" }, t("not_issuer")),
        ),
      ),
      el(
        "dl",
        { class: "small-facts" },
        inText.length > 0 && fact(t("in_text"), inText.map((name, index) => [index ? "、" : "", zh(name)]).flat()),
        otherNames.length > 0 && fact(t("aliases"), otherNames.map((name, index) => [index ? "、" : "", zh(name)]).flat()),
      ),
      el("h4", {}, t("partners"), " ", count(partners.length)),
      partners.length
        ? el(
            "ul",
            { class: "plain partners" },
            partners.map(([other, shared, pair]) =>
              el(
                "li",
                {},
                bodyLink(other),
                el("span", { class: "tie-link" }, pairLink(pair, t("n_shared", { n: shared.length }))),
              ),
            ),
          )
        : el("p", { class: "muted" }, t("no_partners")),
      el("h4", {}, t("measures"), " ", count(measures.length)),
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
    const measures = view().pairs[pair];
    return [
      head(
        [bodyLink(a), el("span", { class: "and" }, " — "), bodyLink(b)],
        el("p", { class: "other-name" }, t("n_shared", { n: measures.length })),
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

  function overviewPanel() {
    const pairs = view().pairs.slice(0, 5);
    const bodies = view().bodies.slice(0, 5);
    return [
      el("div", { class: "panel-head" }, el("h3", { tabindex: "-1" }, t("overview"))),
      el("h4", {}, t("top_pairs")),
      pairs.length
        ? el(
            "ol",
            { class: "plain ranking" },
            pairs.map((measures, pair) => {
              const [a, b] = ends(pair);
              const name = [shortName(a), el("span", { class: "and" }, " — "), shortName(b)];
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

  function render() {
    const { selected } = state;
    const content = !selected ? overviewPanel() : "body" in selected ? bodyPanel(selected.body) : pairPanel(selected.pair);
    panel.replaceChildren(...content.filter(Boolean));
    panel.classList.toggle("selected", Boolean(selected));
    panel.scrollTop = 0;
  }

  listen((changed, how) => {
    atlas.tooltip.hide();
    if (!["lang", "view", "selected"].some((name) => changed.has(name))) return;
    render();
    if (!state.selected || !changed.has("selected")) return;
    // Where the panel stands below the drawing (a phone), what was asked for would open out of sight.
    const below = panel.getBoundingClientRect().top > document.getElementById("network").getBoundingClientRect().bottom - 10;
    if (how.by === "keyboard") panel.querySelector("h3").focus({ preventScroll: !below });
    else if (below && how.by === "pointer") panel.scrollIntoView({ block: "nearest", behavior: "smooth" });
  });

  // --- the card at the pointer ---------------------------------------------------------------------------

  const tooltip = document.getElementById("tooltip");
  const AT_MOST = 3;

  function bodyCard(body) {
    const measures = measuresOf(body);
    return [
      el("p", { class: "title" }, el("bdi", { lang: state.lang }, pick(data.bodies[body].label))),
      el("p", { class: "muted" }, t("n_measures", { n: measures.length })),
      el("ul", { class: "plain" }, measures.slice(0, 2 * AT_MOST).map((measure) => el("li", {}, measureName(measure)))),
      measures.length > 2 * AT_MOST && el("p", { class: "muted" }, t("n_more", { n: measures.length - 2 * AT_MOST })),
      el("p", { class: "hint" }, t("click_more")),
    ];
  }

  function pairCard(pair) {
    const [a, b] = ends(pair);
    const measures = view().pairs[pair];
    return [
      el("p", { class: "title" }, shortName(a), " — ", shortName(b)),
      el("p", { class: "muted" }, t("n_shared", { n: measures.length })),
      el(
        "ul",
        { class: "plain" },
        measures.slice(0, AT_MOST).map((measure) =>
          el(
            "li",
            {},
            measureName(measure),
            quotesFor(measure, [a, b]).slice(0, 1).map((quote) => el("span", { class: "quote", lang: "zh" }, quote)),
          ),
        ),
      ),
      measures.length > AT_MOST && el("p", { class: "muted" }, t("n_more", { n: measures.length - AT_MOST })),
      el("p", { class: "hint" }, t("click_more")),
    ];
  }

  atlas.tooltip = {
    show(what, event) {
      const content = "body" in what ? bodyCard(what.body) : pairCard(what.pair);
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

  atlas.renderPanel = render;
})();
