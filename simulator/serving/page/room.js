// What the page adds to textual.js: where the websocket is, the font before the first measure, the keyboard at once, and,
// when the room is closed, why that is and the keyboard back. It runs before textual.js.
"use strict";

(() => {
  const Plain = window.WebSocket;
  const find = (id) => document.getElementById(id);

  const close = (why) => {
    // the button can take the focus only once it is shown, and textual.js shows it after this
    document.body.classList.add("-closed");
    // xterm.js takes every key for itself, also those for the browser, as long as it can have the focus
    find("terminal").inert = true;
    if (why) find("why").textContent = why;
    find("again").focus();
  };

  // the margin, and what covers the room, in the colours that the visitor chose for it
  const colour = (message) => {
    if (typeof message !== "string") return;
    const [kind, colours] = JSON.parse(message);
    if (kind !== "colours") return;
    for (const [part, value] of Object.entries(colours)) {
      document.documentElement.style.setProperty(`--${part}`, value);
    }
  };

  // where nobody answers, the browser would show a page of its own, and the way back would be gone
  const comeBack = () =>
    fetch("/", { cache: "no-store" }).then(
      () => location.reload(),
      () => {
        find("why").textContent = find("why").dataset.nobody;
      },
    );

  // textual.js keeps its socket to itself, and forgets why it was closed
  window.WebSocket = class extends Plain {
    constructor(...given) {
      super(...given);
      this.addEventListener("open", () => document.querySelector(".xterm-helper-textarea")?.focus());
      this.addEventListener("message", (event) => colour(event.data));
      this.addEventListener("close", (event) => close(event.reason));
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    const terminal = find("terminal");
    terminal.dataset.sessionWebsocketUrl = `${location.origin.replace(/^http/, "ws")}/ws`;
    find("again").addEventListener("click", comeBack);

    const start = window.onload;
    window.onload = async (event) => {
      await document.fonts.load(`${terminal.dataset.fontSize}px "Roboto Mono"`).catch(() => []);
      start.call(window, event);
    };
  });
})();
