/* A code of the supporter's own: made here, kept only in this page and its address's fragment. */
(() => {
  const signs = "0123456789abcdefghjkmnpqrstvwxyz"; // no i, l, o, u: they are mistaken for others
  const known = /[#&]me=([0-9a-hj-km-np-tv-z]{8})$/.exec(location.hash);
  const make = () =>
    Array.from(crypto.getRandomValues(new Uint8Array(8)), (n) => signs[n % 32]).join("");
  const code = known ? known[1] : make();

  // The hidden field my_ref tells the group. The way on to the thanks brings the code along: a
  // redirect keeps the fragment.
  const mark = (element, name, own) => {
    const to = element.getAttribute(name);
    if (to) element.setAttribute(name, to.split("#")[0] + "#me=" + own);
  };
  const give = (field, own) => {
    field.value = own;
    mark(field.form, "action", own);
    for (const template of field.form.querySelectorAll("template"))
      for (const link of template.content.querySelectorAll("a")) mark(link, "href", own);
  };
  for (const field of document.querySelectorAll('form input[type=hidden][name*="my_ref" i]')) {
    give(field, code);
    // An emptied form is for the next person.
    field.form.addEventListener("reset", () => give(field, make()));
  }

  const box = document.querySelector("[data-share]");
  if (!box) return;
  history.replaceState(null, "", "#me=" + code);
  for (const link of box.querySelectorAll("a"))
    link.href = link.href.replace("ref%3Dshare", "ref%3D" + code);
  const plain = box.querySelector("input");
  plain.value = plain.value.replace("ref=share", "ref=" + code);
  const show = (name, act) => {
    const element = box.querySelector("[data-" + name + "]");
    element.hidden = false;
    element.onclick = act;
    return element;
  };
  show("code").querySelector("b").textContent = code;
  const copy = navigator.clipboard && show("copy", () =>
    navigator.clipboard.writeText(plain.value).then(() => {
      copy.textContent = copy.dataset.copy;
    }, () => plain.select()));
  if (navigator.share)
    show("device", () => navigator.share({ text: box.dataset.share, url: plain.value }).catch(() => {}));
})();
