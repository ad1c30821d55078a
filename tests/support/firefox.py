"""Firefox as the system has it, asked over Marionette: the way in that it brings itself. Playwright has none to it."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

NAMES = ("firefox-esr", "firefox")
MISSING = (
    "no Firefox was found, so nothing was looked at in a second browser: install it (Debian: apt-get install "
    "firefox-esr) or name it: RUNBOOK_FIREFOX=/path/to/firefox"
)
_PREFERENCES = {
    "browser.download.folderList": 2,
    "browser.download.always_ask_before_handling_new_types": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


def firefox() -> str | None:
    """The path of the browser: what the environment names, else what lies on the PATH."""
    return os.environ.get("RUNBOOK_FIREFOX") or next(filter(None, map(shutil.which, NAMES)), None)


class Firefox:
    """A running Firefox with a profile of its own."""

    def __init__(self, path: str, folder: Path) -> None:
        """Starts it; what is downloaded lies in ``folder / "downloads"``."""
        self._profile, self.downloads = folder / "profile", folder / "downloads"
        self._profile.mkdir(exist_ok=True)
        self.downloads.mkdir(exist_ok=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        preferences = {**_PREFERENCES, "marionette.port": port, "browser.download.dir": str(self.downloads)}
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in preferences.items()]
        (self._profile / "user.js").write_text("".join(lines), "utf-8")
        self._process = subprocess.Popen(
            [path, "--headless", "--marionette", "--no-remote", "--profile", str(self._profile)],
            env={**os.environ, "HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache"), "TZ": "Asia/Tokyo"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._socket = self._connected(port)
        self._number = 0
        self._received()
        self.ask("WebDriver:NewSession", {})

    def _connected(self, port: int) -> socket.socket:
        end = time.monotonic() + 120
        while self._process.poll() is None and time.monotonic() < end:
            try:
                return socket.create_connection(("127.0.0.1", port), timeout=60)
            except ConnectionRefusedError:
                time.sleep(0.1)
        raise OSError(self._process.returncode)

    def _received(self) -> object:
        length = b""
        while (sign := self._socket.recv(1)) != b":":
            length += sign
        text = b""
        while len(text) < int(length):
            text += self._socket.recv(int(length) - len(text))
        return json.loads(text)

    def ask(self, command: str, parameters: dict[str, object]) -> object:
        """The answer to a command; AssertionError with what Firefox says if it refuses."""
        self._number += 1
        text = json.dumps([0, self._number, command, parameters]).encode()
        self._socket.sendall(f"{len(text)}:".encode() + text)
        answer = self._received()
        assert isinstance(answer, list)
        assert answer[2] is None, answer[2]
        return answer[3]

    def open(self, page: Path) -> None:
        """A page of the disk in the window."""
        self.ask("WebDriver:Navigate", {"url": page.as_uri()})

    def reload(self) -> None:
        """The same page anew."""
        self.ask("WebDriver:Refresh", {})

    def run(self, script: str) -> object:
        """What a script in the page returns."""
        answer = self.ask("WebDriver:ExecuteScript", {"script": script, "args": []})
        assert isinstance(answer, dict)
        return answer["value"]

    def _found(self, selector: str) -> str:
        answer = self.ask("WebDriver:FindElement", {"using": "css selector", "value": selector})
        assert isinstance(answer, dict)
        return str(answer["value"][_ELEMENT])

    def click(self, selector: str) -> None:
        """A click on what a selector finds first."""
        self.ask("WebDriver:ElementClick", {"id": self._found(selector)})

    def type(self, selector: str, text: str) -> None:
        """Keys into what a selector finds first."""
        self.ask("WebDriver:ElementSendKeys", {"id": self._found(selector), "text": text})

    def window(self) -> str:
        """The name of the window that is asked."""
        return self._answer("WebDriver:GetWindowHandle", {})

    def new_window(self) -> str:
        """The name of another one, in a tab."""
        answer = self.ask("WebDriver:NewWindow", {"type": "tab"})
        assert isinstance(answer, dict)
        return str(answer["handle"])

    def go_to(self, window: str) -> None:
        """From now on this window is asked."""
        self.ask("WebDriver:SwitchToWindow", {"handle": window})

    def wait_until(self, script: str) -> None:
        """Until what a script returns is true, or a minute has passed: then it is said what it returned."""
        self._until(lambda: self.run(script) is True, script)

    def downloaded(self) -> list[Path]:
        """What was downloaded, as soon as something is there and whole."""
        self._until(lambda: any(self.downloads.iterdir()) and not any(self.downloads.glob("*.part")), "a download")
        return [path for path in self.downloads.iterdir() if path.stat().st_size]

    def _until(self, is_so: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + 60
        while not is_so():
            assert time.monotonic() < end, what
            time.sleep(0.1)

    def _answer(self, command: str, parameters: dict[str, object]) -> str:
        answer = self.ask(command, parameters)
        assert isinstance(answer, dict)
        return str(answer["value"])

    def kill(self) -> None:
        """An end without a word."""
        self._process.kill()
        self._process.wait()
        self._socket.close()
