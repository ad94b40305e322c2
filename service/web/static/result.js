// Evidence and document move together; j and k go from one piece of evidence to the next.
const leaves = document.querySelector("[data-leaves]");
const evidence = [...document.querySelectorAll("[data-evidence]")];
let now = -1;

function markIn(item) {
  return document.getElementById(item.dataset.evidence);
}

function unfold(item) {
  const folded = item?.closest("details");
  if (folded) folded.open = true;
}

function unfoldTarget() {
  unfold(document.getElementById(decodeURIComponent(location.hash.slice(1))));
}

function bringIntoView(mark) {
  for (const other of document.querySelectorAll(".now")) other.classList.remove("now");
  if (!mark) return;
  mark.classList.add("now");
  const apart = getComputedStyle(leaves).overflowY === "auto";
  if (!apart) return; // on a narrow screen the document stands below: stay with the evidence
  const box = mark.getBoundingClientRect();
  const frame = leaves.getBoundingClientRect();
  leaves.scrollTop += box.top - frame.top - frame.height / 3;
}

function go(to) {
  if (!evidence.length) return;
  now = (to + evidence.length) % evidence.length;
  const item = evidence[now];
  unfold(item);
  item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "center" });
  bringIntoView(markIn(item));
}

function isWriting(target) {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
  if (event.key === "j") go(now + 1);
  if (event.key === "k") go(now < 0 ? -1 : now - 1);
});

for (const [index, item] of evidence.entries()) {
  item.addEventListener("focusin", () => { now = index; bringIntoView(markIn(item)); });
}

window.addEventListener("hashchange", unfoldTarget);
unfoldTarget();
