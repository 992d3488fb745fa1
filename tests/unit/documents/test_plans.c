/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Support plans, reports, homes and bought hours: what their lives allow, in which
 * order and to whom, and what must stand in their details.
 */
#include "common/documents/hours.h"
#include "common/documents/matter.h"
#include "tests/unit/documents/support.h"
#include <string.h>

#define BODY(kind, rest)                                                               \
    "<" kind " xmlns='urn:referral-exchange:" kind ":1' " rest "</" kind ">"
#define STEP(kind, rest) BODY(kind, "matter='" LEG_ID "' " rest)

static const char plan[] =
    BODY("support-plan",
         "agreedOn='2026-11-20' reviewOn='2027-01-15' clientAgrees='true'>"
         "<precondition number='1' condition='health-checks' owner='eastborough'/>"
         "<precondition number='2' condition='other' owner='northgate-homes'/>");
static const char report[] =
    BODY("report", "kind='court' dueOn='2026-12-11' hearingOn='2026-12-18'>");
static const char home[] =
    BODY("housing-report", "urgency='urgent' seenOn='2026-11-20' replyBy='2026-11-27'>"
                           "<hazard code='structural'/>");
static const char order[] =
    BODY("hours-order", "need='parenting' hours='72' hoursPerWeek='6.5'"
                        " startOn='2026-11-02' endOn='2027-01-22'>");
static const char statement[] =
    BODY("hours-statement", "order='" LEG_ID "' number='1' fromOn='2026-11-02'"
                            " toOn='2026-11-15' hours='11.5' payBy='2026-12-15'>");
static const char address[] =
    BODY("change-of-address", "leg='" LEG_ID "' movesOn='2026-11-26' movers='client'"
                              " confidential='true'>");

/* Steps: who, O(pener) or T(he other), the kind and the word; a point that is done. */
static const struct {
    const char *why;
    const char *opener;
    const char *steps;
    const char *state;   /* after all of them */
    const char *refused; /* the last of them, with these words; NULL: none */
} lives[] = {
    {"a plan begins with what is missing", plan, "", "pending", NULL},
    {"nothing is active before its preconditions", plan, "O plan-step.activate",
     "pending", "before every point is done; still open: 1, 2"},
    {"one of two is not enough", plan,
     "O plan-step.condition-met 1, O plan-step.activate", "pending", "still open: 2"},
    {"whose precondition it is says that it is met", plan,
     "O plan-step.condition-met 2", "pending", "is for northgate-homes to do"},
    {"there is no third", plan, "O plan-step.condition-met 3", "pending",
     "point 3 of this support plan does not exist"},
    {"met is met", plan, "O plan-step.condition-met 1, O plan-step.condition-met 1",
     "pending", "is done already"},
    {"with both it starts", plan,
     "O plan-step.condition-met 1, T plan-step.condition-met 2, O plan-step.activate",
     "active", NULL},
    {"the partner does not start it", plan,
     "O plan-step.condition-met 1, T plan-step.condition-met 2, T plan-step.activate",
     "pending", "a step of the agency that opened it alone"},
    {"a plan that waits is not reviewed", plan, "O plan-step.review", "pending",
     "it cannot be reviewed now; open steps: plan-step.condition-met"},
    {"a plan may change before it starts", plan, "O plan-step.new-version", "pending",
     NULL},
    {"what cannot be met is closed", plan, "O plan-step.close", "closed", NULL},
    {"closed is closed", plan, "O plan-step.close, O plan-step.review", "closed",
     "cannot be reviewed any more"},

    {"due, shared, submitted, heard", report,
     "T report-step.share, T report-step.submit, O report-step.conclude", "heard",
     NULL},
    {"the family sees it first", report, "T report-step.submit", "due",
     "open steps: report-step.share, report-step.submit-unshared"},
    {"unless that is not possible", report, "T report-step.submit-unshared",
     "submitted", NULL},
    {"who asked for it does not write it", report, "O report-step.share", "due",
     "a step of the agency that it was sent to alone"},
    {"an adjournment changes the day alone", report,
     "T report-step.share, O report-step.adjourn, T report-step.submit", "submitted",
     NULL},
    {"nothing is heard before it is submitted", report, "O report-step.conclude", "due",
     "cannot be said to be heard now"},
    {"a cancelled report is not submitted", report,
     "O report-step.cancel, T report-step.share", "cancelled", "any more"},

    {"from the hole to the plaster", home,
     "T housing-reply.acknowledge, T housing-reply.inspect, T "
     "housing-reply.order-works, "
     "T housing-reply.complete, O housing-reply.confirm",
     "mended", NULL},
    {"an emergency is mended at once", home, "T housing-reply.complete", "done", NULL},
    {"the landlord does not confirm to himself", home,
     "T housing-reply.complete, T housing-reply.confirm", "done",
     "the agency that opened it alone"},
    {"not mended begins again", home,
     "T housing-reply.complete, O housing-reply.not-mended, T housing-reply.inspect",
     "to-inspect", NULL},
    {"a refusal ends it", home, "T housing-reply.refuse, O housing-reply.not-mended",
     "refused", "if it goes on, open a new one"},
    {"who reported it may take it back", home, "O housing-reply.withdraw", "withdrawn",
     NULL},

    {"an order is declined", order, "T hours-decision.decline", "declined", NULL},
    {"or closed by who bought it", order, "T hours-decision.close", "bought",
     "the agency that opened it alone"},
    {"a decision about a statement is none about an order", order,
     "O hours-decision.approve", "bought", "is no step of this order of hours"},

    {"stated, approved, paid", statement, "T hours-decision.approve, T hours-payment",
     "paid", NULL},
    {"nothing is paid that is not approved", statement, "T hours-payment", "stated",
     "open steps: hours-decision.approve, hours-decision.query"},
    {"nobody approves one's own hours", statement, "O hours-decision.approve", "stated",
     "the agency that it was sent to alone"},
    {"a query may be cleared up", statement,
     "T hours-decision.query, T hours-decision.approve", "approved", NULL},
    {"or the statement taken back", statement,
     "T hours-decision.query, O hours-decision.withdraw", "withdrawn", NULL},
    {"what is approved is not taken back", statement,
     "T hours-decision.approve, O hours-decision.withdraw", "approved",
     "cannot be taken back now"},
    {"paid once", statement,
     "T hours-decision.approve, T hours-payment, T hours-payment", "paid", "any more"},

    {"a new address is told, and that is all", address, "", "told", NULL},
};

