/* Gives a supporter a code of their own, made here and kept nowhere: it lives in this page and in the
   fragment of its address, which browsers send to nobody. Without this script links stay plain. */
(() => {
  const signs = "0123456789abcdefghjkmnpqrstvwxyz"; // no i, l, o, u: they are mistaken for others
  const find = (selector) => document.querySelectorAll(selector);
  const known = /[#&]me=([0-9a-hj-km-np-tv-z]{8})$/.exec(location.hash);
  const code = known ? known[1]
    : Array.from(crypto.getRandomValues(new Uint8Array(8)), (n) => signs[n % 32]).join("");

  // A form with the hidden field my_ref tells the group; the way back brings the code along.
  for (const field of find('form input[type=hidden][name*="my_ref" i]')) {
    const form = field.form;
    field.value = code;
    form.setAttribute("action", form.getAttribute("action").split("#")[0] + "#me=" + code);
  }

  const box = find("[data-share]")[0];
  if (!box) return;
  history.replaceState(null, "", "#me=" + code);
  for (const link of box.querySelectorAll("a")) {
    link.href = link.href.replace("ref%3Dshare", "ref%3D" + code);
  }
  const plain = box.querySelector("input");
  plain.value = plain.value.replace("ref=share", "ref=" + code);
  const show = (name, act) => {
    const element = box.querySelector("[data-" + name + "]");
    element.hidden = false;
    if (act) element.onclick = act;
    return element;
  };
  show("code").querySelector("b").textContent = code;
  if (navigator.clipboard) {
    const copy = show("copy", () => navigator.clipboard.writeText(plain.value).then(() => {
      copy.textContent = copy.dataset.copy;
    }, () => plain.select()));
  }
  if (navigator.share) {
    show("device", () => navigator.share({ text: box.dataset.share, url: plain.value }).catch(() => {}));
  }
})();
