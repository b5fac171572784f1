/* Searches the site's own pages with Pagefind, which is loaded when it is needed. Without a script, and from a disk,
   where nothing can be fetched, the names of all pages stand there instead. */
(() => {
  const box = document.querySelector("[data-search]");
  if (!box || location.protocol === "file:") return;
  const field = box.querySelector("input"), status = box.querySelector("[role=status]");
  const list = box.nextElementSibling, further = list.nextElementSibling, map = further.nextElementSibling;
  const bundle = new URL(box.dataset.search, location.href);
  const root = new URL("../../", bundle);
  const AT_ONCE = 10;
  let engine, turn = 0, waiting, results = [];
  box.hidden = false;

  const load = () => (engine ||= import(bundle.href).then(async (found) => {
    await found.options({ excerptLength: 24 });
    await found.init();
    return found;
  }).catch((error) => {
    engine = undefined;
    throw error;
  }));

  // An excerpt is text with marked words; nothing else of it is taken over.
  const marked = (html) => [...new DOMParser().parseFromString(html, "text/html").body.childNodes].map((part) => {
    if (part.nodeName !== "MARK") return part.textContent;
    const mark = document.createElement("mark");
    mark.textContent = part.textContent;
    return mark;
  });

  const entry = (page) => {
    const item = document.createElement("li"), name = document.createElement("b");
    const link = document.createElement("a"), text = document.createElement("p");
    link.href = new URL(page.raw_url.slice(1), root).href;
    link.textContent = page.meta.title;
    text.append(...marked(page.excerpt));
    name.append(link);
    item.append(name, text);
    return item;
  };

  const more = async (own) => {
    const pages = await Promise.all(results.slice(list.children.length, list.children.length + AT_ONCE)
      .map((result) => result.data()));
    if (own !== turn) return;
    const items = pages.map(entry);
    list.append(...items);
    further.hidden = list.children.length >= results.length;
    return items[0];
  };

  const search = async () => {
    const own = ++turn, query = field.value.trim();
    history.replaceState(null, "", location.pathname + (query && "?q=" + encodeURIComponent(query)));
    let said = "";
    try {
      const found = query ? (await (await load()).search(query)).results : [];
      if (own !== turn) return;
      results = found;
      said = results.length ? status.dataset.found.replace("{count}", results.length) : query && box.dataset.none;
    } catch {
      if (own !== turn) return;
      results = [];
      said = box.dataset.failed;
    }
    list.replaceChildren();
    further.hidden = true;
    map.hidden = results.length > 0;
    list.hidden = !map.hidden;
    status.textContent = said;
    await more(own).catch(() => {});
  };

  field.addEventListener("focus", () => load().catch(() => {}), { once: true });
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 200);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    clearTimeout(waiting);
    search();
  });
  further.querySelector("button").onclick = async () => (await more(turn))?.querySelector("a").focus();
  field.value = new URLSearchParams(location.search).get("q") || field.value;
  if (field.value) search();
})();
