// The first page: the documents and how far each is, a place for files, and what can be saved.
import * as api from "./api.js";
import { say } from "./say.js";

const { el, t, pick, zh, listen } = window.atlas;
const $ = (id) => document.getElementById(id);
let listed = null;
let problem = null;
let timer = 0;

const percent = (value) => `${Math.round(value * 100)} %`;

function row(each) {
  const href = `/review/${encodeURIComponent(each.id)}`;
  const part = each.statements ? each.reviewed / each.statements : 0;
  if (each.failure && each.opens === false) {
    return el("li", { class: "doc failed" }, el("div", { class: "what" }, el("strong", {}, zh(each.name)), el("p", { class: "failure" }, pick([each.failure.zh, each.failure.en]))));
  }
  return el("li", { class: `doc is-${each.status}` },
    el("a", { class: "what", href }, el("strong", {}, zh(each.name)),
      each.failure ? el("span", { class: "failure" }, pick([each.failure.zh, each.failure.en])) : el("span", { class: `status-chip is-${each.status}` }, t(each.read === false ? "desk_loading" : `desk_status_${each.status}`))),
    each.read === false || each.failure ? el("span") : el("dl", { class: "numbers" },
      el("div", {}, el("dt", {}, t("desk_reviewed")), el("dd", {}, el("progress", { max: Math.max(1, each.statements), value: each.reviewed, "aria-label": t("desk_progress") }), ` ${each.reviewed} / ${each.statements}`)),
      el("div", { class: each.unread ? "warn" : "" }, el("dt", {}, t("queue_unread")), el("dd", {}, String(each.unread))),
      each.lost > 0 && el("div", { class: "warn" }, el("dt", {}, t("queue_lost")), el("dd", {}, String(each.lost))),
      each.proposed > 0 && el("div", { class: "warn" }, el("dt", {}, t("queue_proposed")), el("dd", {}, String(each.proposed))),
      each.confidence === null || each.confidence === undefined ? null : el("div", { class: each.confidence < 0.9 ? "warn" : "" }, el("dt", {}, t("desk_confidence")), el("dd", {}, percent(each.confidence)))),
    el("a", { class: `button${part < 1 ? " main" : ""}`, href, "aria-label": `${t(part < 1 ? "desk_open" : "desk_look")}: ${each.name}` }, t(part < 1 ? "desk_open" : "desk_look")),
    each.status !== "unseen" && el("a", { class: "link small", href: api.correctionsOf(each.id), download: true, "aria-label": `${t("desk_file")}: ${each.name}` }, t("desk_file")));
}

function draw() {
  const place = $("documents");
  $("banners").replaceChildren(...(problem ? [el("div", { class: "banner offline", role: "alert" }, el("span", {}, problem.status === 0 ? t("desk_gone") : problem.status === 401 || problem.status === 403 ? t("desk_no_access") : (problem.said && pick([problem.said.zh, problem.said.en])) || t("desk_failed", { n: problem.status })),
    el("button", { type: "button", class: "button small", on: { click: load } }, t("desk_retry")))] : []));
  if (!listed) return;
  const { documents, reviewer } = listed;
  $("reviewer").textContent = reviewer ? t("desk_reviewer", { name: reviewer }) : "";
  place.setAttribute("aria-busy", "false");
  place.replaceChildren(documents.length ? el("ul", { class: "plain document-list" }, documents.map(row)) : el("p", { class: "empty" }, t("desk_no_documents")));
  const sum = (name) => documents.reduce((all, each) => all + (each[name] || 0), 0);
  $("summary").textContent = documents.length ? t("desk_summary", { n: documents.length, statements: sum("statements"), reviewed: sum("reviewed"), unread: sum("unread") }) : "";
  $("saves").hidden = !documents.some((each) => !each.failure);
  const lost = sum("lost");
  $("saves-lost").hidden = !lost;
  $("saves-lost").textContent = lost ? t("desk_saves_lost", { n: lost }) : "";
  $("drop").classList.toggle("large", !documents.length);
}

async function load() {
  try {
    listed = await api.documents();
    problem = null;
  } catch (error) {
    problem = error;
  }
  draw();
  // Documents are read one after the other; those that are not yet will be.
  clearTimeout(timer);
  if (problem ? problem.status === 0 : listed.documents.some((each) => each.read === false)) timer = setTimeout(load, 1500);
}

/** Read files one after the other; each tells how it went. */
async function take(files) {
  for (const file of files) {
    const line = el("li", { class: "arrival" }, el("span", {}, t("desk_reading_file", { name: file.name })));
    $("arrivals").append(line);
    try {
      await api.addFile(file);
      line.remove();
      say(t("desk_taken", { name: file.name }));
    } catch (error) {
      line.className = "arrival failed";
      const said = error.status === 0 ? t("desk_gone") : error.said ? pick([error.said.zh, error.said.en]) : t("desk_failed", { n: error.status });
      line.replaceChildren(...(said.includes(file.name) ? [] : [el("bdi", { lang: "zh" }, file.name), " "]), said);
    }
    await load();
  }
}

const drop = $("drop");
let inside = 0;
const carries = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
window.addEventListener("dragenter", (event) => {
  if (!carries(event)) return;
  inside += 1;
  drop.classList.add("over");
});
window.addEventListener("dragleave", () => {
  inside = Math.max(0, inside - 1);
  if (!inside) drop.classList.remove("over");
});
window.addEventListener("dragover", (event) => carries(event) && event.preventDefault());
window.addEventListener("drop", (event) => {
  if (!carries(event)) return;
  event.preventDefault();
  inside = 0;
  drop.classList.remove("over");
  take([...event.dataTransfer.files]);
});
$("files").addEventListener("change", () => {
  take([...$("files").files]);
  $("files").value = "";
});
$("stop").addEventListener("click", async () => {
  clearTimeout(timer);
  try {
    await api.stop();
  } catch (error) {
    if (error.status !== 0) {
      problem = error;
      draw();
      return;
    }
  }
  document.querySelector("main").replaceChildren(el("p", { class: "empty" }, t("desk_stopped")));
  $("stop").hidden = true;
});
document.addEventListener("documents-changed", load);
document.addEventListener("visibilitychange", () => !document.hidden && load());
listen((changed) => changed.has("lang") && draw());
load();
