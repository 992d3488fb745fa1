/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inductions as the log decides them.  A host (2) announces a session, 1 and 3 book
 * places in it, and 4 is a stranger to all of it.
 */
#include "tests/unit/exchange/history.h"

#include "exchange/store/induction_sessions.h"
#include "exchange/store/induction_starters.h"
#include "exchange/store/matters.h"

#include <string.h>

enum { HOST = RECIPIENT, AGENCY = REFERRER };

#define HOUR_US  (3600 * SECOND_US)
#define BEGIN_US (INT64_C(20010) * DAY_US)
#define BEFORE   (BEGIN_US - 3 * DAY_US)
#define DURING   (BEGIN_US + HOUR_US)
#define AFTER    (BEGIN_US + 3 * HOUR_US)

static const char *all_roles[] = {"support-worker", "receptionist"};

static struct document
a_session(const struct history *history, unsigned int id, int places, bool has_list)
{
    return (struct document){
        .id = id_of(id),
        .case_id = history->case_id,
        .kind = KIND_INDUCTION_SESSION,
        .from_agency = "northgate-homes",
        .induction_session = {.is_change = id != 1,
                              .session = id_of(900),
                              .title = "Meet Northgate Homes",
                              .starts_us = BEGIN_US,
                              .minutes = 120,
                              .places = places,
                              .has_waiting_list = has_list,
                              .roles = all_roles,
                              .role_count = G_N_ELEMENTS(all_roles)},
    };
}

/* Letters are starters; upper case is together. */
static struct document
a_booking(const struct history *history, unsigned int id, const char *who)
{
    static struct induction_attendee pool[16][4];
    static const char *const names[] = {"a", "b", "c", "d", "e", "f", "g", "h"};
    struct induction_attendee *attendees = pool[id % G_N_ELEMENTS(pool)];
    struct document document = {
        .id = id_of(id),
        .case_id = history->case_id,
        .kind = KIND_INDUCTION_BOOKING,
        .from_agency = "eastborough-social-services",
        .induction_booking = {.matter = {.matter = id_of(id)},
                              .session = id_of(900),
                              .is_together = g_ascii_isupper(who[0]),
                              .attendees = attendees,
                              .attendee_count = strlen(who)},
    };

    for (size_t i = 0; i < strlen(who); i++)
        attendees[i] = (struct induction_attendee){
            .starter = names[g_ascii_tolower(who[i]) - 'a'],
            .role = "support-worker",
            .started_on = 20000,
        };
    return document;
}

static struct document
a_cancellation(const struct history *history, unsigned int id, unsigned int booking,
               const char **who, size_t count)
{
    return (struct document){
        .id = id_of(id),
        .case_id = history->case_id,
        .kind = KIND_INDUCTION_CANCELLATION,
        .induction_cancellation = {.matter = {.matter = id_of(booking),
                                              .word = count == 0 ? "all" : "some"},
                                   .is_whole = count == 0,
                                   .reason = "illness",
                                   .starters = who,
                                   .starter_count = count},
    };
}

static struct document
an_attendance(const struct history *history, unsigned int id, unsigned int booking,
              struct attendance_line *lines, size_t count)
{
    return (struct document){
        .id = id_of(id),
        .case_id = history->case_id,
        .kind = KIND_INDUCTION_ATTENDANCE,
        .induction_attendance = {.matter = {.matter = id_of(booking)},
                                 .lines = lines,
                                 .line_count = count},
    };
}

static struct document
a_feedback(const struct history *history, unsigned int id, unsigned int booking,
           const char *who, enum induction_stage stage)
{
    return (struct document){
        .id = id_of(id),
        .case_id = history->case_id,
        .kind = KIND_INDUCTION_FEEDBACK,
        .induction_feedback = {.matter = {.matter = id_of(booking)},
                               .stage = stage,
                               .starter = who,
                               .relevance = 5,
                               .confidence = 3,
                               .knows_who_to_call = 4},
    };
}

/* The words of the refusal must hold these; NULL: it may follow. */
static void
expect(const struct history *history, const struct document *document, int sender,
       int recipient, int64_t now_us, const char *words)
{
    const struct proposal proposal = {.document = document,
                                      .sender = sender,
                                      .recipient = recipient,
                                      .at_us = now_us};
    g_autoptr(GError) error = NULL;
    bool is_good = decide_check(history->ledger, &proposal, &error);

    if (words == NULL) {
        g_assert_no_error(error);
        return;
    }
    g_assert_false(is_good);
    if (strstr(error->message, words) == NULL)
        g_error("'%s' is not said of: %s", words, error->message);
}

