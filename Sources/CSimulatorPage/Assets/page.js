// Keeps the page as the simulator sees it: fetches it anew, and changes what is different, so that
// a video goes on playing and a bar moves instead of jumping.
"use strict";

/** Milliseconds between two looks, and after one that failed. */
const pause = 700;
const longPause = 2000;

let tag = "";

/** Makes `old` equal to `fresh` with as few changes as possible. */
function morph(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  const isSame = old.nodeName === fresh.nodeName && old.id === fresh.id;
  if (!isSame || old.nodeType !== Node.ELEMENT_NODE) {
    old.replaceWith(fresh);
    return;
  }
  for (const { name } of [...old.attributes]) {
    // What a person opened stays open.
    if (name !== "open" && !fresh.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (name !== "open" && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  morphChildren(old, fresh);
}

/** Children with an id are found again wherever they stand; the others are taken in order. */
function morphChildren(old, fresh) {
  const named = new Map([...old.children].filter((e) => e.id).map((e) => [e.id, e]));
  let place = old.firstChild;
  for (const node of [...fresh.childNodes]) {
    const known = node.id ? named.get(node.id) : undefined;
    if (known) {
      if (known === place) place = place.nextSibling;
      else old.insertBefore(known, place);
      morph(known, node);
    } else if (place && !node.id && !place.id) {
      const next = place.nextSibling;
      morph(place, node);
      place = next;
    } else {
      old.insertBefore(node, place);
    }
  }
  while (place) {
    const next = place.nextSibling;
    place.remove();
    place = next;
  }
}

async function look() {
  const answer = await fetch("/", { cache: "no-store", headers: { "If-None-Match": tag } });
  if (answer.status === 304) return;
  if (!answer.ok) throw new Error(answer.statusText);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  tag = answer.headers.get("ETag") ?? "";
  morph(document.querySelector("main"), page.querySelector("main"));
}

async function keepLooking() {
  let isThere = true;
  try {
    if (!document.hidden) await look();
  } catch {
    isThere = false;
    tag = "";
  }
  document.body.classList.toggle("gone", !isThere);
  setTimeout(keepLooking, isThere ? pause : longPause);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button.copy");
  if (!button) return;
  const line = button.parentElement.querySelector("code").textContent;
  try {
    await navigator.clipboard.writeText(line);
    button.classList.add("done");
    setTimeout(() => button.classList.remove("done"), 1500);
  } catch {
    getSelection().selectAllChildren(button.parentElement.querySelector("code"));
  }
});

document.body.classList.add("live");
keepLooking();
