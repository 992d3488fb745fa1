/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/lifecycle.h"
#include <string.h>

const char *const leg_state_names[] = {
    "none",       "offered",     "delivered", "acknowledged", "info-needed",
    "assessing",  "waitlisted",  "accepted",  "in-service",   "paused",
    "completed",  "ended-early", "declined",  "redirected",   "withdrawn",
    "superseded", "error",       NULL};

const char *const leg_event_names[] = {
    [EVENT_REFERRAL] = "referral",
    [EVENT_DELIVERY] = "delivery",
    [EVENT_ACKNOWLEDGE] = "response.acknowledge",
    [EVENT_ACCEPT] = "response.accept",
    [EVENT_WAITLIST] = "response.waitlist",
    [EVENT_DECLINE] = "response.decline",
    [EVENT_REDIRECT] = "response.redirect",
    [EVENT_ASSESSING] = "status-update.assessing",
    [EVENT_STARTED] = "status-update.started",
    [EVENT_PROGRESS] = "status-update.progress",
    [EVENT_NO_CHANGE] = "status-update.no-change",
    [EVENT_PAUSED] = "status-update.paused",
    [EVENT_RESUMED] = "status-update.resumed",
    [EVENT_COMPLETED] = "outcome.completed",
    [EVENT_ENDED_EARLY] = "outcome.ended-early",
    [EVENT_WITHDRAWAL] = "withdrawal",
    [EVENT_INFORMATION_REQUEST] = "information-request",
    [EVENT_INFORMATION_DISCLOSURE] = "information-disclosure",
    [EVENT_DISCLOSURE] = "disclosure",
    [EVENT_REJECTION] = "rejection",
    [EVENT_REJECTION_OF_OTHER] = "rejection",
    [EVENT_AWARD] = "notice.superseded",
    [EVENT_NOTICE_REJECTED] = "notice.rejected",
    [EVENT_NOTICE_UNDELIVERABLE] = "notice.undeliverable",
    [LEG_EVENTS] = NULL,
};

const char *const leg_party_names[] = {"referrer", "recipient", "exchange", NULL};

/* Sets of states. */
#define IN(state) (1u << (state))
#define UNDECIDED                                                                      \
    (IN(LEG_OFFERED) | IN(LEG_DELIVERED) | IN(LEG_ACKNOWLEDGED) |                      \
     IN(LEG_INFO_NEEDED) | IN(LEG_ASSESSING))
#define BEFORE_ACCEPT (UNDECIDED | IN(LEG_WAITLISTED))
#define NOT_FINAL                                                                      \
    (BEFORE_ACCEPT | IN(LEG_ACCEPTED) | IN(LEG_IN_SERVICE) | IN(LEG_PAUSED))
#define ANY (((1u << LEG_STATES) - 1) & ~IN(LEG_NONE))

/* Where a step leads besides to a state of its own. */
#define UNCHANGED (LEG_STATES + 1)
#define BACK      (LEG_STATES + 2) /* to the state before */

/*
 * domain lifecycle 2.3, line by line.  Where an event stands twice, the first row whose
 * from-set holds the state counts.
 */