/* The places of the session as letters: c(onfirmed), w(aiting), x, a(ttended)... */
static void
expect_places(const struct history *history, const char *states)
{
    struct uuid id = id_of(900);
    const struct session_record *session =
        ledger_find(history->ledger, SHELF_SESSIONS, &id);
    g_autoptr(GString) is = g_string_new(NULL);

    for (unsigned int i = 0; i < session->places->len; i++) {
        const struct place *place = g_ptr_array_index(session->places, i);

        g_string_append_c(is, "cwxane"[place->state]);
    }
    g_assert_cmpstr(is->str, ==, states);
}

static void
begin(struct history *history, int places, bool has_list)
{
    struct document session;

    history_begin(history);
    session = a_session(history, 1, places, has_list);
    expect(history, &session, HOST, LOG_PUBLISHED, BEFORE, NULL);
    history_take(history, &session, HOST, LOG_PUBLISHED);
}

static void
take(struct history *history, struct document document, int sender, int recipient)
{
    history_take(history, &document, sender, recipient);
}

static void
a_full_session_says_where_there_is_room(void)
{
    struct history history;
    struct document booking;
    struct uuid id = id_of(900);
    struct session_record *session;
    struct session_hint hint = {
        .id = id_of(901), .starts_us = BEGIN_US + 7 * DAY_US + 9 * HOUR_US, .free = 5};

    begin(&history, 2, false);
    booking = a_booking(&history, 2, "abc");
    expect(&history, &booking, AGENCY, HOST, BEFORE, "2 free places for the 3 asked");
    expect(&history, &booking, AGENCY, HOST, BEFORE, "or book fewer");
    take(&history, a_booking(&history, 3, "ab"), AGENCY, HOST);
    booking = a_booking(&history, 4, "c");
    expect(&history, &booking, AGENCY, HOST, BEFORE, "the session is full");
    expect(&history, &booking, AGENCY, HOST, BEFORE, "ask the host for another date");
    session = ledger_change(history.ledger, SHELF_SESSIONS, &id);
    g_array_append_val(session->later, hint);
    expect(&history, &booking, AGENCY, HOST, BEFORE,
           "the next one with room is on 2024-10-21 at 09:00 UTC: session ");
    history_end(&history);
}

static void
three_new_workers_are_booked_in_one_go(void)
{
    struct history history;
    struct document again;

    begin(&history, 3, false);
    again = a_booking(&history, 2, "abc");
    expect(&history, &again, AGENCY, HOST, BEFORE, NULL);
    take(&history, again, AGENCY, HOST);
    expect_places(&history, "ccc");
    again = a_booking(&history, 3, "c");
    expect(&history, &again, AGENCY, HOST, BEFORE,
           "is booked for this session already");
    /* Another agency's c is somebody else. */
    expect(&history, &again, RIVAL, HOST, BEFORE, "the session is full");
    history_end(&history);
}

static void
a_cancellation_moves_up_who_waits_and_tells_them(void)
{
    const char *one[] = {"a"};
    struct history history;
    g_autoptr(GArray) told = g_array_new(FALSE, FALSE, sizeof(struct announcement));
    const struct announcement *first;
    struct document cancellation;
    struct log_entry *entry;

    begin(&history, 3, true);
    take(&history, a_booking(&history, 2, "abc"), AGENCY, HOST);
    take(&history, a_booking(&history, 3, "DE"), RIVAL, HOST);
    take(&history, a_booking(&history, 4, "f"), AGENCY, HOST);
    expect_places(&history, "cccwww");
    cancellation = a_cancellation(&history, 5, 2, one, 1);
    expect(&history, &cancellation, AGENCY, HOST, BEFORE, NULL);
    entry = history_take(&history, &cancellation, AGENCY, HOST);
    expect_places(&history, "xccwwc"); /* d and e come together or not at all */
    decide_announcements(history.ledger, entry, &cancellation, told);
    g_assert_cmpuint(told->len, ==, 1);
    first = &g_array_index(told, struct announcement, 0);
    g_assert_cmpint(first->notice.kind, ==, NOTICE_PROMOTED);
    g_assert_cmpint(first->recipient, ==, AGENCY);
    g_assert_cmpuint(first->notice.starter_count, ==, 1);
    g_assert_cmpstr(first->notice.starters[0], ==, "f");

    expect(&history, &cancellation, AGENCY, HOST, BEFORE,
           "has no place in this booking to give back");
    g_array_set_size(told, 0);
    cancellation = a_cancellation(&history, 6, 2, NULL, 0);
    entry = history_take(&history, &cancellation, AGENCY, HOST);
    expect_places(&history, "xxxccc");
    decide_announcements(history.ledger, entry, &cancellation, told);
    g_assert_cmpuint(told->len, ==, 1);
    first = &g_array_index(told, struct announcement, 0);
    g_assert_cmpint(first->recipient, ==, RIVAL);
    g_assert_cmpuint(first->notice.starter_count, ==, 2);
    history_end(&history);
}

