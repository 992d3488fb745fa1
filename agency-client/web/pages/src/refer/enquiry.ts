// SPDX-License-Identifier: Apache-2.0
// What is looked for, taken out of a draft as far as it is said: for this program's own
// matching.  It is sent to nobody.
import type { Paper } from "../paper";
import { attribute, child, children, escapeXml } from "../xml";

function write(name: string, from: Element | undefined, names: string[], inside = "", more: Record<string, string> = {}): string {
  const taken = names.map((item) => [item, from ? attribute(from, item) : ""]);
  const values = [...taken, ...Object.entries(more)].filter(([, value]) => value)
    .map(([item, value]) => ` ${item}="${escapeXml(value)}"`).join("");
  return values || inside ? `<${name}${values}>${inside}</${name}>` : "";
}

// Only what is said whole.
function writeEach(name: string, parent: Element | undefined, names: string[]): string {
  return (parent ? children(parent, name) : []).filter((item) => names.every((each) => attribute(item, each)))
    .map((item) => write(name, item, names)).join("");
}

export function enquiryOf(paper: Paper): Record<string, string> | undefined {
  const coded = paper.coded;
  const [household, area] = [child(coded, "household"), child(coded, "area")];
  const needs = writeEach("need", coded, ["code", "level"]);
  if (!needs) return undefined;
  const sealedClient = child(paper.sealed, "client");
  const contact = child(paper.sealed, "contact");
  const risk = child(coded, "risk");
  const more = {
    noRecourse: sealedClient && attribute(sealedClient, "publicFunds") === "no" ? "true" : "",
    riskLevel: risk ? attribute(risk, "level") : "",
  };
  const people = household && attribute(household, "adults")
    ? write("household", household, ["adults", "unborn", "pets", "bedrooms"],
      writeEach("children", household, ["ageBand", "count"]), more) : "";
  const type = attribute(coded, "type");
  const enquiry = `<authoring xmlns="urn:referral-exchange:document:1"><availability-enquiry service="any"${
    type ? ` type="${escapeXml(type)}"` : ""} xmlns="urn:referral-exchange:availability-enquiry:1">${needs}${
    write("client", child(coded, "client"), ["sex", "ageBand"])}${people}${
    write("area", area, ["origin"], writeEach("wanted", area, ["code"]))}${
    write("access", child(coded, "access"), ["stepFree", "wheelchair", "interpreter", "womenOnly"])}</availability-enquiry></authoring>`;
  return {
    enquiry,
    avoided: (contact ? children(contact, "avoidArea") : []).map((item) => attribute(item, "district")).filter(Boolean).join(" "),
    languages: sealedClient ? attribute(sealedClient, "firstLanguage") : "",
    confidential: area ? attribute(area, "locationWithheld") : "",
  };
}
