// Scans survive a dead network: kept on the device until the server has taken each by its key.
(function () {
  "use strict";
  const form = document.querySelector("form[data-scan]");
  if (!form) return;
  const store = form.dataset.store;
  const box = form.querySelector("input[name=tag]");
  const told = form.querySelector("[data-waiting]");
  const token = form.querySelector("input[name=csrfmiddlewaretoken]").value;

  function kept() {
    return JSON.parse(localStorage.getItem(store) || "[]");
  }

  function keep(scans) {
    localStorage.setItem(store, JSON.stringify(scans));
    told.textContent = scans.length ? told.dataset.words.replace("{n}", scans.length) : "";
  }

  // Not randomUUID: that wants https, and a hand scanner in the store may have none.
  function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
  }

  async function send() {
    const scans = kept();
    if (!scans.length) return;
    try {
      const answer = await fetch(form.dataset.scans, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify(scans),
      });
      if (!answer.ok) return;
      const taken = new Set((await answer.json()).taken);
      keep(kept().filter((scan) => !taken.has(scan.key)));
      if (!kept().length) window.location.reload();
    } catch {
      keep(kept());
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const tag = box.value.trim();
    if (!tag) return;
    const at = new Date().toISOString();
    keep([...kept(), { key: newKey(), tag, at }]);
    box.value = "";
    box.focus();
    send();
  });

  window.addEventListener("online", send);
  keep(kept());
  send();
})();
