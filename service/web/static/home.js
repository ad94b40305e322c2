// A file may be dropped on the field, which shows its name; only spearheads of the chosen strategy can be
// aimed for; a form that is being sent cannot be sent twice.
const area = document.querySelector("[data-drop]");
const input = area?.querySelector("input[type=file]");

function showChosen() {
  const place = area.querySelector("[data-chosen]");
  place.textContent = input.files[0]?.name ?? place.dataset.none;
}

if (area && input) {
  input.addEventListener("change", showChosen);
  window.addEventListener("pageshow", showChosen);
  for (const kind of ["dragenter", "dragover"]) {
    area.addEventListener(kind, (event) => { event.preventDefault(); area.classList.add("over"); });
  }
  for (const kind of ["dragleave", "drop"]) {
    area.addEventListener(kind, () => area.classList.remove("over"));
  }
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer?.files.length) input.files = event.dataTransfer.files;
    showChosen();
  });
}

const form = document.querySelector("[data-hand-in]");
const strategy = form?.querySelector("select[name=strategy]");

function showAims() {
  for (const group of form.querySelectorAll("[data-strategy]")) {
    group.disabled = group.hidden = group.dataset.strategy !== strategy.value;
  }
}

if (strategy) {
  strategy.addEventListener("change", showAims);
  window.addEventListener("pageshow", showAims);
}
form?.addEventListener("submit", () => {
  const button = form.querySelector("button.primary");
  button.disabled = true;
  button.setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", () => form?.querySelector("button.primary")?.removeAttribute("disabled"));