static void
a_host_finds_a_larger_room(void)
{
    struct history history;
    g_autoptr(GArray) told = g_array_new(FALSE, FALSE, sizeof(struct announcement));
    struct document larger;
    const struct matter_record *booking;
    const struct notice *notice;
    struct log_entry *entry;

    begin(&history, 1, true);
    take(&history, a_booking(&history, 2, "ab"), AGENCY, HOST);
    expect_places(&history, "cw");
    larger = a_session(&history, 3, 10, true);
    expect(&history, &larger, RIVAL, LOG_PUBLISHED, BEFORE, "only its host changes it");
    entry = history_take(&history, &larger, HOST, LOG_PUBLISHED);
    expect_places(&history, "cc");
    decide_announcements(history.ledger, entry, &larger, told);
    g_assert_cmpuint(told->len, ==, 1);

    larger = a_session(&history, 4, 10, true);
    larger.induction_session.is_cancelled = true;
    entry = history_take(&history, &larger, HOST, LOG_PUBLISHED);
    expect_places(&history, "xx");
    g_array_set_size(told, 0);
    decide_announcements(history.ledger, entry, &larger, told);
    g_assert_cmpuint(told->len, ==, 1);
    notice = &g_array_index(told, struct announcement, 0).notice;
    g_assert_cmpint(notice->kind, ==, NOTICE_CALLED_OFF);
    g_assert_cmpuint(notice->starter_count, ==, 2);
    booking = ledger_find(history.ledger, SHELF_MATTERS, &notice->matter);
    g_assert_cmpstr(matter_state_name(booking->life.life, booking->life.state), ==,
                    "called off");
    /* Its line is for these two alone, though the session was published. */
    g_assert_cmpint(
        g_array_index(booking->lines, struct matter_line, booking->lines->len - 1)
            .recipient,
        ==, AGENCY);
    larger = a_booking(&history, 5, "c");
    expect(&history, &larger, AGENCY, HOST, BEFORE, "the session is cancelled");
    larger = a_session(&history, 6, 10, true);
    expect(&history, &larger, HOST, LOG_PUBLISHED, BEFORE, "stays cancelled");
    history_end(&history);
}

static void
what_nobody_may_book(void)
{
    struct history history;
    struct document booking, session;

    begin(&history, 3, true);
    booking = a_booking(&history, 2, "ab");
    expect(&history, &booking, AGENCY, RIVAL, BEFORE, "goes to the host");
    expect(&history, &booking, AGENCY, HOST, DURING, NULL);
    expect(&history, &booking, AGENCY, HOST, AFTER, "the session is over");
    booking.induction_booking.attendees[1].role = "nurse";
    expect(&history, &booking, AGENCY, HOST, BEFORE,
           "not for this role, but for: support-worker, receptionist");
    booking = a_booking(&history, 3, "ABCD");
    expect(&history, &booking, AGENCY, HOST, BEFORE,
           "3 places in all; book them apart");
    booking = a_booking(&history, 4, "a");
    booking.is_test = true;
    expect(&history, &booking, AGENCY, HOST, BEFORE, "/document/@test");
    booking.induction_booking.session = id_of(999);
    expect(&history, &booking, AGENCY, HOST, BEFORE, "there is no such session");
    session = a_session(&history, 5, 3, true);
    session.induction_session.is_change = false;
    expect(&history, &session, HOST, LOG_PUBLISHED, BEGIN_US + 2 * DAY_US,
           "a new session lies ahead");
    history_end(&history);
}

