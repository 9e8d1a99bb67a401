// Small behaviours of every page. Without this file everything still works, only slower.
(function () {
  "use strict";
  const typing = "INPUT, TEXTAREA, SELECT, [contenteditable]";
  let cursor = -1;

  function rows() {
    return [...document.querySelectorAll("[data-rows] tbody tr")];
  }

  function moveTo(index) {
    const all = rows();
    if (!all.length) return;
    all.forEach((row) => row.classList.remove("is-cursor"));
    cursor = Math.max(0, Math.min(all.length - 1, index));
    all[cursor].classList.add("is-cursor");
    all[cursor].scrollIntoView({ block: "nearest" });
  }

  function openRow() {
    const row = rows()[cursor];
    const link = row && row.querySelector("a");
    if (link) link.click();
  }

  // On the page of one object the keys lead to the next one and the one before.
  function follow(key) {
    const link = document.querySelector(`a[data-key="${key}"]`);
    if (link) link.click();
    return Boolean(link) || Boolean(document.querySelector("a[data-key]"));
  }

  function openKeys() {
    const list = document.getElementById("keys");
    if (list && !list.open) list.showModal();
  }

  const KEYS = {
    "/": () => {
      const box = document.querySelector("[data-search], #id_q");
      if (box) box.focus();
    },
    j: () => follow("j") || moveTo(cursor + 1),
    k: () => follow("k") || moveTo(cursor - 1),
    "?": openKeys,
  };

  document.addEventListener("keydown", (event) => {
    const off = document.documentElement.dataset.shortcuts === "off";
    if (off || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest(typing) || document.querySelector("dialog[open]")) return;
    if (event.key === "Enter" && cursor >= 0 && event.target === document.body) openRow();
    if (!Object.hasOwn(KEYS, event.key)) return;
    event.preventDefault();
    KEYS[event.key]();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
    if (event.target.closest("[data-keys]")) openKeys();
  });

  // One box ticks all boxes of its form.
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-all]")) return;
    event.target.form
      .querySelectorAll("tbody input[type=checkbox]")
      .forEach((box) => (box.checked = event.target.checked));
  });

  // A form marked data-once is sent once, however often the button is pressed.
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-once]");
    if (!form) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });

  // The list of errors speaks first.
  const errors = document.querySelector("[data-focus]");
  if (errors) errors.focus({ preventScroll: true });

  // After htmx has put new rows in place the cursor starts anew.
  document.addEventListener("htmx:afterSwap", () => {
    cursor = -1;
  });
})();
