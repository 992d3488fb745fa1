/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/web/sessions.h"
#include "common/documents/timestamp.h"

#include <string.h>

#define NOW_US  (INT64_C(1790000000) * SECOND_US)
#define IDLE_US (SESSION_IDLE_SECONDS * SECOND_US)

static const struct session_lengths lengths = {SESSION_IDLE_SECONDS,
                                               SESSION_WHOLE_SECONDS};
static const struct member olu = {
    .actor = "staff-1", .name = "Olu", .role = "housing-officer"};
static const struct member ada = {.actor = "staff-2",
                                  .name = "Ada",
                                  .role = "administrator",
                                  .right = RIGHT_ADMINISTRATOR};

static bool
is_open(struct sessions *sessions, const struct session *session, bool is_used,
        int64_t now_us)
{
    g_autoptr(session) found = sessions_find(sessions, session->token, is_used, now_us);

    return found != NULL;
}

static void
a_session_says_who_and_cannot_be_guessed(void)
{
    g_autoptr(sessions) sessions = sessions_new(lengths);
    g_autoptr(session) one = sessions_open(sessions, &olu, NOW_US);
    g_autoptr(session) other = sessions_open(sessions, &ada, NOW_US);
    g_autoptr(session) found = sessions_find(sessions, other->token, true, NOW_US);

    g_assert_cmpstr(one->token, !=, other->token);
    g_assert_cmpstr(one->token, !=, one->form);
    g_assert_cmpstr(found->actor, ==, "staff-2");
    g_assert_cmpstr(found->name, ==, "Ada");
    g_assert_cmpstr(found->role, ==, "administrator");
    g_assert_cmpint(found->right, ==, RIGHT_ADMINISTRATOR);
    g_assert_cmpstr(found->form, ==, other->form);
    g_assert_null(sessions_find(sessions, other->form, true, NOW_US));
    g_assert_null(sessions_find(sessions, "", true, NOW_US));
}

static void
a_session_that_nobody_uses_ends(void)
{
    g_autoptr(sessions) sessions = sessions_new(lengths);
    g_autoptr(session) session = sessions_open(sessions, &olu, NOW_US);

    g_assert_true(is_open(sessions, session, true, NOW_US + IDLE_US));
    /* Used just now, so the half hour begins again... */
    g_assert_true(is_open(sessions, session, false, NOW_US + 2 * IDLE_US));
    /* ...but not by what a page asks by itself. */
    g_assert_false(is_open(sessions, session, false, NOW_US + 2 * IDLE_US + 1));
    g_assert_false(is_open(sessions, session, true, NOW_US)); /* it is gone for good */
}

static void
a_session_ends_after_a_day_however_it_is_used(void)
{
    const int64_t whole_us = SESSION_WHOLE_SECONDS * SECOND_US;
    g_autoptr(sessions) sessions = sessions_new(lengths);
    g_autoptr(session) session = sessions_open(sessions, &olu, NOW_US);

    for (int64_t at_us = 0; at_us <= whole_us; at_us += IDLE_US)
        g_assert_true(is_open(sessions, session, true, NOW_US + at_us));
    g_assert_false(is_open(sessions, session, true, NOW_US + whole_us + 1));
}

static void
a_session_says_when_it_ends(void)
{
    g_autoptr(sessions) sessions = sessions_new((struct session_lengths){60, 90});
    g_autoptr(session) session = sessions_open(sessions, &olu, NOW_US);
    g_autoptr(session) seen =
        sessions_find(sessions, session->token, false, NOW_US + 50 * SECOND_US);
    g_autoptr(session) used =
        sessions_find(sessions, session->token, true, NOW_US + 50 * SECOND_US);

    g_assert_cmpint(session->ends_us, ==, NOW_US + 60 * SECOND_US);
    g_assert_cmpint(seen->ends_us, ==, NOW_US + 60 * SECOND_US);
    g_assert_cmpint(used->ends_us, ==, NOW_US + 90 * SECOND_US);
    g_assert_true(is_open(sessions, session, true, used->ends_us));
    g_assert_false(is_open(sessions, session, true, used->ends_us + 1));
}

static void
somebody_is_signed_out_here_or_everywhere(void)
{
    g_autoptr(sessions) sessions = sessions_new(lengths);
    g_autoptr(session) office = sessions_open(sessions, &olu, NOW_US);
    g_autoptr(session) home = sessions_open(sessions, &olu, NOW_US);
    g_autoptr(session) third = sessions_open(sessions, &olu, NOW_US);
    g_autoptr(session) another = sessions_open(sessions, &ada, NOW_US);

    sessions_close(sessions, home->token);
    g_assert_false(is_open(sessions, home, true, NOW_US));
    g_assert_true(is_open(sessions, office, true, NOW_US));
    sessions_close_actor(sessions, "staff-1");
    g_assert_false(is_open(sessions, office, true, NOW_US));
    g_assert_false(is_open(sessions, third, true, NOW_US));
    g_assert_true(is_open(sessions, another, true, NOW_US));
}

static void
the_longest_idle_makes_room(void)
{
    g_autoptr(sessions) sessions = sessions_new(lengths);
    g_autoptr(session) first = sessions_open(sessions, &ada, NOW_US);
    g_autoptr(session) idle = sessions_open(sessions, &ada, NOW_US + 1);

    for (int i = 2; i < SESSIONS_MAX; i++)
        session_free(sessions_open(sessions, &olu, NOW_US + i));
    g_assert_true(is_open(sessions, first, true, NOW_US + SESSIONS_MAX));
    session_free(sessions_open(sessions, &olu, NOW_US + SESSIONS_MAX));
    g_assert_false(is_open(sessions, idle, true, NOW_US + SESSIONS_MAX));
    g_assert_true(is_open(sessions, first, true, NOW_US + SESSIONS_MAX));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sessions/a-session-says-who-and-cannot-be-guessed",
                    a_session_says_who_and_cannot_be_guessed);
    g_test_add_func("/sessions/a-session-that-nobody-uses-ends",
                    a_session_that_nobody_uses_ends);
    g_test_add_func("/sessions/a-session-ends-after-a-day-however-it-is-used",
                    a_session_ends_after_a_day_however_it_is_used);
    g_test_add_func("/sessions/a-session-says-when-it-ends",
                    a_session_says_when_it_ends);
    g_test_add_func("/sessions/somebody-is-signed-out-here-or-everywhere",
                    somebody_is_signed_out_here_or_everywhere);
    g_test_add_func("/sessions/the-longest-idle-makes-room",
                    the_longest_idle_makes_room);
    return g_test_run();
}
