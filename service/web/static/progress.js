// Looks how far the assessment is, and shows the page anew when it has ended.
const place = document.querySelector("[data-progress]");
const bar = place?.querySelector("progress");
const words = place?.querySelector("[data-told]");
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

async function follow(address) {
  for (let wait = 400; ; wait = Math.min(wait * 1.25, 3000)) {
    await pause(wait);
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store" });
      if (!answer.ok) break;
      const told = await answer.json();
      bar.value = told.progress;
      if (told.told && words.textContent !== told.told) words.textContent = told.told;
      for (const [index, step] of place.querySelectorAll(".steps li").entries()) {
        if (index + 1 === told.step) step.setAttribute("aria-current", "step");
        else step.removeAttribute("aria-current");
      }
      if (!told.open) break;
    } catch {
      continue; // the connection is away for a moment
    }
  }
  location.reload();
}

if (place && bar) follow(place.dataset.progress);
