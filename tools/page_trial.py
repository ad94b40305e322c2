"""How quickly pages show something, how heavy they are, and what they cost the service. ADDRESS [RUNS].

Asks a running service for one user (`speerwijzer serve` without keys): hands in the examples, and then opens
each page in Chromium with an empty cache. First contentful paint counts from the beginning of the
navigation; the service's own time is from the request to the first byte of the page; the browser's work is
the processor time of its main thread until the page has loaded, which other work on the machine does not
lengthen; weight is what all answers hold, without the pictures of the document.
"""

import os
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Response

ROOT = Path(__file__).parents[1]
_CHROMIUM = "/usr/bin/chromium"
_LONGEST = 120_000
_PAINTED = """() => new Promise((tell) => {
  const done = (entry) => {
    const page = performance.getEntriesByType("navigation")[0];
    tell([entry.startTime, page.responseStart - page.requestStart]);
  };
  new PerformanceObserver((list) => list.getEntriesByName("first-contentful-paint").forEach(done))
    .observe({ type: "paint", buffered: true });
})"""
PLACES = {
    "first page": "/", "paste": "/check/text", "sections": "/check/form", "proposals": "/proposals",
    "guide": "/guide", "limits": "/limits", "model card": "/model-card", "calls": "/review",
    "administration": "/admin",
}  # fmt: skip


@dataclass(slots=True)
class Measured:
    """Milliseconds of every run, and the bytes of the heaviest."""

    painted: list[float] = field(default_factory=list)
    served: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)
    weight: int = 0


def main(address: str, runs: int = 15) -> int:
    """Print a table; 0 when every median is within 300 ms and every page within 200 kB."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        places = {**PLACES, **dict(_results(browser.new_page(locale="nl-BE"), address))}
        found = {name: Measured() for name in places}
        for _ in range(runs):
            for name, path in places.items():
                _measure(browser, address + path, found[name])
        browser.close()
    print(f"{runs} runs; load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print("| page | first paint, least | median | longest | service, least | median | longest ", end="")
    print("| browser's work, median | weight |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for name, measured in found.items():
        print(_row(name, measured))
    slow = [name for name, each in found.items() if statistics.median(each.painted) > 300]  # noqa: PLR2004
    heavy = [name for name, each in found.items() if each.weight > 200_000]  # noqa: PLR2004
    return 1 if slow or heavy else 0


def _results(page: "Page", address: str) -> Iterator[tuple[str, str]]:
    """Pages about the examples, once they have been assessed."""
    page.set_default_timeout(_LONGEST)
    for name, file in (("result of a text", "digibank.docx"), ("result of a PDF", "afsprakenbouwsteen.pdf")):
        page.goto(address)
        page.set_input_files("#file", ROOT / "corpus" / "examples" / file)
        page.click("button.primary")
        page.wait_for_selector(".overview")
        yield name, page.url.removeprefix(address)
    page.goto(f"{address}/?previous={page.url.rpartition('/')[2]}")
    page.set_input_files("#file", ROOT / "corpus" / "examples" / "digibank.docx")
    page.click("button.primary")
    page.wait_for_selector(".overview")
    yield "versions", f"{page.url.removeprefix(address)}/versions"


def _measure(browser: "Browser", address: str, measured: Measured) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="nl-BE")
    page, sizes = context.new_page(), list[int]()
    engine = context.new_cdp_session(page)
    engine.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.on("response", lambda answer: sizes.append(_size(answer)))
    page.goto(address)
    painted, served = page.evaluate(_PAINTED)
    page.wait_for_load_state("networkidle")
    metrics = {each["name"]: each["value"] for each in engine.send("Performance.getMetrics")["metrics"]}
    measured.worked.append(metrics["TaskDuration"] * 1000)
    measured.painted.append(painted)
    measured.served.append(served)
    measured.weight = max(measured.weight, sum(sizes))
    context.close()


def _size(answer: "Response") -> int:
    # A sign that somebody is there has no answer to weigh, and may still be on its way at the end.
    is_sign = answer.request.resource_type == "ping"
    return 0 if is_sign or answer.url.endswith(".png") else len(answer.body())


def _row(name: str, measured: Measured) -> str:
    times: list[Any] = [
        each(values)
        for values in (measured.painted, measured.served)
        for each in (min, statistics.median, max)
    ]
    times.append(statistics.median(measured.worked))
    cells = " | ".join(f"{value:.0f} ms" for value in times)
    return f"| {name} | {cells} | {measured.weight / 1000:.0f} kB |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *(int(word) for word in sys.argv[2:3])))
