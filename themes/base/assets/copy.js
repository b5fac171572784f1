/* A button that copies the words above it. Without a script it stays hidden and the words can be marked. */
for (const button of document.querySelectorAll(".swipe [data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.onclick = () => {
    const words = button.closest(".swipe").querySelector("blockquote");
    navigator.clipboard.writeText(words.textContent).then(
      () => { button.textContent = button.dataset.copy; },
      () => getSelection().selectAllChildren(words),
    );
  };
}
