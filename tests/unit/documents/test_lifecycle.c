/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/lifecycle.h"
#include <string.h>

/*
 * The table of the domain once more, written as sentences of states, so that a slip in
 * the code's own table shows.  Every pair of event and state that no line names must be
 * refused.
 */
static const struct {
    enum leg_event event;
    enum leg_party by;
    const char *from; /* names of states */
    const char *to;   /* "=" unchanged, "<" the state before */
} table[] = {
    {EVENT_REFERRAL, PARTY_REFERRER, "none", "offered"},
    {EVENT_DELIVERY, PARTY_RECIPIENT, "offered", "delivered"},
    {EVENT_DELIVERY, PARTY_RECIPIENT,
     "delivered acknowledged info-needed assessing waitlisted accepted in-service "
     "paused"
     " completed ended-early declined redirected withdrawn superseded error",
     "="},
    {EVENT_ACKNOWLEDGE, PARTY_RECIPIENT, "offered delivered", "acknowledged"},
    {EVENT_ACCEPT, PARTY_RECIPIENT,
     "offered delivered acknowledged info-needed assessing waitlisted", "accepted"},
    {EVENT_WAITLIST, PARTY_RECIPIENT,
     "offered delivered acknowledged info-needed assessing", "waitlisted"},
    {EVENT_DECLINE, PARTY_RECIPIENT,
     "offered delivered acknowledged info-needed assessing waitlisted accepted",
     "declined"},
    {EVENT_REDIRECT, PARTY_RECIPIENT,
     "offered delivered acknowledged info-needed assessing waitlisted", "redirected"},
    {EVENT_ASSESSING, PARTY_RECIPIENT, "delivered acknowledged info-needed",
     "assessing"},
    {EVENT_INFORMATION_REQUEST, PARTY_RECIPIENT, "delivered acknowledged assessing",
     "info-needed"},
    {EVENT_INFORMATION_DISCLOSURE, PARTY_REFERRER, "info-needed", "<"},
    {EVENT_STARTED, PARTY_RECIPIENT, "accepted", "in-service"},
    {EVENT_PROGRESS, PARTY_RECIPIENT, "accepted in-service waitlisted paused", "="},
    {EVENT_NO_CHANGE, PARTY_RECIPIENT, "accepted in-service waitlisted paused", "="},
    {EVENT_PAUSED, PARTY_RECIPIENT, "accepted in-service", "paused"},
    {EVENT_RESUMED, PARTY_RECIPIENT, "paused", "<"},
    {EVENT_COMPLETED, PARTY_RECIPIENT, "in-service", "completed"},
    {EVENT_ENDED_EARLY, PARTY_RECIPIENT, "accepted paused in-service", "ended-early"},
    {EVENT_WITHDRAWAL, PARTY_REFERRER,
     "offered delivered acknowledged info-needed assessing waitlisted accepted "
     "in-service"
     " paused",
     "withdrawn"},
    {EVENT_DISCLOSURE, PARTY_REFERRER, "accepted in-service paused", "="},
    {EVENT_REJECTION, PARTY_RECIPIENT, "offered delivered", "error"},
    {EVENT_REJECTION_OF_OTHER, PARTY_RECIPIENT,
     "offered delivered acknowledged info-needed assessing waitlisted accepted "
     "in-service"
     " paused completed ended-early declined redirected withdrawn superseded error",
     "="},
    {EVENT_REJECTION_OF_OTHER, PARTY_REFERRER,
     "offered delivered acknowledged info-needed assessing waitlisted accepted "
     "in-service"
     " paused completed ended-early declined redirected withdrawn superseded error",
     "="},
    {EVENT_AWARD, PARTY_EXCHANGE,
     "offered delivered acknowledged info-needed assessing waitlisted", "superseded"},
    {EVENT_NOTICE_REJECTED, PARTY_EXCHANGE,
     "offered delivered acknowledged info-needed assessing waitlisted accepted "
     "in-service"
     " paused completed ended-early declined redirected withdrawn superseded error",
     "="},
    {EVENT_NOTICE_UNDELIVERABLE, PARTY_EXCHANGE,
     "offered delivered acknowledged info-needed assessing waitlisted accepted "
     "in-service"
     " paused completed ended-early declined redirected withdrawn superseded error",
     "="},
};

