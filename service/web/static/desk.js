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
  const at = current();
  const next = at < 0 ? (step > 0 ? 0 : spearheads.length - 1) : Math.min(Math.max(at + step, 0), spearheads.length - 1);
  const choice = spearheads[next].querySelector("input:checked") ?? spearheads[next].querySelector("input");
  choice.focus();
  spearheads[next].scrollIntoView({ block: "nearest" });
}

function grade(place) {
  const at = Math.max(current(), 0);
  const choice = spearheads[at].querySelectorAll('input[type="radio"]')[place];
  choice.checked = true;
  choice.focus();
  askReason(spearheads[at]);
  keepSoon();
}

function evidence() {
  const links = [...(spearheads[current()] ?? form).querySelectorAll("[data-evidence]")];
  if (!links.length) return;
  const seen = links.findIndex((link) => link.hash && link.hash === location.hash);
  links[(seen + 1) % links.length].click();
}

const KEYS = {
  j: () => walk(1),
  k: () => walk(-1),
  1: () => grade(0),
  2: () => grade(1),
  3: () => grade(2),
  d: () => {
    const details = (spearheads[Math.max(current(), 0)]).querySelector("[data-definition]");
    details.open = !details.open;
  },
  e: evidence,
  m: () => form.querySelector("#notes").focus(),
  t: () => leaves?.focus(),
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
  const act = KEYS[event.key] ?? (() => document.querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click());
  if (!KEYS[event.key] && !document.querySelector(`[data-key="${CSS.escape(event.key)}"]`)) return;
  event.preventDefault();
  act();
});

document.querySelector("[data-keys-open]").addEventListener("click", () => dialog.showModal());
