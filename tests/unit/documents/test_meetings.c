/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Meetings, joint visits, lead workers and calls: the rules that look into the sealed
 * part, and the life of each.
 */
#include "tests/unit/documents/lives.h"
#include "tests/unit/documents/support.h"
#include <string.h>

#define BODY(kind, rest)                                                               \
    "<" kind " xmlns='urn:referral-exchange:" kind ":1' " rest "</" kind ">"
#define STEP(kind, rest) BODY(kind, "matter='" LEG_ID "' " rest)
#define DETAILS(child)                                                                 \
    "<details xmlns='urn:referral-exchange:details:1' document='" DOCUMENT_ID          \
    "' case='" CASE_ID "' from='eastborough'>" child "</details>"

#define MEETING(kind)                                                                  \
    BODY("meeting", "meeting='" OTHER_ID "' kind='" kind                               \
                    "' startsAt='2026-11-26T14:00:00Z' place='in-person'>")
#define INVITATION(about) DETAILS("<meeting " about "><chair name='B O'/></meeting>")
#define REPLY(reply)      STEP("meeting-reply", "reply='" reply "'>")
#define HELD(actions)     STEP("meeting-record", "result='held'>" actions)
#define ACTION(number)                                                                 \
    "<action number='" number "' owner='northgate-homes' dueOn='2026-11-30'/>"
#define MINUTES(rest) DETAILS("<meeting-record>" rest "</meeting-record>")
#define WHAT(number)  "<action number='" number "'><what>w</what></action>"
#define CANCELLED     STEP("meeting-record", "result='cancelled' reason='other'>")
#define VISIT(rest)                                                                    \
    BODY("joint-visit", "visit='" OTHER_ID "' startsAt='2026-11-26T14:00:00Z' "        \
                        "purpose='support' " rest ">")
#define VISITED(rest)                                                                  \
    DETAILS("<joint-visit about='T B'><lead name='T O'/><reason>r</reason>" rest       \
            "</joint-visit>")
#define UPDATE(status) STEP("visit-update", "status='" status "'>")
#define YES            STEP("lead-worker-answer", "answer='yes'>")
#define CALL           BODY("call-back", "by='2026-11-21T16:00:00Z'>")
#define NUMBER         "telephone='01632 960155'"

static const struct {
    const char *why;
    const char *body, *details;
    const char *rule; /* NULL: allowed */
} cases[] = {
    {"a discharge meeting is about somebody", MEETING("hospital-discharge"),
     INVITATION("about='K M'"), NULL},
    {"it does not say about whom", MEETING("hospital-discharge"), INVITATION(""),
     "meeting-about"},
    {"practitioners meet about no client", MEETING("practitioners-forum"),
     INVITATION(""), NULL},
    {"a deputy has a name", REPLY("deputy"),
     DETAILS("<meeting-reply><attendee name='P G'/></meeting-reply>"), NULL},
    {"and no name", REPLY("deputy"), DETAILS("<meeting-reply/>"), "deputy-named"},
    {"apologies with a contribution", REPLY("apologies"),
     DETAILS("<meeting-reply><contribution>c</contribution></meeting-reply>"), NULL},
    {"minutes say what was decided", HELD(""),
     MINUTES("<decision>Home on Friday.</decision>"), NULL},
    {"minutes that say nothing", HELD(""), MINUTES("<decision>  </decision>"),
     "minutes-in-words"},
    {"an action in codes and in words", HELD(ACTION("1")),
     MINUTES("<decision>d</decision>" WHAT("1") WHAT("2")), NULL},
    {"an action that nobody describes", HELD(ACTION("1") ACTION("2")),
     MINUTES("<decision>d</decision>" WHAT("1")), "action-in-words"},
    {"the same number twice", HELD(""),
     MINUTES("<decision>d</decision>" WHAT("1") WHAT("1")), "point-once"},
    {"cancelled for another reason, which is said", CANCELLED,
     MINUTES("<reason>Snow.</reason>"), NULL},
    {"which is not said", CANCELLED, MINUTES("<reason> </reason>"), "comment-required"},
    {"a visit by one at a time", VISIT(""), VISITED(""), NULL},
    {"two workers who ring nobody", VISIT("twoWorkers='true'"), VISITED(""),
     "two-workers-plan"},
    {"two workers and a plan", VISIT("twoWorkers='true'"),
     VISITED("<callingPlan>The desk, by noon.</callingPlan>"), NULL},
    {"a visit is recorded", UPDATE("done"),
     DETAILS("<visit-update><observations>o</observations></visit-update>"), NULL},
    {"with nothing seen", UPDATE("done"),
     DETAILS("<visit-update><next>n</next></visit-update>"), "visit-recorded"},
    {"somebody to ring has a number", YES,
     DETAILS("<lead-worker-answer><worker name='L P' " NUMBER
             "/></lead-worker-answer>"),
     NULL},
    {"and none", YES,
     DETAILS("<lead-worker-answer><worker name='L P'/></lead-worker-answer>"),
     "can-be-rung"},
    {"nothing but the worker", YES,
     DETAILS("<lead-worker-answer><worker name='L P' " NUMBER
             "/><words>w</words></lead-worker-answer>"),
     "cvc-complex-type.2.4"},
    {"who asks to be rung has a number", CALL,
     DETAILS("<call-back><worker name='R A' " NUMBER "/></call-back>"), NULL},
    {"and has none", CALL, DETAILS("<call-back><worker name='R A'/></call-back>"),
     "can-be-rung"},
};

