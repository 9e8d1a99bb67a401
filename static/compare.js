// Two photographs of one view, zoomed and moved together. Without this file each picture is a link
// to its full size, and they stand side by side all the same.
(function () {
  "use strict";
  const MOST = 8;
  const STEP = 1.5;
  const STRIDE = 10;

  function start(group) {
    const pictures = [...group.querySelectorAll("img")];
    const bar = group.parentElement.querySelector("[data-zoom-bar]");
    const view = { zoom: 1, x: 0, y: 0 };
    let held = null;

    // Shares of the plate's own width and height, so that both pictures show the same part.
    function show() {
      const room = (view.zoom - 1) * 50;
      view.x = Math.max(-room, Math.min(room, view.x));
      view.y = Math.max(-room, Math.min(room, view.y));
      const moved = `translate(${view.x}%, ${view.y}%) scale(${view.zoom})`;
      pictures.forEach((picture) => (picture.style.transform = moved));
      group.classList.toggle("is-zoomed", view.zoom > 1);
    }

    function zoom(factor) {
      const next = Math.max(1, Math.min(MOST, view.zoom * factor));
      view.x *= next / view.zoom;
      view.y *= next / view.zoom;
      view.zoom = next;
      show();
    }

    function move(x, y) {
      view.x += x;
      view.y += y;
      show();
    }

    function reset() {
      Object.assign(view, { zoom: 1, x: 0, y: 0 });
      show();
    }

    const ACTS = { in: () => zoom(STEP), out: () => zoom(1 / STEP), reset };
    const KEYS = {
      "+": ACTS.in,
      "=": ACTS.in,
      "-": ACTS.out,
      0: reset,
      ArrowLeft: () => move(STRIDE, 0),
      ArrowRight: () => move(-STRIDE, 0),
      ArrowUp: () => move(0, STRIDE),
      ArrowDown: () => move(0, -STRIDE),
    };

    bar.hidden = false;
    bar.addEventListener("click", (event) => {
      const button = event.target.closest("[data-zoom]");
      if (button) ACTS[button.dataset.zoom]();
    });

    group.tabIndex = 0;
    group.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (!Object.hasOwn(KEYS, event.key)) return;
      if (event.key.startsWith("Arrow") && view.zoom === 1) return;
      event.preventDefault();
      event.stopPropagation();
      KEYS[event.key]();
    });

    group.addEventListener("pointerdown", (event) => {
      if (view.zoom === 1 || event.button) return;
      const plate = event.target.closest(".rg-pair-plate");
      if (!plate) return;
      held = { x: event.clientX, y: event.clientY, plate };
      plate.setPointerCapture(event.pointerId);
    });
    group.addEventListener("pointermove", (event) => {
      if (!held) return;
      const x = event.clientX - held.x;
      const y = event.clientY - held.y;
      move((100 * x) / held.plate.clientWidth, (100 * y) / held.plate.clientHeight);
      held.x = event.clientX;
      held.y = event.clientY;
    });
    ["pointerup", "pointercancel"].forEach((kind) =>
      group.addEventListener(kind, () => (held = null)),
    );

    // A click comes closer; with a key held, or from the keyboard, it opens the picture in full.
    group.addEventListener("click", (event) => {
      const plain = event.detail && !event.ctrlKey && !event.metaKey && !event.shiftKey;
      if (!plain || !event.target.closest(".rg-pair-plate")) return;
      event.preventDefault();
      if (view.zoom === 1) zoom(STEP * STEP);
    });
    group.addEventListener("dragstart", (event) => event.preventDefault());
  }

  document.querySelectorAll("[data-pair]").forEach(start);
})();