static bool
has_word(const char *words, const char *word)
{
    g_auto(GStrv) list = g_strsplit(words, " ", -1);

    return g_strv_contains((const char *const *)list, word);
}

/* The state that the domain's table leads to; "" when the step is refused. */
static const char *
expected_state(const struct leg *leg, enum leg_event event, enum leg_party by)
{
    const char *name = leg_state_names[leg->state];

    for (size_t index = 0; index < G_N_ELEMENTS(table); index++) {
        if (table[index].event != event || table[index].by != by ||
            !has_word(table[index].from, name))
            continue;
        if (strcmp(table[index].to, "=") == 0)
            return name;
        if (strcmp(table[index].to, "<") == 0)
            return leg_state_names[leg->before];
        return table[index].to;
    }
    return "";
}

static struct leg
leg_in(enum leg_state state)
{
    struct leg leg = {.state = state, .mode = MODE_FIRST_ACCEPT};

    if (state == LEG_INFO_NEEDED)
        leg.before = LEG_ASSESSING;
    if (state == LEG_PAUSED)
        leg.before = LEG_IN_SERVICE;
    return leg;
}

static void
every_step_goes_where_the_domain_says(void)
{
    int allowed = 0;

    for (int state = LEG_NONE; state < LEG_STATES; state++) {
        for (int event = 0; event < LEG_EVENTS; event++) {
            for (int by = PARTY_REFERRER; by <= PARTY_EXCHANGE; by++) {
                struct leg leg = leg_in((enum leg_state)state);
                struct leg before = leg;
                g_autoptr(GError) error = NULL;
                const char *expected =
                    expected_state(&leg, (enum leg_event)event, (enum leg_party)by);
                bool is_allowed = lifecycle_step(&leg, (enum leg_event)event,
                                                 (enum leg_party)by, true, &error);

                g_test_message("%s by the %s in %s", leg_event_names[event],
                               leg_party_names[by], leg_state_names[state]);
                g_assert_cmpint(is_allowed, ==, expected[0] != '\0');
                allowed += is_allowed;
                if (is_allowed) {
                    g_assert_cmpstr(leg_state_names[leg.state], ==, expected);
                    continue;
                }
                g_assert_cmpint(error->domain, ==, REFUSAL_ERROR);
                g_assert_true(g_str_has_prefix(error->message, "lifecycle: "));
                g_assert_cmpint(leg.state, ==, before.state);
                g_assert_cmpint(leg.before, ==, before.before);
                g_assert_cmpint(leg.mode, ==, before.mode);
                g_assert_cmpint(leg.is_disclosed, ==, before.is_disclosed);
            }
        }
    }
    g_assert_cmpint(allowed, ==, 150);
}

static const struct {
    const char *why;
    enum leg_state from;
    enum leg_event event;
    enum leg_party by;
    bool is_post_accept;
    enum refusal refusal;
    const char *words;
} refused[] = {
    {"an answer is final", LEG_DECLINED, EVENT_ACCEPT, PARTY_RECIPIENT, false,
     REFUSAL_LIFECYCLE,
     "lifecycle: a declined leg cannot be accepted; open steps: none"},
    {"the words fit a vowel and list what is open", LEG_ACCEPTED, EVENT_ACKNOWLEDGE,
     PARTY_RECIPIENT, false, REFUSAL_LIFECYCLE,
     "lifecycle: an accepted leg cannot be acknowledged; open steps: response.decline,"
     " status-update.started, status-update.progress, status-update.no-change,"
     " status-update.paused, outcome.ended-early"},
    {"the loser of first-accept is told so", LEG_SUPERSEDED, EVENT_ACCEPT,
     PARTY_RECIPIENT, false, REFUSAL_ALREADY_AWARDED,
     "lifecycle: another provider has accepted first; open steps: none"},
    {"a referrer cannot accept for the recipient", LEG_DELIVERED, EVENT_ACCEPT,
     PARTY_REFERRER, false, REFUSAL_LIFECYCLE,
     "lifecycle: response.accept is a step of the recipient, not of the referrer; open"
     " steps: withdrawal"},
    {"nothing goes before the referral", LEG_NONE, EVENT_ACCEPT, PARTY_RECIPIENT, false,
     REFUSAL_LIFECYCLE, "lifecycle: a leg that was never offered cannot be accepted"},
    {"after acceptance full is no reason", LEG_ACCEPTED, EVENT_DECLINE, PARTY_RECIPIENT,
     false, REFUSAL_LIFECYCLE,
     "lifecycle: an accepted leg can be declined only for reasons of the post-accept"
     " group"},
};

