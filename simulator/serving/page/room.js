// What the page adds to textual.js: where the websocket is, the font before the first measure, the keyboard at once, and
// why the room was closed. It runs before textual.js.
"use strict";

(() => {
  const Plain = window.WebSocket;

  // textual.js keeps its socket to itself, and forgets why it was closed
  window.WebSocket = class extends Plain {
    constructor(...given) {
      super(...given);
      this.addEventListener("open", () => document.querySelector(".xterm-helper-textarea")?.focus());
      this.addEventListener("close", (event) => {
        if (event.reason) document.getElementById("why").textContent = event.reason;
        document.getElementById("again").focus();
      });
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    const terminal = document.getElementById("terminal");
    terminal.dataset.sessionWebsocketUrl = `${location.origin.replace(/^http/, "ws")}/ws`;
    document.getElementById("again").addEventListener("click", () => location.reload());

    const start = window.onload;
    window.onload = async (event) => {
      await document.fonts.load(`${terminal.dataset.fontSize}px "Roboto Mono"`).catch(() => []);
      start.call(window, event);
    };
  });
})();
