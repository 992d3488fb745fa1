/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Referrals as one of their parties sees them: legs, their timeline and the steps
 * that are open to that party.  A recipient sees its own leg only.  Pure; any thread.
 */
#ifndef DOCUMENTS_REFERRAL_VIEW_H
#define DOCUMENTS_REFERRAL_VIEW_H

#include "common/autoptr.h"
#include "common/documents/lifecycle.h"
#include "common/documents/mailbox_view.h"

struct leg_view_event {
    uint64_t sequence;
    struct uuid document;
    enum kind kind; /* of the document that made the step */
    enum leg_event event;
    enum leg_state state; /* after it */
    const char *by;       /* agency id; EXCHANGE_AGENCY for what happens by itself */
    int64_t at_us;
};

struct leg_view_step {
    enum leg_event event;
    enum leg_party by;
};

struct leg_view {
    struct uuid leg;
    struct uuid referral;
    struct uuid case_id;
    const char *referrer;
    const char *recipient;
    enum referral_mode mode;
    enum urgency urgency;
    const char *type;
    enum leg_state state;
    uint64_t changed; /* the sequence number of the last change */
    int64_t offered_us;
    bool is_flagged;
    struct uuid flagged; /* a document that was rejected and not yet sent again */
    bool is_test;
    /* Only when this leg alone was asked for: */
    struct leg_view_event *events;
    size_t event_count;
    struct leg_view_step *open; /* the reader's open steps */
    size_t open_count;
    struct tree *tree; /* of a view that was read; NULL in one to be written */
};

struct referral_view {
    uint64_t next; /* ask changed-after this one next time */
    struct leg_view *legs;
    size_t leg_count;
    struct tree *tree; /* of a view that was read; NULL in one to be written */
};

/* The list: facts of each leg, without events and open steps. */
GBytes *referral_view_write(const struct referral_view *view);

/* Reads one back, strictly; strings live as long as the view. */
G_GNUC_WARN_UNUSED_RESULT
struct referral_view *referral_view_read(GBytes *bytes, GError **error);

/* Frees a list that was read. */
void referral_view_free(struct referral_view *view);
DEFINE_AUTOPTR(referral_view, referral_view_free)

/* One leg with its events and the reader's open steps. */
GBytes *leg_view_write(const struct leg_view *leg);

/*
 * Reads one back, strictly, but for events and steps that only a newer release knows:
 * they are left out.  Strings live as long as the view.
 */
G_GNUC_WARN_UNUSED_RESULT
struct leg_view *leg_view_read(GBytes *bytes, GError **error);

/* Frees a leg that was read by leg_view_read(). */
void leg_view_free(struct leg_view *leg);
DEFINE_AUTOPTR(leg_view, leg_view_free)

#endif