static void
details_are_judged_with_their_document(void)
{
    for (size_t index = 0; index < G_N_ELEMENTS(cases); index++) {
        g_autoptr(GBytes) bytes = support_usual(cases[index].body);

        support_check_details(cases[index].why, bytes, cases[index].details,
                              cases[index].rule);
    }
}

static const struct life_step lives[] = {
    {"the ward invites", KIND_MEETING, NULL, MATTER_OPENER, "sent"},
    {"who invites does not reply", KIND_MEETING_REPLY, "attending", MATTER_OPENER,
     NULL},
    {"who is invited writes no minutes", KIND_MEETING_RECORD, "held", MATTER_OTHER,
     NULL},
    {"no action before the meeting", KIND_MEETING_PROGRESS, "done", MATTER_OTHER, NULL},
    {"apologies", KIND_MEETING_REPLY, "apologies", MATTER_OTHER, "declined"},
    {"then somebody can after all", KIND_MEETING_REPLY, "deputy", MATTER_OTHER,
     "accepted"},
    {"it is moved: all are asked again", KIND_MEETING_RECORD, "moved", MATTER_OPENER,
     "sent"},
    {"it is cancelled", KIND_MEETING_RECORD, "cancelled", MATTER_OPENER, "cancelled"},
    {"a cancelled meeting was not held", KIND_MEETING_RECORD, "held", MATTER_OPENER,
     NULL},
    {"nor replied to", KIND_MEETING_REPLY, "attending", MATTER_OTHER, NULL},
    {"another meeting", KIND_MEETING, NULL, MATTER_OPENER, "sent"},
    {"held, with nothing to do", KIND_MEETING_RECORD, "held", MATTER_OPENER, "closed"},
    {"minutes are written once", KIND_MEETING_RECORD, "held", MATTER_OPENER, NULL},
    {"a visit", KIND_JOINT_VISIT, NULL, MATTER_OPENER, "proposed"},
    {"what is not agreed is not done", KIND_VISIT_UPDATE, "done", MATTER_OPENER, NULL},
    {"who asks does not agree for the other", KIND_VISIT_UPDATE, "agreed",
     MATTER_OPENER, NULL},
    {"in the afternoon rather", KIND_VISIT_UPDATE, "renegotiated", MATTER_OTHER,
     "countered"},
    {"who says so does not agree to it", KIND_VISIT_UPDATE, "agreed", MATTER_OTHER,
     NULL},
    {"agreed", KIND_VISIT_UPDATE, "agreed", MATTER_OPENER, "agreed"},
    {"nobody opened", KIND_VISIT_UPDATE, "no-access", MATTER_OTHER, "no-access"},
    {"one record for both", KIND_VISIT_UPDATE, "done", MATTER_OPENER, NULL},
    {"another visit", KIND_JOINT_VISIT, NULL, MATTER_OPENER, "proposed"},
    {"the client cancels", KIND_VISIT_UPDATE, "cancelled-by-client", MATTER_OTHER,
     "cancelled"},
    {"whom to ring", KIND_LEAD_WORKER_REQUEST, NULL, MATTER_OPENER, "asked"},
    {"who asks does not answer", KIND_LEAD_WORKER_ANSWER, "yes", MATTER_OPENER, NULL},
    {"nobody", KIND_LEAD_WORKER_ANSWER, "no", MATTER_OTHER, "answered-no"},
    {"the answer is final", KIND_LEAD_WORKER_ANSWER, "yes", MATTER_OTHER, NULL},
    {"ring me", KIND_CALL_BACK, NULL, MATTER_OPENER, "open"},
    {"no answer: still owed", KIND_CALL_BACK_RESULT, "tried", MATTER_OTHER, "open"},
    {"only who asked calls it off", KIND_CALL_BACK_RESULT, "no-longer-needed",
     MATTER_OTHER, NULL},
    {"spoken", KIND_CALL_BACK_RESULT, "spoken", MATTER_OPENER, "made"},
    {"once", KIND_CALL_BACK_RESULT, "tried", MATTER_OTHER, NULL},
};

