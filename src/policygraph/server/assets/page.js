// The page as a whole: what is asked, what is shown, and the address that says both.
"use strict";

(() => {
  const { t } = atlas;
  const at = (id) => document.getElementById(id);
  const places = { table: at("table"), network: at("network-view"), chart: at("chart") };
  let answer = null;
  let view = "table";
  let edited = false;
  let filling = Promise.resolve();
  let turn = 0;
  let running = null;

  const editor = page.editor(at("editor"), { changed: () => mark(true), run: () => run() });
  page.text = editor.get;
  page.edited = () => edited;

  function mark(changed) {
    edited = changed;
    at("edited").hidden = !(edited && page.questions.current());
    page.asking.check();
  }

  function complain(problem) {
    at("problem").hidden = !problem;
    at("problem").textContent = problem || "";
  }

  const said = (error) => (error instanceof TypeError ? t("not_reached") : error.message);

  // --- the address ---------------------------------------------------------------------------------------

  /** A question that stands as it is goes into the address by its name, anything else with its text. */
  function hash() {
    const asked = page.asking.asked();
    const fields = new URLSearchParams(asked);
    const question = page.questions.current();
    if (question) fields.set("question", question.name);
    if (question && !edited) for (const [name, value] of page.questions.given()) fields.append(`p.${name}`, value);
    else if (!asked.ask) fields.set("query", editor.get());
    if (view !== "table") fields.set("view", view);
    fields.set("lang", atlas.state.lang);
    return `#${fields}`;
  }

  const write = () => history.replaceState(null, "", hash());

  async function read() {
    const fields = new URLSearchParams(location.hash.slice(1));
    const given = {};
    for (const [name, value] of fields) if (name.startsWith("p.")) (given[name.slice(2)] ||= []).push(value);
    const sentence = fields.get("ask");
    if (!sentence) page.asking.forget();
    if (Object.hasOwn(places, fields.get("view"))) show(fields.get("view"));
    if (fields.has("query")) {
      await page.questions.choose(fields.get("question") || "", {}, { keep: true });
      editor.set(fields.get("query"));
      mark(true);
      run();
    } else if (sentence && !fields.has("question")) {
      await page.asking.ask(sentence, fields.get("day") || undefined);
    } else {
      page.questions.choose(fields.get("question") || "workload", given, { run: true });
      // The address has the question and its values; why they were chosen is asked for again.
      if (sentence) page.asking.explain(sentence, fields.get("day") || undefined);
    }
  }

  // --- asking --------------------------------------------------------------------------------------------

  /** Puts the SPARQL of the question into the editor; true where it could be made. */
  function fill() {
    const mine = (turn += 1);
    filling = page.questions.text().then(
      (text) => {
        if (mine !== turn) return false;
        editor.set(text);
        mark(false);
        complain("");
        return true;
      },
      (error) => {
        if (mine !== turn) return false;
        complain(said(error));
        if (error.missing) {
          editor.set("");
          page.questions.focus(error.missing);
        }
        return false;
      },
    );
    return filling;
  }

  async function run() {
    await filling;
    const text = editor.get();
    if (!text.trim()) return;
    if (running) running.abort();
    const mine = (running = new AbortController());
    at("run").hidden = true;
    at("stop").hidden = false;
    complain("");
    at("status").textContent = t("running");
    const began = performance.now();
    try {
      const found = await page.ask(text, mine.signal);
      if (mine !== running) return;
      answer = found;
      answer.seconds = ((performance.now() - began) / 1000).toFixed(2);
      write();
      draw();
    } catch (error) {
      if (mine !== running) return;
      answer = null;
      draw();
      if (error.name === "AbortError") at("status").textContent = t("stopped");
      else complain(said(error));
    } finally {
      if (mine === running) {
        running = null;
        at("run").hidden = false;
        at("stop").hidden = true;
      }
    }
  }

  /** Shows no question and no answer. */
  page.blank = () => {
    if (running) running.abort();
    running = null;
    turn += 1;
    at("run").hidden = false;
    at("stop").hidden = true;
    page.questions.choose("", {}, { keep: true });
    editor.set("");
    mark(false);
    complain("");
    answer = null;
    draw();
    write();
  };

  // --- showing -------------------------------------------------------------------------------------------

  function draw() {
    for (const place of Object.values(places)) place.replaceChildren();
    at("saves").hidden = !answer || !answer.rows.length;
    if (!answer) {
      at("status").textContent = "";
      return;
    }
    const key = { rows: "n_rows", triples: "n_triples", boolean: "answered" }[answer.kind];
    at("status").textContent = t(key, { n: answer.rows.length, s: answer.seconds });
    if (view === "table" || !answer.rows.length) page.table(places[view], answer);
    else page[view](places[view], answer);
  }

  function show(wanted) {
    view = wanted;
    for (const [name, place] of Object.entries(places)) place.hidden = name !== view;
    for (const button of document.querySelectorAll("[data-view]")) button.setAttribute("aria-pressed", String(button.dataset.view === view));
  }

  async function share() {
    write();
    at("shared").hidden = false;
    at("address").value = location.href;
    at("address").select();
    try {
      await navigator.clipboard.writeText(location.href);
      at("copied").textContent = t("copied");
    } catch {
      // Browsers keep the clipboard from pages that do not come over HTTPS.
      at("copied").textContent = t("copy_by_hand");
    }
  }

  at("run").addEventListener("click", run);
  at("stop").addEventListener("click", () => running && running.abort());
  at("share").addEventListener("click", share);
  at("restore").addEventListener("click", fill);
  for (const button of document.querySelectorAll("[data-view]")) {
    button.addEventListener("click", () => { show(button.dataset.view); draw(); if (answer) write(); });
  }
  for (const button of document.querySelectorAll("[data-save]")) {
    button.addEventListener("click", () => answer && page.save(answer, button.dataset.save, (page.questions.current() || {}).name));
  }
  at("other-editor")?.addEventListener("click", (event) => { event.currentTarget.href = event.currentTarget.getAttribute("href").split("#")[0] + hash(); });
  atlas.listen((what) => { if (what.has("scheme") && answer && view === "network") draw(); });

  // A question was chosen, one of its parameters or the language was changed.
  page.questions
    .load(async (how) => {
      page.asking.check();
      if (how.keep) return;
      const failed = !at("problem").hidden;
      if (!page.questions.current()) {
        turn += 1;
        mark(false);
        complain("");
        if (!how.lang && !how.changed) editor.focus();
      } else if (how.lang && edited) {
        // What the reader wrote stays as it is.
      } else if (!(await fill())) {
        return;
      } else if (!how.changed || how.run) {
        await run();
        return;
      }
      if (how.lang && failed) {
        // The server tells a problem in one language.
        await run();
      } else if (how.lang) {
        draw();
        write();
      }
    })
    .then(read, () => complain(t("not_reached")));
  window.addEventListener("hashchange", read);
})();