static void
a_refusal_says_the_rule_and_what_is_open(void)
{
    for (size_t index = 0; index < G_N_ELEMENTS(refused); index++) {
        struct leg leg = {.state = refused[index].from};
        g_autoptr(GError) error = NULL;

        g_test_message("%s", refused[index].why);
        g_assert_false(lifecycle_step(&leg, refused[index].event, refused[index].by,
                                      refused[index].is_post_accept, &error));
        g_assert_error(error, REFUSAL_ERROR, (int)refused[index].refusal);
        g_assert_cmpstr(error->message, ==, refused[index].words);
    }
}

static void
take(struct leg *leg, enum leg_event event, enum leg_party by)
{
    GError *error = NULL;
    bool is_taken = lifecycle_step(leg, event, by, false, &error);

    g_assert_no_error(error);
    g_assert_true(is_taken);
}

static void
a_disclosure_leads_back_to_where_the_request_came_from(void)
{
    static const enum leg_state states[] = {LEG_DELIVERED, LEG_ACKNOWLEDGED,
                                            LEG_ASSESSING};

    for (size_t index = 0; index < G_N_ELEMENTS(states); index++) {
        struct leg leg = {.state = states[index]};

        take(&leg, EVENT_INFORMATION_REQUEST, PARTY_RECIPIENT);
        g_assert_cmpint(leg.state, ==, LEG_INFO_NEEDED);
        take(&leg, EVENT_REJECTION_OF_OTHER, PARTY_REFERRER);
        take(&leg, EVENT_INFORMATION_DISCLOSURE, PARTY_REFERRER);
        g_assert_cmpint(leg.state, ==, states[index]);
        g_assert_cmpint(leg.before, ==, LEG_NONE);
    }
}

static void
a_pause_ends_where_it_began(void)
{
    static const enum leg_state states[] = {LEG_ACCEPTED, LEG_IN_SERVICE};

    for (size_t index = 0; index < G_N_ELEMENTS(states); index++) {
        struct leg leg = {.state = states[index]};

        take(&leg, EVENT_PAUSED, PARTY_RECIPIENT);
        take(&leg, EVENT_PROGRESS, PARTY_RECIPIENT);
        take(&leg, EVENT_RESUMED, PARTY_RECIPIENT);
        g_assert_cmpint(leg.state, ==, states[index]);
    }
}

static void
details_are_disclosed_only_in_first_accept_and_asked_for_once(void)
{
    struct leg leg = {.state = LEG_ACCEPTED, .mode = MODE_PARALLEL};
    enum leg_event events[LEG_EVENTS];
    g_autoptr(GError) error = NULL;

    g_assert_false(
        lifecycle_step(&leg, EVENT_DISCLOSURE, PARTY_REFERRER, false, &error));
    g_assert_cmpstr(
        error->message, ==,
        "lifecycle: only a first-accept leg can be disclosed; open steps: withdrawal");
    leg.mode = MODE_FIRST_ACCEPT;
    g_assert_cmpuint(lifecycle_open_steps(&leg, PARTY_REFERRER, events), ==, 2);
    g_assert_cmpint(events[1], ==, EVENT_DISCLOSURE);
    take(&leg, EVENT_DISCLOSURE, PARTY_REFERRER);
    g_assert_true(leg.is_disclosed);
    g_assert_cmpuint(lifecycle_open_steps(&leg, PARTY_REFERRER, events), ==, 1);
    g_assert_cmpint(events[0], ==, EVENT_WITHDRAWAL);
    /* Sealed anew after a rejection, it may be sent again. */
    take(&leg, EVENT_DISCLOSURE, PARTY_REFERRER);
}

static void
an_open_step_is_one_that_is_then_taken(void)
{
    for (int state = LEG_OFFERED; state < LEG_STATES; state++) {
        for (int by = PARTY_REFERRER; by <= PARTY_EXCHANGE; by++) {
            struct leg leg = leg_in((enum leg_state)state);
            enum leg_event events[LEG_EVENTS];
            size_t count = lifecycle_open_steps(&leg, (enum leg_party)by, events);

            g_assert_true(count == 0 || by != PARTY_EXCHANGE);
            g_assert_true(count == 0 || !leg_state_is_final((enum leg_state)state));
            for (size_t index = 0; index < count; index++) {
                struct leg copy = leg;

                g_assert_true(lifecycle_step(&copy, events[index], (enum leg_party)by,
                                             true, NULL));
            }
        }
    }
}

