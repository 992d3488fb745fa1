/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_COMPOSE_H
#define AGENCY_CLIENT_OFFICE_COMPOSE_H

/*
 * From one plain authoring file to signed documents in the outbox.  The file's details
 * never reach the disk in clear: they are sealed in memory, to each recipient and to
 * ourselves, or, in first-accept, to ourselves alone until one recipient has won.
 */

#include "agency-client/local_store/legs.h"
#include "agency-client/local_store/matters.h"
#include "agency-client/local_store/outbox.h"
#include "agency-client/office/draft.h"
#include "agency-client/office/office.h"
#include "agency-client/office/progress.h"
#include "common/autoptr.h"
#include "common/documents/authoring.h"

#include <glib.h>
#include <stdbool.h>

/* What one file became; every part of it is queued in one transaction. */
struct composed {
    enum kind kind;
    enum referral_mode mode; /* of a referral */
    enum urgency urgency;    /* of a referral */
    char *referral;          /* of a referral: its id */
    char *leg;               /* of a step of a leg: which */
    GPtrArray *items;        /* struct outbox_item *, one a recipient */
    GPtrArray *legs;         /* struct known_leg *: the legs a referral opens */
    GPtrArray *matters;      /* struct known_matter *: the matters that it opens */
    GPtrArray *withheld;     /* struct withheld *: details kept back */
};

void composed_free(struct composed *composed);
DEFINE_AUTOPTR(composed, composed_free)

/*
 * Makes the documents of a referral.
 *
 * vacancies   struct authoring_vacancy: asked for beside what the file says; or NULL
 * violations  receives what is wrong, with the lines of the file; may be NULL
 *
 * Nothing is stored yet.  REFUSAL_ERROR for what is wrong with the file, and every
 * error of draft_sign().
 */
G_GNUC_WARN_UNUSED_RESULT
struct composed *compose_referral(struct office *office, GBytes *file,
                                  const GArray *vacancies, GPtrArray *violations,
                                  GError **error);

/*
 * Makes the document of one step of a leg, after judging the step by the lifecycle.
 *
 * kind     what the file must be
 * request  of an information disclosure: the request it answers; else NULL
 */
G_GNUC_WARN_UNUSED_RESULT
struct composed *compose_step(struct office *office, const struct known_leg *known,
                              GBytes *file, enum kind kind, const struct uuid *request,
                              GPtrArray *violations, GError **error);

/* For those who compose: one with nothing in it yet. */
struct composed *composed_new(enum kind kind);

/* A draft with a new id of one document of a file. */
struct draft compose_draft(struct office *office, const struct authoring *authoring,
                           const struct authored *authored, const struct uuid *case_id,
                           const char *to);

/* REFUSAL_RULE: the file is of another kind than is needed; false. */
bool compose_refuse_kind(enum kind kind, enum kind wanted, GError **error);

/*
 * Queues all of it durably, before any network.  A step is judged once more, so that of
 * two colleagues who take it at once the second is refused (OFFICE_ERROR_STEP).
 */
G_GNUC_WARN_UNUSED_RESULT
bool compose_queue(struct office *office, const struct composed *composed,
                   GError **error);

#endif
