// SPDX-License-Identifier: Apache-2.0
// What stands on every sheet that is printed: who took it out of here, and when.
import type { Session } from "./api";
import { moment } from "./words";

export function printed(session: Session): string {
  return `Printed by ${session.name}, ${session.agencyName}, ${moment(new Date().toISOString())}.`;
}
