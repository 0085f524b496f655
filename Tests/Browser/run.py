"""The pages in a real browser: headless Chromium walks what a citizen and an officer would, axe-core looks for barriers.

    python Tests/Browser/run.py PATH_TO_ANSINH [--screenshots DIR]

Starts the program on a small made-up country on a free port of the loopback, and ends it again.
"""
import csv
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

PASSWORD = "mot-mat-khau-dai-de-thu"
failures = []
passed = 0


def claim(text, holds, detail=""):
    """One claim about what is on the screen."""
    global passed
    if holds:
        passed += 1
        print(f"  ✔ {text}")
    else:
        failures.append(text)
        print(f"  ✖ {text} {detail}")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def chromium():
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if shutil.which(name):
            return shutil.which(name)
    sys.exit("Chromium is not installed: make test installs it.")


def wait_until_ready(url, process):
    for _ in range(600):
        if process.poll() is not None:
            sys.exit(f"the program ended with {process.returncode} before it served")
        try:
            with urllib.request.urlopen(url + "/ready", timeout=1) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    sys.exit("the program did not become ready in a minute")


def barriers(page):
    """Violations of WCAG 2.2 A and AA that axe-core finds."""
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{item['id']}: {item['nodes'][0]['html'][:120]}" for item in found]


def overflows(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def portal(browser, url, shots):
    print("The public portal")
    for name, width, height in (("desktop", 1280, 900), ("phone", 360, 740), ("narrow", 320, 640)):
        page = browser.new_page(viewport={"width": width, "height": height})
        errors = []
        page.on("console", lambda message, errors=errors: errors.append(message.text) if message.type == "error" else None)
        page.goto(url + "/")
        if shots:
            page.screenshot(path=os.path.join(shots, f"map-{name}.png"), full_page=name != "desktop")
        claim(f"map page, {name}: nothing runs over the edge", overflows(page) <= 0, f"by {overflows(page)} px")
        claim(f"map page, {name}: no error in the console", not errors, str(errors[:2]))
        found = barriers(page)
        claim(f"map page, {name}: axe-core finds no barrier", not found, str(found))
        page.close()

    page = browser.new_page(viewport={"width": 1280, "height": 900})
    hosts = set()
    page.on("request", lambda request: hosts.add(re.sub(r"^\w+://([^/]+).*", r"\1", request.url)))
    page.goto(url + "/")
    claim("nothing is loaded from another host", hosts == {url.split("//")[1]}, str(hosts))
    text = page.inner_text("body")
    claim("the page is Vietnamese and names its package", page.get_attribute("html", "lang") == "vi" and "tỉnh" in text)
    svg = page.inner_html("svg.map") if page.query_selector("svg.map") else ""
    claim("both archipelagos are on the map and named", "Hoàng Sa" in svg and "Trường Sa" in svg)
    claim("63 provinces are links", len(set(re.findall(r'href="(/tinh/[^"?]+)', svg))) == 63)
    page.goto(url + "/?view=tiles")
    tiles = page.inner_html("svg.map") if page.query_selector("svg.map") else ""
    claim("the tile view has both archipelagos too", "Hoàng Sa" in tiles and "Trường Sa" in tiles)
    if shots:
        page.screenshot(path=os.path.join(shots, "tiles.png"))
    page.goto(url + "/?lang=en")
    claim("English is one click away", page.get_attribute("html", "lang") == "en")
    page.goto(url + "/")
    first = page.get_attribute("svg.map a", "href")
    page.goto(url + first)
    claim("a province has a page of its own", page.query_selector("h1") is not None and page.query_selector("table") is not None)
    found = barriers(page)
    claim("province page: axe-core finds no barrier", not found, str(found))
    if shots:
        page.screenshot(path=os.path.join(shots, "province.png"), full_page=True)
    answer = page.goto(url + "/tinh/khong-co-tinh-nay")
    claim("an unknown province is a 404 with a way back", answer.status == 404 and page.query_selector("a") is not None)
    page.close()


def officers(browser, url, country, shots):
    print("The officers' side")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(url + "/can-bo")
    claim("without a session one is asked to sign in", page.query_selector("input[type=password]") is not None)
    found = barriers(page)
    claim("sign-in page: axe-core finds no barrier", not found, str(found))
    page.fill("input[name=name]", "canbo24")
    page.fill("input[type=password]", PASSWORD)
    page.click("main form button")
    claim("an officer signs in", "canbo24" in page.inner_text("body"))
    if shots:
        page.screenshot(path=os.path.join(shots, "officer.png"))
    found = barriers(page)
    claim("officer's first page: axe-core finds no barrier", not found, str(found))

    page.goto(url + "/can-bo/gui-tep")
    if shots:
        page.screenshot(path=os.path.join(shots, "upload.png"))
    claim("the officer's province bears the name of its month's unit list", "Bắc Giang" in page.inner_text("main"))
    found = barriers(page)
    claim("upload page: axe-core finds no barrier", not found, str(found))
    upload(page, url, payment_list(country))
    claim("an upload ends in an import report", "/can-bo/tep/" in page.url and "dòng" in page.inner_text("main"), page.url)
    found = barriers(page)
    claim("import report: axe-core finds no barrier", not found, str(found))
    if shots:
        page.screenshot(path=os.path.join(shots, "import-report.png"), full_page=True)

    with tempfile.TemporaryDirectory() as folder:
        again = os.path.join(folder, os.path.basename(payment_list(country)))
        with open(payment_list(country), "rb") as source, open(again, "wb") as copy:
            copy.write(source.read() + b"\r\n")
        page.goto(url + "/can-bo/gui-tep")
        upload(page, url, again)
    text = page.inner_text("main")
    claim("a list whose rows are those of the one before says so", "Mọi dòng giống hệt lần gửi" in text)
    found = barriers(page)
    claim("that report: axe-core finds no barrier", not found, str(found))
    if shots:
        page.screenshot(path=os.path.join(shots, "sent-again.png"), full_page=True)

    page.goto(url + "/can-bo/phat-hien")
    if shots:
        page.screenshot(path=os.path.join(shots, "findings.png"), full_page=True)
    link = page.query_selector("main a[href^='/can-bo/phat-hien/']")
    claim("the province has findings", link is not None)
    found = barriers(page)
    claim("findings page: axe-core finds no barrier", not found, str(found))
    if link:
        page.goto(url + link.get_attribute("href"))
        if shots:
            page.screenshot(path=os.path.join(shots, "finding.png"), full_page=True)
        text = page.inner_text("main")
        shown = set(re.findall(r"\d{12}", text)) & national_numbers(country)
        claim("no identity number is shown whole", not shown and "•••" in text, str(len(shown)))
        found = barriers(page)
        claim("finding page: axe-core finds no barrier", not found, str(found))
    page.close()


def upload(page, url, path):
    """Sends a payment list and stands on its import report in the end."""
    page.select_option("select[name=kind]", "payments")
    page.set_input_files("input[name=file]", path)
    page.click("form[enctype='multipart/form-data'] button")
    for _ in range(100):
        if "/can-bo/tep/" in page.url or page.query_selector("main a[href^='/can-bo/tep/']"):
            break
        page.wait_for_timeout(200)
        page.reload()
    report = page.query_selector("main a[href^='/can-bo/tep/']")
    if report and "/can-bo/tep/" not in page.url:
        page.goto(url + report.get_attribute("href"))


def national_numbers(country):
    """Every personal number of the made-up country."""
    folder = os.path.join(country, "national")
    name = next(name for name in os.listdir(folder) if name.startswith("population"))
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
        return {row["Số định danh"] for row in csv.DictReader(file)}


def payment_list(country):
    with open(os.path.join(country, "manifest.json"), encoding="utf-8") as file:
        manifest = json.load(file)
    entry = next(entry for entry in manifest["files"] if entry["kind"] == "payments" and entry["province"] == "24")
    return os.path.join(country, entry["path"])


def main():
    program = os.path.abspath(sys.argv[1])
    shots = sys.argv[sys.argv.index("--screenshots") + 1] if "--screenshots" in sys.argv else None
    if shots:
        os.makedirs(shots, exist_ok=True)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="ansinh-pages-") as folder:
        store = ["--store", f"sqlite:{folder}/store.sqlite"]
        country = os.path.join(folder, "demo")
        subprocess.run(
            [program, "demo", "--no-serve", "--households", "4000", "--folder", country, *store],
            check=True, stdout=subprocess.DEVNULL, timeout=600)
        subprocess.run(
            [program, "account", "add", "canbo24", "--role", "officer", "--province", "24", *store],
            check=True, input=PASSWORD + "\n", text=True, stdout=subprocess.DEVNULL, timeout=60)
        server = subprocess.Popen([program, "serve", "--port", str(port), *store], stderr=subprocess.DEVNULL)
        try:
            wait_until_ready(url, server)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
                portal(browser, url, shots)
                officers(browser, url, country, shots)
                browser.close()
        finally:
            server.terminate()
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.kill()
        claim("the service stops when asked", server.returncode == 0, f"exit {server.returncode}")
    print(f"{passed} passed, {len(failures)} failed")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