/* Takes one step of the list; false when it is refused. */
static bool
take(struct matter *matter, const char *text, GError **error)
{
    g_auto(GStrv) words = g_strsplit(g_strchug((char *)text), " ", 3);
    g_auto(GStrv) name = g_strsplit(words[1], ".", 2);
    bool is_opener = words[0][0] == 'O';
    int done = words[2] == NULL ? 0 : (int)g_ascii_strtoll(words[2], NULL, 10);
    struct matter_body body = {
        .done = &done, .done_count = words[2] != NULL, .due_on = DATE_NONE};
    struct matter_move move = {.word = name[1],
                               .by = is_opener ? MATTER_OPENER : MATTER_OTHER,
                               .agency = is_opener ? "eastborough" : "northgate-homes",
                               .body = &body};

    g_assert_true(kind_find(name[0], &move.kind));
    if (!matter_check(matter, &move, error))
        return false;
    matter_take(matter, &move);
    return true;
}

static void
each_life_goes_its_way(void)
{
    for (size_t index = 0; index < G_N_ELEMENTS(lives); index++) {
        g_autoptr(GBytes) bytes = support_usual(lives[index].opener);
        g_autoptr(document) document = support_accept(bytes);
        g_auto(GStrv) steps = g_strsplit(lives[index].steps, ",", -1);
        struct matter matter;

        g_test_message("%s", lives[index].why);
        matter_open(&matter, document);
        for (char **step = steps; *step != NULL; step++) {
            g_autoptr(GError) error = NULL;

            if (take(&matter, *step, &error))
                continue;
            g_test_message("%s", error->message);
            g_assert_null(step[1]);
            g_assert_nonnull(lives[index].refused);
            g_assert_nonnull(strstr(error->message, lives[index].refused));
        }
        g_assert_cmpstr(matter_state_name(matter.life, matter.state), ==,
                        lives[index].state);
        matter_clear(&matter);
    }
}

#define DETAILS(child)                                                                 \
    "<details xmlns='urn:referral-exchange:details:1' document='" DOCUMENT_ID          \
    "' case='" CASE_ID "' from='eastborough'>" child "</details>"
#define GOAL "<goal need='parenting'><outcome>o</outcome></goal>"
#define PAPER                                                                          \
    "<report><background>b</background><analysis>a</analysis><recommendation>r"        \
    "</recommendation></report>"
#define NEW_VERSION STEP("plan-step", "step='new-version' reviewOn='2027-03-01'>")
#define SUBMIT                                                                         \
    STEP("report-step", "step='submit' sharedOn='2026-11-19' on='2026-11-20'"          \
                        " hearingOn='2026-12-18'>")
#define SHARE                                                                          \
    STEP("report-step", "step='share' on='2026-11-20' familyView='disagrees'>")
#define UNSHARED                                                                       \
    STEP("report-step", "step='submit-unshared' on='2026-11-20' reason='other'"        \
                        " hearingOn='2026-12-18'>")

