/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Legs: one referral document each, what became of it, and its timeline.  All of it
 * is a projection of the log.  The functions may be called from any thread.
 */
#ifndef STORE_LEGS_H
#define STORE_LEGS_H

#include "common/autoptr.h"
#include "common/documents/kinds.h"
#include "common/documents/lifecycle.h"
#include "common/documents/uuid.h"
#include "exchange/store/store.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define LEG_CODE_CHARS   48 /* the longest code of any list here, and a NUL */
#define LEG_AGENCY_CHARS 64

/* Times are microseconds since the epoch, 0 where it has not happened. */
struct leg_record {
    struct uuid id; /* of the referral document */
    struct uuid referral;
    struct uuid case_id;
    int64_t sequence; /* of the referral document's entry */
    int referrer;     /* agency numbers */
    int recipient;
    char referrer_id[LEG_AGENCY_CHARS]; /* read only: filled from the numbers */
    char recipient_id[LEG_AGENCY_CHARS];
    enum urgency urgency;
    char type[LEG_CODE_CHARS];
    char area[LEG_CODE_CHARS]; /* of origin, local-authority code; may be empty */
    char **needs;              /* codes put to this provider, NULL-terminated */
    bool is_test;              /* left out of every statistic */
    int64_t offered_us;

    /* What changes. */
    struct leg life; /* of it the mode never changes */
    bool has_open_request;
    struct uuid open_request; /* the information-request not yet answered */
    bool has_flagged;
    struct uuid flagged; /* a document its recipient rejected, not sent again yet */
    bool has_vacancy;
    struct uuid vacancy; /* asked for by the referral, or given by its acceptance */
    bool is_awarded;     /* at most one leg of a referral, the database sees to it */
    int64_t delivered_us;
    int64_t acknowledged_us;
    int64_t decided_us;  /* first accept, decline or redirect */
    int64_t accepted_us; /* ever; what was accepted is never taken back from a reader */
    int64_t ended_us;    /* the final state */
    int64_t changed;     /* sequence number of the last entry that concerned it */
};

struct leg_record *leg_record_new(void);
struct leg_record *leg_record_copy(const struct leg_record *leg);
void leg_record_free(struct leg_record *leg);
DEFINE_AUTOPTR(leg_record, leg_record_free)

/* One line of a leg's timeline. */
struct leg_step {
    struct uuid leg;
    int64_t sequence; /* of the entry */
    enum leg_event event;
    enum leg_state state; /* after it */
    /* Read only: filled from the entry. */
    struct uuid document;
    enum kind kind;
    char by[LEG_AGENCY_CHARS];
    int64_t received_us;
};

/*
 * The leg of that id, for its referrer or recipient.  STORE_ERROR_NOT_FOUND also when
 * it is another's.
 */
G_GNUC_WARN_UNUSED_RESULT
struct leg_record *leg_find(struct store *store, const struct uuid *id, int reader,
                            GError **error);

/* The legs of one referral that this reader may see, in the order they were offered. */
G_GNUC_WARN_UNUSED_RESULT
GPtrArray *legs_list_referral(struct store *store, const struct uuid *referral,
                              int reader, GError **error);

/*
 * The legs of this reader, as referrer or recipient, that changed after a sequence
 * number, in the order of their last change, at most limit and those that the same
 * entry changed as the last of them: its `changed` is where the next page starts.
 */
G_GNUC_WARN_UNUSED_RESULT
GPtrArray *legs_list_changed(struct store *store, int reader, int64_t changed_after,
                             int limit, GError **error);

/* The timeline: struct leg_step in order of the log.  Ask leg_find first. */
G_GNUC_WARN_UNUSED_RESULT
GPtrArray *leg_list_steps(struct store *store, const struct uuid *leg, GError **error);

#endif