static const struct row {
    enum leg_event event;
    enum leg_party by;
    unsigned int from;
    unsigned int to;
    const char *cannot;   /* "a declined leg cannot be ..." */
    bool is_automatic;    /* taken by programs, never offered to a person */
    bool is_post_accept;  /* only for reasons of the post-accept group */
    bool is_first_accept; /* only in that mode */
} table[] = {
    {EVENT_REFERRAL, PARTY_REFERRER, IN(LEG_NONE), LEG_OFFERED, "offered again", true,
     false, false},
    {EVENT_DELIVERY, PARTY_RECIPIENT, IN(LEG_OFFERED), LEG_DELIVERED, "delivered", true,
     false, false},
    /* Already confirmed, or implied by a response: accepted, changes nothing. */
    {EVENT_DELIVERY, PARTY_RECIPIENT, ANY, UNCHANGED, "delivered", true, false, false},
    {EVENT_ACKNOWLEDGE, PARTY_RECIPIENT, IN(LEG_OFFERED) | IN(LEG_DELIVERED),
     LEG_ACKNOWLEDGED, "acknowledged", false, false, false},
    {EVENT_ACCEPT, PARTY_RECIPIENT, BEFORE_ACCEPT, LEG_ACCEPTED, "accepted", false,
     false, false},
    {EVENT_WAITLIST, PARTY_RECIPIENT, UNDECIDED, LEG_WAITLISTED, "waitlisted", false,
     false, false},
    {EVENT_DECLINE, PARTY_RECIPIENT, BEFORE_ACCEPT, LEG_DECLINED, "declined", false,
     false, false},
    {EVENT_DECLINE, PARTY_RECIPIENT, IN(LEG_ACCEPTED), LEG_DECLINED, "declined", false,
     true, false},
    {EVENT_REDIRECT, PARTY_RECIPIENT, BEFORE_ACCEPT, LEG_REDIRECTED, "redirected",
     false, false, false},
    {EVENT_ASSESSING, PARTY_RECIPIENT,
     IN(LEG_DELIVERED) | IN(LEG_ACKNOWLEDGED) | IN(LEG_INFO_NEEDED), LEG_ASSESSING,
     "put under assessment", false, false, false},
    {EVENT_INFORMATION_REQUEST, PARTY_RECIPIENT,
     IN(LEG_DELIVERED) | IN(LEG_ACKNOWLEDGED) | IN(LEG_ASSESSING), LEG_INFO_NEEDED,
     "asked about", false, false, false},
    {EVENT_INFORMATION_DISCLOSURE, PARTY_REFERRER, IN(LEG_INFO_NEEDED), BACK,
     "answered about", false, false, false},
    {EVENT_STARTED, PARTY_RECIPIENT, IN(LEG_ACCEPTED), LEG_IN_SERVICE, "started", false,
     false, false},
    {EVENT_PROGRESS, PARTY_RECIPIENT,
     IN(LEG_ACCEPTED) | IN(LEG_IN_SERVICE) | IN(LEG_WAITLISTED) | IN(LEG_PAUSED),
     UNCHANGED, "reported on", false, false, false},
    {EVENT_NO_CHANGE, PARTY_RECIPIENT,
     IN(LEG_ACCEPTED) | IN(LEG_IN_SERVICE) | IN(LEG_WAITLISTED) | IN(LEG_PAUSED),
     UNCHANGED, "reported on", false, false, false},
    {EVENT_PAUSED, PARTY_RECIPIENT, IN(LEG_ACCEPTED) | IN(LEG_IN_SERVICE), LEG_PAUSED,
     "paused", false, false, false},
    {EVENT_RESUMED, PARTY_RECIPIENT, IN(LEG_PAUSED), BACK, "resumed", false, false,
     false},
    {EVENT_COMPLETED, PARTY_RECIPIENT, IN(LEG_IN_SERVICE), LEG_COMPLETED, "completed",
     false, false, false},
    {EVENT_ENDED_EARLY, PARTY_RECIPIENT,
     IN(LEG_ACCEPTED) | IN(LEG_PAUSED) | IN(LEG_IN_SERVICE), LEG_ENDED_EARLY,
     "ended early", false, false, false},
    {EVENT_WITHDRAWAL, PARTY_REFERRER, NOT_FINAL, LEG_WITHDRAWN, "withdrawn", false,
     false, false},
    {EVENT_DISCLOSURE, PARTY_REFERRER,
     IN(LEG_ACCEPTED) | IN(LEG_IN_SERVICE) | IN(LEG_PAUSED), UNCHANGED, "disclosed",
     false, false, true},
    {EVENT_REJECTION, PARTY_RECIPIENT, IN(LEG_OFFERED) | IN(LEG_DELIVERED), LEG_ERROR,
     "rejected", true, false, false},
    {EVENT_REJECTION_OF_OTHER, PARTY_RECIPIENT, ANY, UNCHANGED, "rejected", true, false,
     false},
    /* The referrer receives documents too, and may not be able to open one. */
    {EVENT_REJECTION_OF_OTHER, PARTY_REFERRER, ANY, UNCHANGED, "rejected", true, false,
     false},
    {EVENT_AWARD, PARTY_EXCHANGE, BEFORE_ACCEPT, LEG_SUPERSEDED, "superseded", true,
     false, true},
    {EVENT_NOTICE_REJECTED, PARTY_EXCHANGE, ANY, UNCHANGED, "reported", true, false,
     false},
    {EVENT_NOTICE_UNDELIVERABLE, PARTY_EXCHANGE, ANY, UNCHANGED, "reported", true,
     false, false},
};