static const struct {
    const char *why;
    const char *body, *details;
    const char *rule; /* NULL: allowed */
} details[] = {
    {"a precondition in words has its number", plan,
     DETAILS("<support-plan>" GOAL
             "<precondition number='2'>p</precondition></support-plan>"),
     NULL},
    {"other needs words", plan,
     DETAILS("<support-plan>" GOAL
             "<precondition number='1'>p</precondition></support-plan>"),
     "comment-required"},
    {"spaces are none", plan,
     DETAILS("<support-plan>" GOAL
             "<precondition number='2'> </precondition></support-plan>"),
     "comment-required"},
    {"words for a number that is not there", plan,
     DETAILS("<support-plan>" GOAL "<precondition number='2'>p</precondition>"
             "<precondition number='3'>p</precondition></support-plan>"),
     "precondition-agrees"},
    {"the same number twice", plan,
     DETAILS("<support-plan>" GOAL "<precondition number='2'>p</precondition>"
             "<precondition number='2'>p</precondition></support-plan>"),
     "point-once"},
    {"a plan has a goal", plan, DETAILS("<support-plan/>"), "cvc-complex-type.2.4"},
    {"a new version is a plan", NEW_VERSION,
     DETAILS("<plan-step><plan>" GOAL "</plan></plan-step>"), NULL},
    {"not its announcement", NEW_VERSION,
     DETAILS("<plan-step><words>w</words></plan-step>"), "version-given"},
    {"no other step changes the plan", STEP("plan-step", "step='activate'>"),
     DETAILS("<plan-step><plan>" GOAL "</plan></plan-step>"), "version-given"},
    {"an end without a code of its own is explained",
     STEP("plan-step", "step='close' reason='other'>"),
     DETAILS("<plan-step><words>w</words></plan-step>"), NULL},
    {"and not passed over", STEP("plan-step", "step='close' reason='other'>"),
     DETAILS("<plan-step/>"), "comment-required"},
    {"a report is submitted", SUBMIT, DETAILS("<report-step>" PAPER "</report-step>"),
     NULL},
    {"not only said to be", SUBMIT,
     DETAILS("<report-step><words>w</words></report-step>"), "report-given"},
    {"and not before",
     STEP("report-step", "step='share' on='2026-11-20' "
                         "familyView='agrees'>"),
     DETAILS("<report-step>" PAPER "</report-step>"), "report-given"},
    {"who disagrees is heard", SHARE,
     DETAILS("<report-step><familyComment>c</familyComment></report-step>"), NULL},
    {"in their own words, not ours", SHARE,
     DETAILS("<report-step><words>w</words></report-step>"), "comment-required"},
    {"why they have not seen it is explained", UNSHARED,
     DETAILS("<report-step><words>w</words>" PAPER "</report-step>"), NULL},
    {"and not passed over", UNSHARED, DETAILS("<report-step>" PAPER "</report-step>"),
     "comment-required"},
    {"a landlord's other is explained",
     STEP("housing-reply", "step='refuse' reason='other'>"),
     DETAILS("<housing-reply/>"), "comment-required"},
    {"a query's other is explained",
     STEP("hours-decision", "decision='query' reason='other'>"),
     DETAILS("<hours-decision/>"), "comment-required"},
    {"no time sheet is asked for", statement, DETAILS("<hours-statement/>"), NULL},
    {"one that is there adds up", statement,
     DETAILS("<hours-statement><session on='2026-11-02' hours='6'/>"
             "<session on='2026-11-15' hours='5.5'/></hours-statement>"),
     NULL},
    {"half an hour is missing", statement,
     DETAILS("<hours-statement><session on='2026-11-02' hours='6'/>"
             "<session on='2026-11-15' hours='5'/></hours-statement>"),
     "sessions-add-up"},
    {"a day of another period", statement,
     DETAILS("<hours-statement><session on='2026-11-16' hours='11.5'/>"
             "</hours-statement>"),
     "session-in-period"},
};

static void
details_bear_the_codes_out(void)
{
    for (size_t index = 0; index < G_N_ELEMENTS(details); index++) {
        g_autoptr(GBytes) bytes = support_usual(details[index].body);

        support_check_details(details[index].why, bytes, details[index].details,
                              details[index].rule);
    }
}

static void
hours_are_read_from_the_coded_part(void)
{
    g_autoptr(GBytes) ordered = support_usual(order);
    g_autoptr(document) of_order = support_accept(ordered);
    g_autoptr(GBytes) stated = support_usual(statement);
    g_autoptr(document) of_statement = support_accept(stated);
    struct hours_order bought;
    struct hours_statement delivered;
    char ordered_by[UUID_TEXT_BYTES];

    hours_read_order(of_order, &bought);
    g_assert_cmpstr(bought.need, ==, "parenting");
    g_assert_cmpint(bought.hours_hundredths, ==, 7200);
    g_assert_cmpint(bought.hours_per_week_hundredths, ==, 650);
    g_assert_cmpint(bought.review_on, ==, DATE_NONE);
    hours_read_statement(of_statement, &delivered);
    uuid_write(&delivered.order, ordered_by);
    g_assert_cmpstr(ordered_by, ==, LEG_ID);
    g_assert_cmpint(delivered.number, ==, 1);
    g_assert_cmpint(delivered.hours_hundredths, ==, 1150);
    g_assert_cmpint(delivered.to_on - delivered.from_on, ==, 13);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/plans/each-life-goes-its-way", each_life_goes_its_way);
    g_test_add_func("/plans/details-bear-the-codes-out", details_bear_the_codes_out);
    g_test_add_func("/plans/hours-are-read-from-the-coded-part",
                    hours_are_read_from_the_coded_part);
    return g_test_run();
}
