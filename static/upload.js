// Photographs: drop or choose several, see each at once, sent one after the other with progress.
// The words come from the data attributes of the drop field, so they follow the language.
(function () {
  "use strict";
  const LIMIT = 10 * 1024 * 1024;
  const KINDS = /^image\/(jpeg|png|webp)$/;

  function start(field) {
    const words = field.dataset;
    const input = field.querySelector("input[type=file]");
    const list = document.querySelector("[data-thumbs]");
    const live = document.querySelector("[data-live]");
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    let left = Number(words.left);
    let queue = Promise.resolve();

    function entry(file) {
      const item = document.createElement("li");
      const picture = document.createElement("img");
      const bar = document.createElement("progress");
      const caption = document.createElement("div");
      picture.alt = words.preview + " " + file.name;
      picture.width = 136;
      picture.height = 170;
      bar.max = 100;
      bar.value = 0;
      bar.setAttribute("aria-label", words.progress + " " + file.name);
      caption.className = "cap";
      return { item, picture, bar, caption };
    }

    function say(parts, text, wrong) {
      parts.caption.textContent = text;
      parts.caption.classList.toggle("text-danger", Boolean(wrong));
      live.textContent = text;
    }

    function fail(parts, file, text) {
      say(parts, text, true);
      const again = document.createElement("button");
      again.type = "button";
      again.className = "btn";
      again.textContent = words.again;
      again.addEventListener("click", () => {
        parts.caption.textContent = words.waiting;
        queue = queue.then(() => send(parts, file));
      });
      parts.caption.append(" ", again);
    }

    function answered(request, parts, file) {
      let answer = {};
      try {
        answer = JSON.parse(request.responseText);
      } catch (notJson) {
        answer = {};
      }
      if (request.status !== 200 && request.status !== 201) {
        fail(parts, file, file.name + "：" + (answer.error || words.failed));
        return;
      }
      if (answer.thumb) {
        URL.revokeObjectURL(parts.picture.src);
        parts.picture.src = answer.thumb;
      }
      parts.bar.remove();
      say(parts, answer.label || file.name + " " + words.sent);
    }

    function send(parts, file) {
      return new Promise((done) => {
        const request = new XMLHttpRequest();
        const body = new FormData();
        body.append("photo", file);
        request.open("POST", words.url);
        request.setRequestHeader("X-CSRFToken", token);
        request.setRequestHeader("Accept", "application/json");
        request.upload.onprogress = (event) => {
          if (!event.lengthComputable) return;
          parts.bar.value = (event.loaded / event.total) * 100;
          parts.caption.textContent = words.sending + " " + Math.round(parts.bar.value) + "%";
        };
        request.onload = () => {
          answered(request, parts, file);
          done();
        };
        request.onerror = () => {
          fail(parts, file, words.offline);
          done();
        };
        request.send(body);
      });
    }

    function add(files) {
      [...files].forEach((file) => {
        const parts = entry(file);
        list.append(parts.item);
        const wrong = !KINDS.test(file.type) || file.size > LIMIT;
        if (wrong || left < 1) {
          parts.item.append(parts.caption);
          say(parts, file.name + "：" + (wrong ? words.wrong : words.full), true);
          return;
        }
        left -= 1;
        parts.picture.src = URL.createObjectURL(file);
        parts.caption.textContent = words.waiting;
        parts.item.append(parts.picture, parts.bar, parts.caption);
        queue = queue.then(() => send(parts, file));
      });
    }

    ["dragenter", "dragover"].forEach((name) =>
      field.addEventListener(name, (event) => {
        event.preventDefault();
        field.classList.add("is-over");
      }),
    );
    ["dragleave", "drop"].forEach((name) =>
      field.addEventListener(name, (event) => {
        event.preventDefault();
        field.classList.remove("is-over");
      }),
    );
    field.addEventListener("drop", (event) => add(event.dataTransfer.files));
    function take() {
      add([...input.files]);
      input.value = "";
    }
    input.addEventListener("change", take);
    // What was chosen before this script came is sent too.
    if (input.files.length) take();
  }

  document.querySelectorAll("[data-drop]").forEach(start);
})();
