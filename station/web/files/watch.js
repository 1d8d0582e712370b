"use strict";
const terminal = () => document.querySelector(".xterm-helper-textarea");

// Keys reach the terminal without a click into it first.
function focusTerminal() {
  terminal()?.focus();
}

// A server that comes back is found without a hand.
async function lookAgain() {
  if (!document.body.classList.contains("-closed")) return;
  try {
    if ((await fetch("/", { cache: "no-store" })).status < 500) location.reload();
  } catch { /* still away */ }
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelector("#ended button").addEventListener("click", () => location.reload());
  new MutationObserver(focusTerminal).observe(document.body, { attributes: true, attributeFilter: ["class"] });
  addEventListener("focus", focusTerminal);
  setInterval(lookAgain, 5000);
});
