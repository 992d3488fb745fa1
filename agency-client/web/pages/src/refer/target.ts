// SPDX-License-Identifier: Apache-2.0
// The field that a link of one page leads to on the next.  Kept here and not in the
// address, which a browser remembers.
let target = "";

export function setTarget(place: string): void {
  target = place;
}

export function takeTarget(): string {
  const taken = target;
  target = "";
  return taken;
}