static const struct {
    const char *why;
    struct offer offer;
    enum referral_mode mode;
    bool is_allowed;
    enum refusal refusal;
} offers[] = {
    {"a new referral", {.is_known = false}, MODE_SINGLE, true, 0},
    {"a second provider in parallel",
     {true, true, true, MODE_PARALLEL, false, true, false},
     MODE_PARALLEL,
     true,
     0},
    {"another agency's referral id",
     {true, false, true, MODE_PARALLEL, false, false, false},
     MODE_PARALLEL,
     false,
     REFUSAL_LIFECYCLE},
    {"another case",
     {true, true, false, MODE_PARALLEL, false, false, false},
     MODE_PARALLEL,
     false,
     REFUSAL_LIFECYCLE},
    {"another mode",
     {true, true, true, MODE_PARALLEL, false, true, false},
     MODE_FIRST_ACCEPT,
     false,
     REFUSAL_LIFECYCLE},
    {"a second open leg of a single referral",
     {true, true, true, MODE_SINGLE, false, true, false},
     MODE_SINGLE,
     false,
     REFUSAL_LIFECYCLE},
    {"the next provider when the first declined",
     {true, true, true, MODE_SINGLE, false, false, false},
     MODE_SINGLE,
     true,
     0},
    {"a further candidate after the award",
     {true, true, true, MODE_FIRST_ACCEPT, true, true, false},
     MODE_FIRST_ACCEPT,
     false,
     REFUSAL_ALREADY_AWARDED},
    {"the same provider twice",
     {true, true, true, MODE_PARALLEL, false, true, true},
     MODE_PARALLEL,
     false,
     REFUSAL_LIFECYCLE},
};

static void
a_further_leg_keeps_to_its_referral(void)
{
    for (size_t index = 0; index < G_N_ELEMENTS(offers); index++) {
        struct referral referral = {.mode = offers[index].mode};
        g_autoptr(GError) error = NULL;

        g_test_message("%s", offers[index].why);
        g_assert_cmpint(lifecycle_check_offer(&offers[index].offer, &referral, &error),
                        ==, offers[index].is_allowed);
        if (!offers[index].is_allowed)
            g_assert_error(error, REFUSAL_ERROR, (int)offers[index].refusal);
    }
}

static void
every_name_is_one_of_the_schema(void)
{
    g_autoptr(GBytes) list = schema_file_find("codes/exchange.xsd");
    const char *text = g_bytes_get_data(list, NULL);

    for (int state = LEG_OFFERED; state < LEG_STATES; state++) {
        g_autofree char *code = g_strdup_printf("value=\"%s\"", leg_state_names[state]);

        g_assert_nonnull(strstr(text, code));
    }
    for (int event = 0; event < LEG_EVENTS; event++) {
        g_autofree char *code = g_strdup_printf("value=\"%s\"", leg_event_names[event]);

        g_assert_nonnull(strstr(text, code));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/lifecycle/every-step-goes-where-the-domain-says",
                    every_step_goes_where_the_domain_says);
    g_test_add_func("/lifecycle/a-refusal-says-the-rule-and-what-is-open",
                    a_refusal_says_the_rule_and_what_is_open);
    g_test_add_func("/lifecycle/a-disclosure-leads-back-to-where-the-request-came-from",
                    a_disclosure_leads_back_to_where_the_request_came_from);
    g_test_add_func("/lifecycle/a-pause-ends-where-it-began",
                    a_pause_ends_where_it_began);
    g_test_add_func(
        "/lifecycle/details-are-disclosed-only-in-first-accept-and-asked-for-once",
        details_are_disclosed_only_in_first_accept_and_asked_for_once);
    g_test_add_func("/lifecycle/an-open-step-is-one-that-is-then-taken",
                    an_open_step_is_one_that_is_then_taken);
    g_test_add_func("/lifecycle/a-further-leg-keeps-to-its-referral",
                    a_further_leg_keeps_to_its_referral);
    g_test_add_func("/lifecycle/every-name-is-one-of-the-schema",
                    every_name_is_one_of_the_schema);
    return g_test_run();
}
