// A private check is erased soon after its reader has gone. Going to another page of ours, and reloading, look
// like leaving: the page that opens, and every other one that is open, says that somebody is still there.
const token = document.body.dataset.leaving;
const others = new BroadcastChannel("speerwijzer-leaving");

function tell(address) {
  const form = new FormData();
  form.set("csrf_token", token);
  navigator.sendBeacon(address, form);
}

function here() {
  tell("/here");
}

window.addEventListener("pagehide", () => {
  tell("/left");
  others.postMessage("left");
});
window.addEventListener("pageshow", here);
others.addEventListener("message", () => setTimeout(here, 1000));
setTimeout(here, 3000); // once more, should the two have crossed on their way
