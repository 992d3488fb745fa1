/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Drafts of referrals: an author's file made of what an enquiry has said already, so
 * that nobody types it again.  Pure; any thread.
 */
#ifndef DOCUMENTS_REFERRAL_DRAFT_H
#define DOCUMENTS_REFERRAL_DRAFT_H

#include "common/documents/document.h"

/*
 * Writes an authoring file in the case of the enquiry.  What the enquiry does not say
 * is there with an empty value, which `refer` names by its line.
 *
 * enquiry  judged before
 * details  its opened <details>, judged before
 * to       the provider; NULL when it is still to be said
 *
 * Returns XML with the client's details in clear.  REFUSAL_ERROR when the details
 * cannot be parsed.
 */
G_GNUC_WARN_UNUSED_RESULT
GBytes *referral_draft_write(const struct document *enquiry, GBytes *details,
                             const char *to, GError **error);

/*
 * What a referral in the making is called in a list of them: the client's names and the
 * reference, as far as they are written.  Whoever shows it shows sealed words.
 *
 * Returns "" for a file that says neither; the caller frees.
 */
char *referral_draft_title(GBytes *file);

/*
 * Who referred, and how they are reached, out of a referral's opened details: their
 * <referrer> as a document of its own.  NULL when there is none; the caller frees.
 */
char *referral_draft_referrer(GBytes *details);

#endif