static bool
row_is_open(const struct row *row, const struct leg *leg)
{
    return (row->from & IN(leg->state)) != 0 &&
           (!row->is_first_accept || leg->mode == MODE_FIRST_ACCEPT);
}

/* The row by which that party takes that step now; NULL when there is none. */
static const struct row *
find_row(const struct leg *leg, enum leg_event event, enum leg_party by)
{
    for (size_t index = 0; index < G_N_ELEMENTS(table); index++) {
        const struct row *row = &table[index];

        if (row->event == event && row->by == by && row_is_open(row, leg))
            return row;
    }
    return NULL;
}

/* Any row of the event: for its words, and to see whose step it is. */
static const struct row *
find_event(enum leg_event event, enum leg_party by, bool *is_by_other)
{
    const struct row *found = NULL;

    *is_by_other = true;
    for (size_t index = 0; index < G_N_ELEMENTS(table); index++) {
        if (table[index].event != event)
            continue;
        found = &table[index];
        if (found->by == by) {
            *is_by_other = false;
            break;
        }
    }
    return found;
}

static char *
describe_open_steps(const struct leg *leg, enum leg_party by)
{
    enum leg_event events[LEG_EVENTS];
    size_t count = lifecycle_open_steps(leg, by, events);
    GString *words = g_string_new(count == 0 ? "none" : NULL);

    for (size_t index = 0; index < count; index++)
        g_string_append_printf(words, "%s%s", index > 0 ? ", " : "",
                               leg_event_names[events[index]]);
    return g_string_free(words, FALSE);
}

static const char *
article_of(const char *word)
{
    return strchr("aeiou", word[0]) != NULL ? "an" : "a";
}

static bool
refuse_step(const struct leg *leg, enum leg_event event, enum leg_party by,
            GError **error)
{
    g_autofree char *open = describe_open_steps(leg, by);
    const char *state = leg_state_names[leg->state];
    bool is_by_other;
    const struct row *row = find_event(event, by, &is_by_other);

    if (is_by_other)
        return refusal_set(
            error, REFUSAL_LIFECYCLE,
            "lifecycle: %s is a step of the %s, not of the %s; open steps:"
            " %s",
            leg_event_names[event], leg_party_names[row->by], leg_party_names[by],
            open);
    if (leg->state == LEG_NONE)
        return refusal_set(error, REFUSAL_LIFECYCLE,
                           "lifecycle: a leg that was never offered cannot be %s",
                           row->cannot);
    if (leg->state == LEG_SUPERSEDED && event == EVENT_ACCEPT)
        return refusal_set(error, REFUSAL_ALREADY_AWARDED,
                           "lifecycle: another provider has accepted first; open steps:"
                           " %s",
                           open);
    if (row->is_first_accept && leg->mode != MODE_FIRST_ACCEPT)
        return refusal_set(
            error, REFUSAL_LIFECYCLE,
            "lifecycle: only a first-accept leg can be %s; open steps: %s", row->cannot,
            open);
    return refusal_set(error, REFUSAL_LIFECYCLE,
                       "lifecycle: %s %s leg cannot be %s; open steps: %s",
                       article_of(state), state, row->cannot, open);
}

static void
take(struct leg *leg, const struct row *row)
{
    enum leg_state from = leg->state;

    if (row->to == BACK)
        leg->state = leg->before;
    else if (row->to != UNCHANGED)
        leg->state = (enum leg_state)row->to;
    if (row->event == EVENT_DISCLOSURE)
        leg->is_disclosed = true;
    if (leg->state == LEG_INFO_NEEDED || leg->state == LEG_PAUSED) {
        if (leg->state != from)
            leg->before = from;
    } else {
        leg->before = LEG_NONE;
    }
}

bool
lifecycle_step(struct leg *leg, enum leg_event event, enum leg_party by,
               bool is_post_accept, GError **error)
{
    const struct row *row = find_row(leg, event, by);
    enum leg_state from = leg->state;

    if (row == NULL)
        return refuse_step(leg, event, by, error);
    if (row->is_post_accept && !is_post_accept)
        return refusal_set(
            error, REFUSAL_LIFECYCLE,
            "lifecycle: %s %s leg can be declined only for reasons of the"
            " post-accept group",
            article_of(leg_state_names[from]), leg_state_names[from]);
    take(leg, row);
    return true;
}

