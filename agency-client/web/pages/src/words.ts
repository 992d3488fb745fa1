// SPDX-License-Identifier: Apache-2.0
// Times and counts as people say them.

export function when(at: string): string {
  if (!at) return "";
  const time = new Date(at);
  const options: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
  if (time.getFullYear() !== new Date().getFullYear()) options.year = "numeric";
  return new Intl.DateTimeFormat("en-GB", options).format(time);
}

// In a sentence: "22 November 2026 at 10:31".
export function moment(at: string): string {
  return at && new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short" }).format(new Date(at));
}

export function age(at: string): string {
  const minutes = Math.max(0, Math.round((Date.now() - Date.parse(at)) / 60000));
  if (minutes < 1) return "now";
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h`;
  return `${Math.floor(minutes / 1440)} days`;
}

const units = [["hour", 3600], ["minute", 60], ["second", 1]] as const;

// "30 minutes", "12 hours".
export function span(seconds: number): string {
  const [unit, size] = units.find((item) => seconds % item[1] === 0)!;
  return new Intl.NumberFormat("en-GB", { style: "unit", unit, unitDisplay: "long" }).format(seconds / size);
}

// "2026Q4 (October to December)".
export function quarterName(period: string): string {
  const [year, quarter] = period.split("Q").map(Number);
  if (!year || !quarter) return period;
  const month = (number: number) => new Intl.DateTimeFormat("en-GB", { month: "long" }).format(new Date(year, number));
  return `${period} (${month(quarter * 3 - 3)} to ${month(quarter * 3 - 1)})`;
}

export function spaced(code: string): string {
  return code.replace(/[-.]/g, " ");
}

// A label within a sentence: "E-mail" as "e-mail", and "DASH" as it is.
export function lower(label: string): string {
  return /^.([a-z' ]|-[a-z])/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}

export function upper(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

// Ids begin with their time: fewer characters tell nothing apart.
export function shortId(id: string): string {
  return id.slice(0, 13);
}

export function day(on: string): string {
  const time = new Date(on.length === 10 ? `${on}T12:00:00` : on);
  // What is no day, such as a 31 February, is shown in the order in which it was written.
  const isDay = !Number.isNaN(time.getTime()) && (on.length !== 10 || time.getDate() === Number(on.slice(8)));
  if (isDay) return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" }).format(time);
  return on.split("-").reverse().join(" ");
}

// What codes of a list stand together under: "post-accept" as "Post accept".
export function groupName(group: string): string {
  if (group === "h-clic") return "H-CLIC";
  return upper(spaced(group));
}
