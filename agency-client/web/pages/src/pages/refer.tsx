// SPDX-License-Identifier: Apache-2.0
// Referring somebody, page by page: #/refer/{draft}/{section}, #/refer/sent/{referral}.
import type { PageProps } from "../app";
import { Check } from "../refer/check";
import { Drafts } from "../refer/drafts";
import { Recipients } from "../refer/recipients";
import { SectionPage } from "../refer/section";
import { Sent } from "../refer/sent";
import { Tasks } from "../refer/tasks";
import { RECIPIENTS, sections } from "../referral_form";

export function Refer({ session, words, news }: PageProps) {
  const [id, page, how] = words;
  const section = sections.find((item) => item.name === page);
  const isChecking = how === "check";
  if (!id) return <Drafts session={session} news={news} />;
  if (id === "sent") return <Sent referral={page ?? ""} news={news} />;
  if (section) return <SectionPage id={id} section={section} isChecking={isChecking} />;
  if (page === RECIPIENTS) return <Recipients id={id} isChecking={isChecking} />;
  if (page === "check") return <Check id={id} />;
  return <Tasks id={id} />;
}
