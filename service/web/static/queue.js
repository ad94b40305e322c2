// Ticks every dossier of the page at once.
const form = document.querySelector("[data-bulk]");
form?.querySelector("[data-all]")?.addEventListener("click", () => {
  const boxes = [...form.querySelectorAll('input[name="dossier"]')];
  const on = boxes.some((box) => !box.checked);
  for (const box of boxes) box.checked = on;
});
