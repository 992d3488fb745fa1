// SPDX-License-Identifier: Apache-2.0
// XML as the program answers it: read with the browser's own parser.

export function parseXml(text: string): Element {
  const root = new DOMParser().parseFromString(text, "application/xml").documentElement;
  if (root.querySelector("parsererror") || root.localName === "parsererror")
    throw new Error("the program answered with something that is not XML");
  return root;
}

export function children(element: Element, name?: string): Element[] {
  return Array.from(element.children).filter((child) => !name || child.localName === name);
}

export function child(element: Element, name: string): Element | undefined {
  return children(element, name)[0];
}

export function attribute(element: Element, name: string): string {
  return element.getAttribute(name) ?? "";
}

export function is(element: Element, name: string): boolean {
  return element.getAttribute(name) === "true";
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

// An element of a file that is written here; attributes without a value are left out.
export function element(name: string, attributes: Record<string, string | undefined>, inside = ""): string {
  const written = Object.entries(attributes).filter(([, value]) => value)
    .map(([key, value]) => ` ${key}="${escapeXml(value!)}"`).join("");
  return `<${name}${written}>${inside}</${name}>`;
}

// An element that holds words; nothing at all when there are none.
export function wordsElement(name: string, words: string | undefined): string {
  return words ? element(name, {}, escapeXml(words)) : "";
}
