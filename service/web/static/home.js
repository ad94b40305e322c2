// A file may be dropped on the field; a form that is being sent cannot be sent twice.
const area = document.querySelector("[data-drop]");
const input = area?.querySelector("input[type=file]");

if (area && input) {
  for (const kind of ["dragenter", "dragover"]) {
    area.addEventListener(kind, (event) => { event.preventDefault(); area.classList.add("over"); });
  }
  for (const kind of ["dragleave", "drop"]) {
    area.addEventListener(kind, () => area.classList.remove("over"));
  }
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer?.files.length) input.files = event.dataTransfer.files;
  });
}

const form = document.querySelector("[data-hand-in]");
form?.addEventListener("submit", () => {
  const button = form.querySelector("button.primary");
  button.disabled = true;
  button.setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", () => form?.querySelector("button.primary")?.removeAttribute("disabled"));
