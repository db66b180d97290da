"use strict";

/* The agency of who reads, chosen once and kept on the device: the first page opens with its work, a page of an agency
   offers to be remembered. The address may name another (?co-quan=), and a second one (&voi=): what both have to do. */
const myAgency = (() => {
  const KEPT = "planbook.co-quan";
  const NAME = "planbook.ten-co-quan"; // what the home over all places, which lists no agencies, calls it
  const SAY = {
    keep: "Ghi nhớ: đây là cơ quan của tôi",
    forget: "Bỏ ghi nhớ cơ quan này",
    kept: "Trang chủ sẽ mở đầu bằng việc của cơ quan này. Chỉ máy này ghi nhớ.",
    unknown: (id) => `Địa chỉ nêu cơ quan “${id}”, mà trang này không có.`,
    failed: "Không tải được việc của cơ quan này.",
    shared: (count) => `${count} việc chung của hai cơ quan.`,
    all: (count) => `${count} việc.`,
    open: "Mở trang của cơ quan",
    register: "Lọc, tải về ở bảng tra cứu",
  };
  const root = new URL("../../", document.currentScript.src); // the first page may be that of a place, which stands deeper
  const asked = new Map(); // id of an agency -> the promise of its table, and what keeps it
  let storage = null;
  try {
    storage = localStorage;
  } catch {
    // Browsers that keep nothing for pages: the address still works.
  }

  const kept = () => storage?.getItem(KEPT) ?? "";
  const keep = (id) => (id ? storage?.setItem(KEPT, id) : storage?.removeItem(KEPT));

  /* The address of a link from the root of the site; only a web server finds the page of a folder by itself. */
  function pageAt(address) {
    const { href } = new URL(address, root);
    return href.startsWith("file:") ? href.replace(/\/(?=#|$)/, "/index.html") : href;
  }

  /* Called by co-quan/ID/viec.js, which also works where a page was opened from a folder and may fetch nothing. */
  function receive(id, table) {
    asked.get(id)?.take(table);
  }

  function workOf(id) {
    if (!asked.has(id)) {
      const table = new Promise((take, refuse) => {
        asked.set(id, { take });
        loadScript(new URL(`co-quan/${id}/viec.js`, root)).catch((problem) => {
          asked.delete(id); // so that it can be asked for once more
          refuse(problem);
        });
      });
      asked.get(id).table = table;
    }
    return asked.get(id).table;
  }

  function tableOf(text) {
    const holder = document.createElement("template");
    holder.innerHTML = text; // made by the build, escaped there
    for (const link of holder.content.querySelectorAll("a[href]")) link.href = pageAt(link.getAttribute("href"));
    return holder.content.querySelector("table");
  }

  function onAgencyPage(button) {
    const id = button.dataset.agency;
    const told = button.parentElement.querySelector("small");
    const show = () => {
      const isMine = kept() === id;
      button.textContent = isMine ? SAY.forget : SAY.keep;
      button.setAttribute("aria-pressed", isMine);
      told.textContent = isMine ? SAY.kept : "";
    };
    button.onclick = () => {
      keep(kept() === id ? "" : id);
      storage.setItem(NAME, document.querySelector("h1").firstChild.textContent.trim());
      show();
    };
    show();
    button.parentElement.hidden = !storage;
  }

  function onFirstPage(form) {
    const mine = form.elements.namedItem("co-quan");
    const partner = form.elements.namedItem("voi");
    const outcome = form.querySelector("output");
    const place = document.querySelector(".my-work");
    if (form.dataset.kept !== undefined) {
      if (!kept()) return;
      mine.append(new Option(storage.getItem(NAME) ?? kept(), kept()));
    }
    const known = new Set([...mine.options].map((option) => option.value));

    /* Show what is chosen; `unknown` are agencies that the address names and the site does not have. */
    async function show(unknown = []) {
      const [id, other] = [mine.value, partner.value];
      const told = unknown.map(SAY.unknown);
      partner.parentElement.hidden = !id || partner.options.length < 2;
      place.replaceChildren();
      outcome.textContent = told.join(" ");
      if (!id) return;
      try {
        const [own, others] = await Promise.all([id, ...(other ? [other] : [])].map(workOf));
        if (id !== mine.value || other !== partner.value) return; // chosen anew meanwhile
        const table = tableOf(own);
        const theirs = others && new Set([...tableOf(others).querySelectorAll("[data-item]")].map((row) => row.dataset.item));
        place.append(table);
        clock.show(place);
        const terms = worklist.layOut(table, (row) => !theirs || theirs.has(row.dataset.item));
        const count = [...terms.values()].flat().length;
        told.push(!count && !theirs ? worklist.SAY.none : theirs ? SAY.shared(count) : SAY.all(count));
      } catch {
        told.push(SAY.failed);
      }
      outcome.textContent = told.join(" ");
      const link = document.createElement("a");
      const file = location.protocol === "file:" ? "index.html" : "";
      link.href = pageAt(`co-quan/${id}/`);
      link.textContent = SAY.open;
      outcome.append(" ", link);
      const both = document.createElement("a");
      both.href = `nhiem-vu/${file}?co-quan=${id}${other ? `&voi=${other}` : ""}`;
      both.textContent = SAY.register;
      outcome.append(" · ", both);
    }

    function fromAddress() {
      const values = new URL(location.href).searchParams;
      const [named, other] = [values.get("co-quan"), values.get("voi")];
      const first = named || kept();
      mine.value = known.has(first) ? first : "";
      partner.value = known.has(other) ? other : "";
      show([named, other].filter((id) => id && !known.has(id)));
    }

    form.addEventListener("input", (event) => {
      if (event.target === mine) keep(mine.value);
      if (!mine.value || partner.value === mine.value) partner.value = "";
      const url = new URL(location.href);
      for (const field of [mine, partner]) {
        if (field.value) url.searchParams.set(field.name, field.value);
        else url.searchParams.delete(field.name);
      }
      history.pushState(null, "", url);
      show();
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    addEventListener("popstate", fromAddress);
    form.hidden = false;
    fromAddress();
  }

  for (const button of document.querySelectorAll("button[data-agency]")) onAgencyPage(button);
  const form = document.querySelector("form.my-agency");
  if (form) onFirstPage(form);
  return { receive };
})();