void
lifecycle_take(struct leg *leg, enum leg_event event)
{
    const struct row *row = NULL;

    for (size_t index = 0; index < G_N_ELEMENTS(table); index++) {
        if (table[index].event != event)
            continue;
        if (row_is_open(&table[index], leg)) {
            take(leg, &table[index]);
            return;
        }
        if (row == NULL)
            row = &table[index];
    }
    if (row != NULL)
        take(leg, row);
}

size_t
lifecycle_open_steps(const struct leg *leg, enum leg_party by,
                     enum leg_event events[LEG_EVENTS])
{
    size_t count = 0;

    for (size_t index = 0; index < G_N_ELEMENTS(table); index++) {
        const struct row *row = &table[index];

        if (row->by == by && !row->is_automatic && row_is_open(row, leg) &&
            !(row->event == EVENT_DISCLOSURE && leg->is_disclosed))
            events[count++] = row->event;
    }
    return count;
}

bool
lifecycle_event_of(const struct document *document, enum leg_event *event)
{
    static const enum leg_event decisions[] = {
        [DECISION_ACKNOWLEDGE] = EVENT_ACKNOWLEDGE, [DECISION_ACCEPT] = EVENT_ACCEPT,
        [DECISION_WAITLIST] = EVENT_WAITLIST,       [DECISION_DECLINE] = EVENT_DECLINE,
        [DECISION_REDIRECT] = EVENT_REDIRECT,
    };
    static const enum leg_event statuses[] = {
        [STATUS_ASSESSING] = EVENT_ASSESSING, [STATUS_STARTED] = EVENT_STARTED,
        [STATUS_PROGRESS] = EVENT_PROGRESS,   [STATUS_NO_CHANGE] = EVENT_NO_CHANGE,
        [STATUS_PAUSED] = EVENT_PAUSED,       [STATUS_RESUMED] = EVENT_RESUMED,
    };
    static const enum leg_event endings[] = {
        [ENDING_COMPLETED] = EVENT_COMPLETED,
        [ENDING_ENDED_EARLY] = EVENT_ENDED_EARLY,
    };

    switch (document->kind) {
    case KIND_REFERRAL:
        *event = EVENT_REFERRAL;
        return true;
    case KIND_RESPONSE:
        *event = decisions[document->response.decision];
        return true;
    case KIND_STATUS_UPDATE:
        *event = statuses[document->status_update.status];
        return true;
    case KIND_OUTCOME:
        *event = endings[document->outcome.ending];
        return true;
    case KIND_WITHDRAWAL:
        *event = EVENT_WITHDRAWAL;
        return true;
    case KIND_INFORMATION_REQUEST:
        *event = EVENT_INFORMATION_REQUEST;
        return true;
    case KIND_INFORMATION_DISCLOSURE:
        *event = EVENT_INFORMATION_DISCLOSURE;
        return true;
    case KIND_DISCLOSURE:
        *event = EVENT_DISCLOSURE;
        return true;
    default:
        return false;
    }
}

bool
lifecycle_check_offer(const struct offer *offer, const struct referral *referral,
                      GError **error)
{
    if (!offer->is_known)
        return true;
    if (!offer->is_same_referrer || !offer->is_same_case ||
        offer->mode != referral->mode)
        return refusal_set(error, REFUSAL_LIFECYCLE,
                           "lifecycle: the legs of one referral have one referrer, one"
                           " case and one mode");
    if (offer->is_awarded && referral->mode == MODE_FIRST_ACCEPT)
        return refusal_set(error, REFUSAL_ALREADY_AWARDED,
                           "lifecycle: a provider has accepted; nobody else is asked");
    if (offer->has_open_leg && referral->mode == MODE_SINGLE)
        return refusal_set(error, REFUSAL_LIFECYCLE,
                           "lifecycle: a single referral has one open leg at a time");
    if (offer->has_leg_at_recipient)
        return refusal_set(
            error, REFUSAL_LIFECYCLE,
            "lifecycle: this referral is already open at this recipient");
    return true;
}
