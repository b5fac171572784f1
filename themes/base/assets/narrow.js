/* Lets the filters of a list be combined: several of one kind widen it, those of different kinds narrow it. The address
   ends in what is chosen. Without this script each filter is a link to itself, and the style sheet does the rest. */
(() => {
  const box = document.querySelector(".filters");
  if (!box) return;
  const cards = box.parentElement.querySelectorAll(":scope > .cards > .card");
  const kinds = [...box.querySelectorAll("ul")].map((kind) => [...kind.querySelectorAll("a")].map((link) => {
    const option = { link, mark: "m" + link.className.slice(1), on: false };
    link.className = "";
    return option;
  }));
  const options = kinds.flat(), all = box.querySelector("#all");
  const count = document.createElement("span");
  count.setAttribute("role", "status");
  all.after(" ", count);

  const show = () => {
    let shown = 0;
    for (const { link, on } of options) link.setAttribute("aria-pressed", on);
    for (const card of cards) {
      card.hidden = !kinds.every((kind) => !kind.some((option) => option.on) ||
        kind.some((option) => option.on && card.classList.contains(option.mark)));
      shown += !card.hidden;
    }
    count.textContent = box.dataset.count.replace("{shown}", shown).replace("{all}", cards.length);
  };

  // An address that names something else of the page says nothing of the list.
  const read = () => {
    let names = location.hash.slice(1);
    try {
      names = decodeURIComponent(names);
    } catch {}
    names = names.split(",");
    if (!["", "all"].includes(names[0]) && !options.some(({ link }) => names.includes(link.id))) return;
    for (const option of options) option.on = names.includes(option.link.id);
    show();
    return names.length > 1;
  };

  const press = (link, act) => {
    link.setAttribute("role", "button");
    link.onclick = (event) => {
      event.preventDefault();
      act();
      const names = options.filter((option) => option.on).map((option) => encodeURIComponent(option.link.id));
      history.pushState(null, "", names.length ? "#" + names : location.pathname + location.search);
      show();
    };
    link.onkeydown = (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      link.click();
    };
  };
  for (const option of options) press(option.link, () => (option.on = !option.on));
  press(all, () => options.forEach((option) => (option.on = false)));
  addEventListener("popstate", read);
  show();
  // Several names are no place of the page, so the browser does not go there by itself.
  if (read()) box.scrollIntoView();
})();
