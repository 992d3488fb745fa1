/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The life of a leg, as one table that server and client share: states, steps, who
 * may take them, and where they lead.  Pure functions; safe to call from any thread.
 */
#ifndef DOCUMENTS_LIFECYCLE_H
#define DOCUMENTS_LIFECYCLE_H

#include "common/documents/document.h"

enum leg_state {
    LEG_NONE, /* before the referral */
    LEG_OFFERED,
    LEG_DELIVERED,
    LEG_ACKNOWLEDGED,
    LEG_INFO_NEEDED,
    LEG_ASSESSING,
    LEG_WAITLISTED,
    LEG_ACCEPTED,
    LEG_IN_SERVICE,
    LEG_PAUSED,
    /* Final from here on. */
    LEG_COMPLETED,
    LEG_ENDED_EARLY,
    LEG_DECLINED,
    LEG_REDIRECTED,
    LEG_WITHDRAWN,
    LEG_SUPERSEDED,
    LEG_ERROR,

    LEG_STATES
};
extern const char *const leg_state_names[]; /* "none", "offered", ... */

static inline bool
leg_state_is_final(enum leg_state state)
{
    return state >= LEG_COMPLETED;
}

enum leg_event {
    EVENT_REFERRAL,
    EVENT_DELIVERY,
    EVENT_ACKNOWLEDGE,
    EVENT_ACCEPT,
    EVENT_WAITLIST,
    EVENT_DECLINE,
    EVENT_REDIRECT,
    EVENT_ASSESSING,
    EVENT_STARTED,
    EVENT_PROGRESS,
    EVENT_NO_CHANGE,
    EVENT_PAUSED,
    EVENT_RESUMED,
    EVENT_COMPLETED,
    EVENT_ENDED_EARLY,
    EVENT_WITHDRAWAL,
    EVENT_INFORMATION_REQUEST,
    EVENT_INFORMATION_DISCLOSURE,
    EVENT_DISCLOSURE,
    EVENT_REJECTION,          /* of the referral itself */
    EVENT_REJECTION_OF_OTHER, /* of any other document about the leg */
    EVENT_AWARD,              /* another candidate has accepted; by the exchange */
    EVENT_NOTICE_REJECTED,    /* the exchange tells the referrer */
    EVENT_NOTICE_UNDELIVERABLE,

    LEG_EVENTS
};
/*
 * "referral", "response.accept", "status-update.paused", ...: the schema's `step`. Both
 * rejections are "rejection", the award is "notice.superseded".
 */
extern const char *const leg_event_names[];

enum leg_party { PARTY_REFERRER, PARTY_RECIPIENT, PARTY_EXCHANGE };
extern const char *const leg_party_names[];

/* All that the lifecycle knows of a leg; LEG_NONE and zeros before the referral. */
struct leg {
    enum leg_state state;
    enum leg_state
        before; /* of an open information request or a pause, else LEG_NONE */
    enum referral_mode mode;
    bool is_disclosed; /* first-accept: the details have gone to the winner */
};

/*
 * Judges one step and takes it: *leg changes only when the step is allowed.
 *
 * is_post_accept  for a decline: every reason is of the post-accept group
 *                 (response.is_post_accept); else ignored
 *
 * REFUSAL_LIFECYCLE with the rule and the steps that are open to that party, or
 * REFUSAL_ALREADY_AWARDED for an accept that came second.
 */
G_GNUC_WARN_UNUSED_RESULT
bool lifecycle_step(struct leg *leg, enum leg_event event, enum leg_party by,
                    bool is_post_accept, GError **error);

/*
 * Takes a step that was judged when it was accepted, whatever the table says today: for
 * a fold over the log, which may neither judge again nor fail.
 */
void lifecycle_take(struct leg *leg, enum leg_event event);

/*
 * Lists the steps that a person at that party may take now, in the table's order;
 * what programs do by themselves (delivery, rejection, award) is not among them.
 *
 * Returns how many.
 */
size_t lifecycle_open_steps(const struct leg *leg, enum leg_party by,
                            enum leg_event events[LEG_EVENTS]);

/*
 * The event that a document is for its leg.  False for a delivery and a rejection
 * (they name documents; the caller knows of which legs), a registration and a notice,
 * and for what is said within a matter.
 */
G_GNUC_WARN_UNUSED_RESULT
bool lifecycle_event_of(const struct document *document, enum leg_event *event);

/* What is known of a referral id when a further leg of it is offered. */
struct offer {
    bool is_known;         /* some leg of this referral id is in the log */
    bool is_same_referrer; /* and the rest says how the new one compares */
    bool is_same_case;
    enum referral_mode mode;
    bool is_awarded;           /* first-accept: somebody has accepted */
    bool has_open_leg;         /* some leg of it is not final */
    bool has_leg_at_recipient; /* an open one, at the same recipient */
};

/*
 * Judges whether a referral document may open a further leg under its referral id:
 * same referrer, case and mode; in `single` no second open leg; never two open legs at
 * one recipient; after an award nobody else is asked.
 */
G_GNUC_WARN_UNUSED_RESULT
bool lifecycle_check_offer(const struct offer *offer, const struct referral *referral,
                           GError **error);

#endif