static void
each_life_goes_as_its_table_says(void)
{
    lives_check(lives, G_N_ELEMENTS(lives));
}

/* Takes a step of the document's, if the life allows it. */
static bool
step(struct matter *matter, const char *body, unsigned int by, const char *agency)
{
    g_autoptr(GBytes) bytes = support_usual(body);
    g_autoptr(document) document = support_accept(bytes);
    const struct matter_move move = {.kind = document->kind,
                                     .word = document->matter.word,
                                     .by = by,
                                     .agency = agency,
                                     .body = &document->matter};

    if (!matter_check(matter, &move, NULL))
        return false;
    matter_take(matter, &move);
    return true;
}

#define PROGRESS(action) STEP("meeting-progress", "action='" action "' result='done'>")
#define OURS             "<action number='2' owner='eastborough' dueOn='2026-11-30'/>"

static void
a_meeting_closes_with_its_last_action(void)
{
    struct matter matter = {.life = matter_life_of(KIND_MEETING),
                            .state = MATTER_BEGIN,
                            .due_on = DATE_NONE};
    const char *homes = "northgate-homes";
    int32_t due_on;

    g_assert_true(step(&matter, HELD(ACTION("1") OURS), MATTER_OPENER, "eastborough"));
    g_assert_cmpstr(matter_state_name(matter.life, matter.state), ==, "recorded");
    g_assert_nonnull(matter_waits_for(&matter, MATTER_OTHER, homes, &due_on));
    g_assert_cmpint(due_on, !=, DATE_NONE);
    g_assert_false(step(&matter, PROGRESS("2"), MATTER_OTHER, homes));
    g_assert_false(step(&matter, PROGRESS("3"), MATTER_OTHER, homes));
    g_assert_true(step(&matter, PROGRESS("2"), MATTER_OPENER, "eastborough"));
    g_assert_false(step(&matter, PROGRESS("2"), MATTER_OPENER, "eastborough"));
    g_assert_true(step(&matter, PROGRESS("1"), MATTER_OTHER, homes));
    g_assert_cmpstr(matter_state_name(matter.life, matter.state), ==, "closed");
    matter_clear(&matter);
}

static void
a_moved_meeting_is_due_on_its_new_day(void)
{
    static const char moved[] =
        STEP("meeting-record", "result='moved' reason='checks-not-complete' "
                               "startsAt='2026-11-28T14:00:00Z'>");
    g_autoptr(GBytes) bytes = support_usual(MEETING("hospital-discharge"));
    g_autoptr(document) document = support_accept(bytes);
    struct matter matter;
    int32_t on;

    matter_open(&matter, document);
    g_assert_true(date_read("2026-11-26", &on));
    g_assert_cmpint(matter.due_on, ==, on);
    g_assert_true(step(&matter, moved, MATTER_OPENER, "eastborough"));
    g_assert_true(date_read("2026-11-28", &on));
    g_assert_cmpint(matter.due_on, ==, on);
    matter_clear(&matter);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/meetings/details-are-judged-with-their-document",
                    details_are_judged_with_their_document);
    g_test_add_func("/meetings/each-life-goes-as-its-table-says",
                    each_life_goes_as_its_table_says);
    g_test_add_func("/meetings/a-meeting-closes-with-its-last-action",
                    a_meeting_closes_with_its_last_action);
    g_test_add_func("/meetings/a-moved-meeting-is-due-on-its-new-day",
                    a_moved_meeting_is_due_on_its_new_day);
    return g_test_run();
}
