// The desk with a keyboard: one key a step, and everything that is typed is kept by itself.
const form = document.querySelector("[data-desk]");
const told = form.querySelector("[data-told]");
const dialog = document.querySelector("[data-keys-dialog]");
const leaves = document.querySelector("[data-leaves]");
const spearheads = [...form.querySelectorAll("[data-spearhead]")];
const WAIT = 600;
let timer = 0;
let saving = Promise.resolve();

async function keep() {
  const content = new FormData(form);
  content.delete("onward");
  content.set("intent", "draft");
  content.set("quietly", "yes");
  let kept = false;
  try {
    kept = (await fetch(form.action, { method: "POST", body: content, credentials: "same-origin" })).ok;
  } catch {
    kept = false;
  }
  const hour = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" }).format(new Date());
  told.textContent = kept ? `${form.dataset.saved} ${hour}` : form.dataset.unsaved;
  told.classList.toggle("error-text", !kept);
}

function keepSoon() {
  clearTimeout(timer);
  timer = setTimeout(() => { timer = 0; saving = saving.then(keep); }, WAIT);
}

// Where a grade goes against the program, the field for the reason appears at once.
function askReason(spearhead) {
  const machine = spearhead.dataset.machine;
  const reason = spearhead.querySelector("[data-reason]");
  const own = spearhead.querySelector("input:checked")?.value;
  if (!reason) return;
  const differs = own && machine !== "uncertain" && machine !== own;
  spearhead.classList.toggle("differs", Boolean(differs));
  reason.hidden = !differs && !reason.querySelector("textarea").value;
}

form.addEventListener("input", (event) => {
  const spearhead = event.target.closest("[data-spearhead]");
  if (spearhead) askReason(spearhead);
  keepSoon();
});
form.addEventListener("submit", () => { clearTimeout(timer); timer = 0; });
addEventListener("pagehide", () => {
  if (!timer) return;
  const content = new FormData(form);
  content.set("intent", "draft");
  content.set("quietly", "yes");
  navigator.sendBeacon(form.action, content);
});

function current() {
  return spearheads.findIndex((each) => each.contains(document.activeElement));
}

function walk(step) {
  if (!spearheads.length) return;
  const at = current();
  const next = at < 0 ? (step > 0 ? 0 : spearheads.length - 1) : Math.min(Math.max(at + step, 0), spearheads.length - 1);
  const choice = spearheads[next].querySelector("input:checked") ?? spearheads[next].querySelector("input");
  choice.focus();
  spearheads[next].scrollIntoView({ block: "nearest" });
}

function grade(place) {
  const at = Math.max(current(), 0);
  const choice = spearheads[at]?.querySelectorAll('input[type="radio"]')[place];
  if (!choice) return;
  choice.checked = true;
  choice.focus();
  askReason(spearheads[at]);
  keepSoon();
}

// The document moves by itself beside the grades, which stay where they are; on a narrow screen the page moves.
function showInDocument(mark) {
  for (const other of document.querySelectorAll(".now")) other.classList.remove("now");
  mark.classList.add("now");
  if (getComputedStyle(leaves).overflowY !== "auto") { mark.scrollIntoView({ block: "center" }); return; }
  leaves.scrollTop += mark.getBoundingClientRect().top - leaves.getBoundingClientRect().top - leaves.clientHeight / 3;
}

function showEvidence(item) {
  item.closest("details").open = true;
  item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-evidence], a.use, a.over");
  const anchor = link?.getAttribute("href") ?? "";
  const target = anchor.startsWith("#") ? document.getElementById(anchor.slice(1)) : null;
  if (!target) return; // it stands in another part of the text: the link leads there
  event.preventDefault();
  history.replaceState(null, "", anchor);
  if (link.dataset.evidence) showInDocument(target);
  else showEvidence(target);
});

let lastEvidence = null;
function evidence(step) {
  const links = [...(spearheads[current()] ?? form).querySelectorAll("[data-evidence]")];
  if (!links.length) return;
  const at = links.indexOf(lastEvidence);
  lastEvidence = links[at < 0 ? (step > 0 ? 0 : links.length - 1) : (at + step + links.length) % links.length];
  lastEvidence.closest("details").open = true;
  lastEvidence.closest("li").scrollIntoView({ block: "nearest" });
  lastEvidence.click();
}

function turn(step) {
  const pictures = [...(leaves?.querySelectorAll(".leaf") ?? [])];
  if (!pictures.length) { leaves?.querySelector(`a[rel="${step > 0 ? "next" : "prev"}"]`)?.click(); return; }
  const top = leaves.getBoundingClientRect().top + 20;
  const at = pictures.findLastIndex((each) => each.getBoundingClientRect().top <= top);
  showTop(pictures[Math.min(Math.max(at + step, 0), pictures.length - 1)]);
}

function showTop(picture) {
  if (getComputedStyle(leaves).overflowY !== "auto") { picture.scrollIntoView(); return; }
  leaves.scrollTop += picture.getBoundingClientRect().top - leaves.getBoundingClientRect().top - 12;
}

function reason() {
  const field = spearheads[Math.max(current(), 0)]?.querySelector("[data-reason]");
  if (!field) return;
  field.hidden = false;
  field.querySelector("textarea").focus();
}

function press(key) {
  const element = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (element?.matches("textarea, input:not([type=\"checkbox\"])")) element.focus();
  else element?.click();
  return Boolean(element);
}

const KEYS = {
  j: () => walk(1),
  k: () => walk(-1),
  1: () => grade(0),
  2: () => grade(1),
  3: () => grade(2),
  d: () => {
    const details = spearheads[Math.max(current(), 0)]?.querySelector("[data-definition]");
    if (details) details.open = !details.open;
  },
  e: () => evidence(1),
  E: () => evidence(-1),
  r: reason,
  t: () => leaves?.focus(),
  "[": () => turn(-1),
  "]": () => turn(1),
  x: () => document.querySelector("#document > header a")?.click(),
  "?": () => dialog.showModal(),
};

// Single keys get in the way of speech control: whoever wants can switch them off, for good.
const useKeys = document.querySelector("[data-use-keys]");
useKeys.checked = localStorage.getItem("desk-keys") !== "off";
useKeys.addEventListener("change", () => localStorage.setItem("desk-keys", useKeys.checked ? "on" : "off"));

addEventListener("keydown", (event) => {
  if (!useKeys.checked || event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
  if (event.key === "Escape") { document.activeElement?.blur(); return; }
  if (event.target.matches('textarea, select, input:not([type="radio"]):not([type="checkbox"])')) return;
  if (KEYS[event.key]) KEYS[event.key]();
  else if (!press(event.key)) return;
  event.preventDefault();
});

document.querySelector("[data-keys-open]").addEventListener("click", () => dialog.showModal());
