"use strict";
document.documentElement.classList.add("has-js");

const rows = [...document.querySelectorAll(".req")];
const form = document.querySelector(".tools");
const search = document.getElementById("search");
const shown = document.getElementById("shown");
const texts = new Map(rows.map((row) => [row, haystack(row)]));

function haystack(row) {
  const parts = [".id", ".text", ".reason", ".origin"].map((part) => row.querySelector(part)?.textContent ?? "");
  return parts.join(" ").toLowerCase();
}

function chosen(name) {
  return form.elements[name].value;
}

function matches(row) {
  const [show, level] = [chosen("show"), chosen("level")];
  return (show === "all" || row.classList.contains(show)) && (level === "all" || row.classList.contains("l-" + level));
}

function filter() {
  const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const row of rows) row.hidden = !wanted.every((word) => texts.get(row).includes(word));
  const count = rows.filter((row) => !row.hidden && matches(row)).length;
  shown.textContent = shown.dataset.format.replace("{shown}", count).replace("{total}", rows.length);
  document.body.classList.toggle("searching", wanted.length > 0);
  document.body.classList.toggle("empty", count === 0);
}

function openTarget() {
  let id = location.hash.slice(1);
  try { id = decodeURIComponent(id); } catch { return; }
  const row = rows.find((candidate) => candidate.id === id);
  if (!row) return;
  if (row.hidden || !matches(row)) { form.reset(); filter(); }
  row.open = true;
  row.scrollIntoView();
}

async function copy(button) {
  const code = button.closest(".curl").querySelector("code");
  try {
    await navigator.clipboard.writeText(code.textContent);
  } catch {
    getSelection().selectAllChildren(code);
    document.execCommand("copy");
  }
  const label = button.textContent;
  button.textContent = button.dataset.done;
  button.disabled = true;
  setTimeout(() => { button.textContent = label; button.disabled = false; }, 1500);
}

form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
addEventListener("hashchange", openTarget);
document.addEventListener("click", (event) => {
  const button = event.target.closest("button.copy");
  if (button) copy(button);
});
document.getElementById("open-all").addEventListener("click", () => {
  for (const row of rows) if (!row.hidden && matches(row)) row.open = true;
});
document.getElementById("close-all").addEventListener("click", () => {
  for (const row of rows) row.open = false;
});
addEventListener("beforeprint", () => {
  for (const row of rows) if (["fail", "error", "warn"].some((name) => row.classList.contains(name))) row.open = true;
});

filter();
openTarget();
