/* A code of the supporter's own: made here, kept only in this page and its address's fragment. */
(() => {
  const signs = "0123456789abcdefghjkmnpqrstvwxyz"; // no i, l, o, u: they are mistaken for others
  const known = /[#&]me=([0-9a-hj-km-np-tv-z]{8})$/.exec(location.hash);
  const code = known ? known[1]
    : Array.from(crypto.getRandomValues(new Uint8Array(8)), (n) => signs[n % 32]).join("");

  // A form with the hidden field my_ref tells the group. The way on to the thanks brings the code
  // along: a redirect keeps the fragment, and so do links that the form shows later.
  const mark = (element, name) => {
    const to = element.getAttribute(name);
    if (to) element.setAttribute(name, to.split("#")[0] + "#me=" + code);
  };
  for (const field of document.querySelectorAll('form input[type=hidden][name*="my_ref" i]')) {
    field.value = code;
    mark(field.form, "action");
    for (const template of field.form.querySelectorAll("template"))
      for (const link of template.content.querySelectorAll("a")) mark(link, "href");
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
