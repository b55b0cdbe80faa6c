// How text gets into the page: as text, never as markup.

// Sets text only where it differs, so that screen readers are not told twice.
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function sayOptional(element, text) {
  say(element, text);
  element.hidden = text === "";
}

// Makes as many children as there are items, and fills each.
export function fill(list, items, make, set) {
  while (list.children.length > items.length) list.lastElementChild.remove();
  while (list.children.length < items.length) list.append(make());
  items.forEach((item, index) => set(list.children[index], item));
}
