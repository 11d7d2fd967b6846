// A sentence in plain words: the question that it asks, why that one, and which others it may ask. Nothing is guessed.
"use strict";

(() => {
  const { el, t, pick, state } = atlas;
  const { root } = document.documentElement.dataset;
  const at = (id) => document.getElementById(id);
  const [form, field, told, others, aside] = ["plain-words", "sentence", "understood", "others", "others-bar"].map(at);
  //: What the server said of the sentence, the candidate that is open, and the others; null where nothing was asked.
  let found = null;
  let opened = null;
  let rest = [];
  let turn = 0;
  let waiting = false;

  const values = (candidate) => Object.fromEntries(Object.entries(candidate.parameters).map(([name, each]) => [name, each.map(({ value }) => value)]));
  /** The values of a candidate but for the language of names, which the answer shows. */
  const labels = (candidate) => Object.entries(candidate.parameters).flatMap(([name, values]) => (name === "lang" ? [] : values));

  function today() {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
  }

  async function send(sentence, day) {
    const response = await fetch(`${root}api/ask?${new URLSearchParams({ q: sentence, lang: state.lang, date: day })}`);
    if (!response.ok) throw await page.refusal(response);
    return response.json();
  }

  // --- what is said --------------------------------------------------------------------------------------

  /** Does the page still show what the sentence asks? Not once another question, value or query was chosen. */
  const holds = () => Boolean(found) && !page.edited() &&
    (opened ? page.questions.asks(opened.question.name, values(opened)) : !found.question && !page.questions.current());

  const quoted = (words) => words.map((word) => `“${word}”`).join(pick(["", ", "]));

  function understood({ question, ...candidate }) {
    const shown = labels(candidate).map(({ label }) => label);
    return [
      t("understood"), pick(["", " "]), el("strong", {}, question.summary), " ", el("code", {}, question.name),
      shown.length && el("span", {}, " · ", t("understood_with", { values: shown.join(pick(["、", ", "])) })),
      question.shared.length && el("span", {}, " · ", t("understood_by", { words: quoted(question.shared) })),
    ];
  }

  const refused = () => [
    found.absent.length ? t("asking_absent", { names: found.absent.join(pick(["、", ", "])) }) : t("asking_none"), " ",
    el("button", { type: "button", class: "button small", on: { click: () => page.questions.openList() } }, t("open_questions")),
  ];

  /** Puts a line where screen readers read it out; not again while it is the same. */
  function tell(...parts) {
    const line = el("p", {}, parts);
    if (line.textContent !== told.textContent) told.replaceChildren(...(line.textContent ? [line] : []));
  }

  /** Says what was understood, as long as that holds. The buttons of other candidates are not read out. */
  function say() {
    const shown = holds();
    // Who asks in plain words wants the answer rather than the SPARQL: the editor takes less room.
    at("desk").classList.toggle("in-plain-words", shown && Boolean(opened));
    if (!waiting) tell(...(!shown ? [] : opened ? understood(opened) : refused()));
    const offered = shown && opened ? rest : [];
    const key = offered.map(({ question }) => question.summary).join();
    if (key === others.dataset.key) return;
    others.dataset.key = key;
    aside.hidden = !offered.length;
    others.replaceChildren(...offered.map((each, index) => el("li", {}, el("button", {
      type: "button", class: "button small", title: each.question.name, on: { click: () => change(index) },
    }, each.question.summary))));
  }

  // --- asking --------------------------------------------------------------------------------------------

  function open(candidate) {
    opened = candidate;
    page.questions.label(labels(candidate));
    const done = page.questions.choose(candidate.question.name, values(candidate), { run: true });
    say();
    return done;
  }

  /** Opens another candidate; the one that was open takes its place among the buttons, where the focus stays. */
  function change(index) {
    const wanted = rest[index];
    rest = rest.map((each) => (each === wanted ? opened : each));
    open(wanted);
    others.children[index].firstChild.focus();
  }

  /** Asks a sentence, opens the question that it asks, and has it answered; opens none where none is near enough. */
  async function ask(sentence, day = today()) {
    const mine = (turn += 1);
    field.value = sentence;
    if (!sentence) return;
    found = opened = null;
    waiting = true;
    say();
    tell(t("asking"));
    const answer = await send(sentence, day).catch((error) => error);
    if (mine !== turn) return;
    waiting = false;
    if (answer instanceof Error) {
      tell(answer instanceof TypeError ? t("not_reached") : answer.message);
      return;
    }
    found = answer;
    rest = found.candidates;
    if (found.question) await open(found);
    else page.blank();
  }

  /** Asks again only to say why the question that is open was chosen: in another language, or from an address. */
  async function explain(sentence, day) {
    const mine = (turn += 1);
    field.value = sentence;
    waiting = false;
    const answer = await send(sentence, day).catch(() => null);
    if (mine !== turn || !answer) return;
    found = answer;
    const candidates = found.question ? [found, ...found.candidates] : [];
    opened = candidates.find((each) => page.questions.asks(each.question.name, values(each))) || null;
    rest = candidates.filter((each) => each !== opened);
    if (opened) page.questions.label(labels(opened));
    say();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(field.value.trim());
  });
  atlas.listen((what) => { if (what.has("lang") && found) explain(found.asked, found.date); });

  page.asking = {
    ask,
    explain,
    check: say,
    /** The sentence and its day, as long as the page shows what it asks. */
    asked: () => (holds() ? { ask: found.asked, day: found.date } : {}),
    forget() {
      turn += 1;
      waiting = false;
      found = opened = null;
      field.value = "";
      say();
    },
  };
})();
