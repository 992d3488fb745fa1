// SPDX-License-Identifier: Apache-2.0
// The title of the window: how much is new, then which view this is.

let view = "";
let fresh = 0;

function write(): void {
  document.title = `${fresh > 0 ? `(${fresh}) ` : ""}${view ? `${view} - ` : ""}Referrals`;
}

// Returns what it was.
export function setTitle(text: string): string {
  const last = view;
  view = text;
  write();
  return last;
}

export function setFresh(count: number): void {
  fresh = count;
  write();
}