static void
who_came_and_what_it_was_worth(void)
{
    struct attendance_line lines[] = {{"a", ATTENDANCE_ATTENDED},
                                      {"b", ATTENDANCE_NO_SHOW},
                                      {"c", ATTENDANCE_ATTENDED}};
    struct history history;
    struct document attendance, feedback, late;

    begin(&history, 2, true);
    take(&history, a_booking(&history, 2, "abc"), AGENCY, HOST);
    attendance = an_attendance(&history, 3, 2, lines, 2);
    expect(&history, &attendance, HOST, AGENCY, BEFORE, "has not begun");
    expect(&history, &attendance, AGENCY, HOST, DURING, "that it was sent to alone");
    expect(&history, &attendance, STRANGER, AGENCY, DURING, "there is no such matter");
    expect(&history, &attendance, HOST, AGENCY, DURING, NULL);
    late = an_attendance(&history, 4, 2, lines, 3);
    expect(&history, &late, HOST, AGENCY, DURING, "one of them has no place");
    feedback = a_feedback(&history, 5, 2, "a", STAGE_DAY_0);
    expect(&history, &feedback, AGENCY, HOST, DURING, "this booking is booked");
    take(&history, attendance, HOST, AGENCY);
    expect_places(&history, "anw");

    expect(&history, &feedback, AGENCY, HOST, DURING, NULL);
    expect(&history, &feedback, HOST, AGENCY, DURING, "that opened it alone");
    feedback = a_feedback(&history, 5, 2, "b", STAGE_DAY_0);
    expect(&history, &feedback, AGENCY, HOST, DURING, "only who came gives feedback");
    take(&history, a_feedback(&history, 6, 2, "a", STAGE_DAY_0), AGENCY, HOST);
    feedback = a_feedback(&history, 7, 2, "a", STAGE_DAY_0);
    expect(&history, &feedback, AGENCY, HOST, DURING, "given this feedback already");
    feedback = a_feedback(&history, 8, 2, NULL, STAGE_DAY_0);
    expect(&history, &feedback, AGENCY, HOST, DURING,
           "1 of the booking came, and as many have given this feedback");
    feedback = a_feedback(&history, 9, 2, NULL, STAGE_DAY_90);
    expect(&history, &feedback, AGENCY, HOST, BEGIN_US + 70 * DAY_US,
           "it is too early");
    expect(&history, &feedback, AGENCY, HOST, BEGIN_US + 90 * DAY_US, NULL);
    feedback.case_id = id_of(77);
    expect(&history, &feedback, AGENCY, HOST, BEGIN_US + 90 * DAY_US,
           "/document/@case");
    history_end(&history);
}

static void
a_booking_that_the_host_cannot_read_holds_no_place(void)
{
    struct history history;
    g_autoptr(GArray) told = g_array_new(FALSE, FALSE, sizeof(struct announcement));
    struct document rejection;
    struct log_entry *entry;

    begin(&history, 1, true);
    take(&history, a_booking(&history, 2, "a"), AGENCY, HOST);
    take(&history, a_booking(&history, 3, "b"), RIVAL, HOST);
    rejection = a_rejection(&history, 4, 2);
    expect(&history, &rejection, HOST, AGENCY, BEFORE, NULL);
    entry = history_take(&history, &rejection, HOST, AGENCY);
    expect_places(&history, "xc");
    decide_announcements(history.ledger, entry, &rejection, told);
    g_assert_cmpuint(told->len, ==, 1);
    rejection = a_booking(&history, 5, "a");
    expect(&history, &rejection, AGENCY, HOST, BEFORE, NULL);
    history_end(&history);
}

static void
a_programme_says_by_when(void)
{
    struct history history;
    const struct starter_record *record;
    struct document starter = {
        .kind = KIND_INDUCTION_STARTER,
        .induction_starter = {.starter = "w-1",
                              .role = "support-worker",
                              .programme = PROGRAMME_CIRCUIT,
                              .started_on = 20000,
                              .due_days = -1,
                              .ended_on = DATE_NONE},
    };

    struct uuid first = id_of(1), second = id_of(2);

    history_begin(&history);
    starter.id = first;
    take(&history, starter, AGENCY, LOG_AGENCY_EXCHANGE);
    record = ledger_find(history.ledger, SHELF_STARTERS, &first);
    g_assert_cmpint(record->due_on, ==, 20060);
    starter.id = second;
    starter.induction_starter.due_days = 14;
    take(&history, starter, AGENCY, LOG_AGENCY_EXCHANGE);
    record = ledger_find(history.ledger, SHELF_STARTERS, &second);
    g_assert_cmpint(record->due_on, ==, 20014);
    history_end(&history);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/inductions/a-full-session-says-where-there-is-room",
                    a_full_session_says_where_there_is_room);
    g_test_add_func("/inductions/three-new-workers-are-booked-in-one-go",
                    three_new_workers_are_booked_in_one_go);
    g_test_add_func("/inductions/a-cancellation-moves-up-who-waits-and-tells-them",
                    a_cancellation_moves_up_who_waits_and_tells_them);
    g_test_add_func("/inductions/a-host-finds-a-larger-room",
                    a_host_finds_a_larger_room);
    g_test_add_func("/inductions/what-nobody-may-book", what_nobody_may_book);
    g_test_add_func("/inductions/who-came-and-what-it-was-worth",
                    who_came_and_what_it_was_worth);
    g_test_add_func("/inductions/a-booking-that-the-host-cannot-read-holds-no-place",
                    a_booking_that_the_host_cannot_read_holds_no_place);
    g_test_add_func("/inductions/a-programme-says-by-when", a_programme_says_by_when);
    return g_test_run();
}
