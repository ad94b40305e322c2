// Tells the style sheet that scripts run, and shows moments in the reader's own time zone.
document.documentElement.classList.add("script");

for (const time of document.querySelectorAll("time[datetime][data-local]")) {
  const moment = new Date(time.dateTime);
  if (Number.isNaN(moment.getTime())) continue;
  const form = time.dataset.local === "hour" ? { timeStyle: "short" } : { dateStyle: "long", timeStyle: "short" };
  time.textContent = new Intl.DateTimeFormat(document.documentElement.lang, form).format(moment);
}
