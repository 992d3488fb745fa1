/* SPDX-License-Identifier: Apache-2.0 */
/* Matters in the database: what was written is found, by whom it concerns alone. */
#include "exchange/store/matters.h"
#include "tests/unit/store/fixture.h"

enum { HOSPITAL = 1, COUNCIL, CHARITY, AGENCIES = CHARITY };

/* A matter of that kind with a new id, in a state by its name; between nobody yet. */
static struct matter_record *
a_matter(enum kind kind, const char *state)
{
    struct matter_record *matter = matter_record_new();

    uuid_new(&matter->id);
    uuid_new(&matter->case_id);
    matter->kind = kind;
    matter->life.life = matter_life_of(kind);
    matter->life.state = matter_state_find(matter->life.life, state);
    g_assert_cmpint(matter->life.state, !=, MATTER_NONE);
    return matter;
}

/* The same matter as a later batch knows it. */
static struct matter_record *
the_matter(enum kind kind, const struct uuid *id, const char *state)
{
    struct matter_record *matter = a_matter(kind, state);

    matter->id = *id;
    return matter;
}

/* Commits a document that opens a matter, or is a step of it; takes the matter over. */
static int64_t
commit(struct fixture *fixture, struct matter_record *matter, struct log_entry *entry,
       const char *word)
{
    g_autoptr(GPtrArray) entries =
        g_ptr_array_new_with_free_func((GDestroyNotify)log_entry_free);
    g_autoptr(projection_batch) batch = projection_batch_new();
    g_autoptr(GError) error = NULL;
    bool is_fresh = uuid_is_equal(&entry->id, &matter->id);
    struct matter_line line = {.sender = entry->sender,
                               .recipient = entry->recipient,
                               .word = g_strdup(word),
                               .state = matter->life.state};
    struct log_head head;

    g_assert_true(log_read_head(fixture->store, &head, &error));
    line.sequence = head.sequence + 1;
    if (is_fresh) {
        matter->sequence = line.sequence;
        matter->opener = entry->sender;
        matter->other = entry->recipient;
        matter->opened_us = fixture->now_us + 1;
    }
    entry->case_id = matter->case_id;
    entry->matter = matter->id;
    entry->has_matter = true;
    g_ptr_array_add(entries, entry);
    matter_record_add(matter, &line);
    projection_batch_add(batch, SHELF_MATTERS, matter, is_fresh);
    g_assert_true(fixture_commit(fixture, entries, batch, &error));
    return line.sequence;
}

/* Opens the matter between two agencies; returns its id. */
static struct uuid
open_matter(struct fixture *fixture, struct matter_record *matter, int opener,
            int other)
{
    struct log_entry *entry = fixture_entry(matter->kind, opener, other);
    struct uuid id = matter->id;

    entry->id = id;
    commit(fixture, matter, entry, NULL);
    return id;
}

static GPtrArray *
find(struct fixture *fixture, const struct uuid *id, int reader)
{
    g_autoptr(GError) error = NULL;
    GPtrArray *found = matters_find(fixture->store, id, reader, &error);

    g_assert_no_error(error);
    return found;
}

/* The one matter that the reader finds under the id. */
static const struct matter_record *
only(const GPtrArray *found)
{
    g_assert_cmpuint(found->len, ==, 1);
    return g_ptr_array_index(found, 0);
}

static const char *
state_of(const struct matter_record *matter)
{
    return matter_state_name(matter->life.life, matter->life.state);
}

static void
what_is_opened_is_found_by_both_and_by_nobody_else(void)
{
    g_autoptr(fixture) fixture = fixture_new();
    g_autoptr(GPtrArray) stranger = NULL;
    struct matter_record *opened = a_matter(KIND_MEETING, "sent");
    struct uuid group, leg, case_id = opened->case_id, id;

    fixture_add_agencies(fixture, AGENCIES);
    uuid_new(&group);
    uuid_new(&leg);
    opened->has_group = opened->has_leg = opened->is_test = true;
    opened->group = group;
    opened->leg = leg;
    g_assert_true(date_read("2026-11-26", &opened->life.due_on));
    id = open_matter(fixture, opened, HOSPITAL, COUNCIL);
    for (int reader = HOSPITAL; reader <= COUNCIL; reader++) {
        g_autoptr(GPtrArray) by_id = find(fixture, &id, reader);
        g_autoptr(GPtrArray) by_group = find(fixture, &group, reader);
        const struct matter_record *matter = only(by_id);
        char day[DATE_TEXT_BYTES];

        g_assert_true(uuid_is_equal(&matter->id, &id));
        g_assert_true(uuid_is_equal(&only(by_group)->id, &id));
        g_assert_cmpint(matter->kind, ==, KIND_MEETING);
        g_assert_true(matter->has_group && uuid_is_equal(&matter->group, &group));
        g_assert_true(matter->has_leg && uuid_is_equal(&matter->leg, &leg));
        g_assert_true(uuid_is_equal(&matter->case_id, &case_id));
        g_assert_cmpint(matter->opener, ==, HOSPITAL);
        g_assert_cmpint(matter->other, ==, COUNCIL);
        g_assert_cmpstr(matter->opener_id, ==, "agency-1");
        g_assert_cmpstr(matter->other_id, ==, "agency-2");
        g_assert_true(matter->is_test);
        g_assert_cmpint(matter->opened_us, ==, fixture->now_us);
        g_assert_cmpint(matter->changed, ==, matter->sequence);
        g_assert_cmpint(matter->ended_us, ==, 0);
        g_assert_false(matter->has_flagged);
        g_assert_cmpstr(state_of(matter), ==, "sent");
        date_write(matter->life.due_on, day);
        g_assert_cmpstr(day, ==, "2026-11-26");
    }
    stranger = find(fixture, &id, CHARITY);
    g_assert_cmpuint(stranger->len, ==, 0);
}

static void
a_step_changes_what_was_opened(void)
{
    g_autoptr(fixture) fixture = fixture_new();
    g_autoptr(GPtrArray) found = NULL;
    struct uuid flagged, id;
    struct matter_record *next;
    const struct matter_record *matter;
    const struct matter_line *line;
    int64_t sequence;

    fixture_add_agencies(fixture, AGENCIES);
    id = open_matter(fixture, a_matter(KIND_MEETING, "sent"), HOSPITAL, COUNCIL);
    next = the_matter(KIND_MEETING, &id, "cancelled");
    uuid_new(&flagged);
    next->has_flagged = true;
    next->flagged = flagged;
    next->ended_us = 77;
    sequence =
        commit(fixture, next, fixture_entry(KIND_MEETING_RECORD, HOSPITAL, COUNCIL),
               "cancelled");
    found = find(fixture, &id, COUNCIL);
    matter = only(found);
    g_assert_cmpstr(state_of(matter), ==, "cancelled");
    g_assert_cmpint(matter->ended_us, ==, 77);
    g_assert_true(matter->has_flagged && uuid_is_equal(&matter->flagged, &flagged));
    g_assert_cmpint(matter->life.due_on, ==, DATE_NONE);
    g_assert_cmpint(matter->changed, ==, sequence);
    g_assert_cmpuint(matter->lines->len, ==, 2);
    line = &g_array_index(matter->lines, struct matter_line, 0);
    g_assert_null(line->word);
    g_assert_cmpint(line->kind, ==, KIND_MEETING);
    g_assert_true(uuid_is_equal(&line->document, &id));
    line = &g_array_index(matter->lines, struct matter_line, 1);
    g_assert_cmpstr(line->word, ==, "cancelled");
    g_assert_cmpint(line->kind, ==, KIND_MEETING_RECORD);
    g_assert_cmpstr(line->by, ==, "agency-1");
    g_assert_cmpint(line->received_us, ==, fixture->now_us);
    g_assert_cmpint(line->state, ==, matter->life.state);
}

static void
add_point(struct matter_record *matter, int number, const char *owner, bool is_done)
{
    struct matter_point point = {
        .number = number, .due_on = DATE_NONE, .is_done = is_done};

    if (matter->life.points == NULL)
        matter->life.points = g_array_new(FALSE, FALSE, sizeof point);
    g_strlcpy(point.owner, owner, sizeof point.owner);
    g_array_append_val(matter->life.points, point);
    matter->has_new_points = true;
}

static void
points_are_kept_in_order_and_are_done_one_by_one(void)
{
    g_autoptr(fixture) fixture = fixture_new();
    struct matter_record *matter = a_matter(KIND_MEETING, "sent");
    struct uuid id;

    fixture_add_agencies(fixture, AGENCIES);
    id = open_matter(fixture, matter, HOSPITAL, COUNCIL);
    for (int done = 0; done <= 2; done++) {
        g_autoptr(GPtrArray) found = NULL;
        const GArray *points;

        matter = the_matter(KIND_MEETING, &id, "recorded");
        add_point(matter, 10, "agency-1", done > 0);
        add_point(matter, 9, "agency-2", done > 1);
        commit(fixture, matter, fixture_entry(KIND_MEETING_PROGRESS, HOSPITAL, COUNCIL),
               "done");
        found = find(fixture, &id, HOSPITAL);
        points = only(found)->life.points;
        g_assert_cmpuint(points->len, ==, 2);
        for (int i = 0; i < 2; i++) {
            const struct matter_point *point =
                &g_array_index(points, struct matter_point, i);

            g_assert_cmpint(point->number, ==, 9 + i);
            g_assert_cmpstr(point->owner, ==, i == 0 ? "agency-2" : "agency-1");
            g_assert_cmpint(point->is_done, ==, done > (i == 0 ? 1 : 0));
            g_assert_cmpint(point->due_on, ==, DATE_NONE);
        }
    }
}

/* A member's comment on what was published is between that member and the owner. */
static void
a_reader_sees_the_lines_that_it_sent_received_or_may_read(void)
{
    g_autoptr(fixture) fixture = fixture_new();
    const unsigned int lines[] = {
        [HOSPITAL] = 3, [COUNCIL] = 3, [CHARITY] = 2}; /* opened, comment, final */
    struct uuid id;
    int64_t comment;

    fixture_add_agencies(fixture, AGENCIES);
    id = open_matter(fixture, a_matter(KIND_CONSULTATION, "open"), HOSPITAL,
                     LOG_PUBLISHED);
    comment = commit(fixture, the_matter(KIND_CONSULTATION, &id, "open"),
                     fixture_entry(KIND_CONSULTATION_COMMENT, COUNCIL, HOSPITAL), NULL);
    for (int reader = HOSPITAL; reader <= CHARITY; reader++) {
        g_autoptr(GPtrArray) found = find(fixture, &id, reader);

        g_assert_null(only(found)->other_id);
        g_assert_cmpint(only(found)->changed, ==,
                        reader == CHARITY ? comment - 1 : comment);
    }
    commit(fixture, the_matter(KIND_CONSULTATION, &id, "settled"),
           fixture_entry(KIND_CONSULTATION_FINAL, HOSPITAL, LOG_PUBLISHED), NULL);
    for (int reader = HOSPITAL; reader <= CHARITY; reader++) {
        g_autoptr(GPtrArray) found = find(fixture, &id, reader);

        g_assert_cmpuint(only(found)->lines->len, ==, lines[reader]);
        g_assert_cmpint(only(found)->changed, ==, comment + 1);
    }
}

/* What the reader is told, newest last: the numbers of the matters below as letters. */
static char *
listed(struct fixture *fixture, const struct uuid *ids, size_t count, int reader,
       int64_t after, int limit)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) list =
        matters_list_changed(fixture->store, reader, after, limit, &error);
    GString *letters = g_string_new(NULL);

    g_assert_no_error(error);
    for (unsigned int i = 0; i < list->len; i++) {
        const struct matter_record *matter = g_ptr_array_index(list, i);

        for (size_t j = 0; j < count; j++)
            if (uuid_is_equal(&matter->id, &ids[j]))
                g_string_append_c(letters, (char)('a' + j));
    }
    return g_string_free(letters, FALSE);
}

static void
a_list_tells_each_matter_once_by_its_last_line(void)
{
    g_autoptr(fixture) fixture = fixture_new();
    struct uuid ids[3];
    int64_t first;

    fixture_add_agencies(fixture, AGENCIES);
    ids[0] = open_matter(fixture, a_matter(KIND_MEETING, "sent"), HOSPITAL, COUNCIL);
    ids[1] = open_matter(fixture, a_matter(KIND_CALL_BACK, "open"), COUNCIL, CHARITY);
    ids[2] = open_matter(fixture, a_matter(KIND_CONSULTATION, "open"), CHARITY,
                         LOG_PUBLISHED);
    first = commit(fixture, the_matter(KIND_MEETING, &ids[0], "accepted"),
                   fixture_entry(KIND_MEETING_REPLY, COUNCIL, HOSPITAL), "attending") -
            3;
    {
        const struct {
            const char *why;
            int reader;
            int64_t after;
            int limit;
            const char *letters;
        } cases[] = {
            {"all that is its own, and what is published", COUNCIL, 0, 10, "bca"},
            {"of another's nothing", HOSPITAL, 0, 10, "ca"},
            {"nor of what others do in it", CHARITY, 0, 10, "bc"},
            {"only what has changed since", COUNCIL, first + 1, 10, "ca"},
            {"a page of it", COUNCIL, 0, 1, "b"},
            {"nothing new", COUNCIL, first + 3, 10, ""},
        };

        for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
            g_autofree char *letters =
                listed(fixture, ids, G_N_ELEMENTS(ids), cases[i].reader, cases[i].after,
                       cases[i].limit);

            g_test_message("%s", cases[i].why);
            g_assert_cmpstr(letters, ==, cases[i].letters);
        }
    }
}

/* A batch finds a matter by its id, its group, and by a document that is a step of it.
 */
static void
a_batch_takes_down_what_its_documents_concern(void)
{
    g_autoptr(fixture) fixture = fixture_new();
    struct matter_record *opened = a_matter(KIND_MEETING, "sent");
    struct log_entry *reply = fixture_entry(KIND_MEETING_REPLY, COUNCIL, HOSPITAL);
    struct uuid group, step = reply->id, id;

    fixture_add_agencies(fixture, AGENCIES);
    uuid_new(&group);
    opened->has_group = true;
    opened->group = group;
    id = open_matter(fixture, opened, HOSPITAL, COUNCIL);
    commit(fixture, the_matter(KIND_MEETING, &id, "accepted"), reply, "attending");
    for (int way = 0; way < 3; way++) {
        g_autoptr(log_question) question = log_question_new();
        g_autoptr(log_answer) answer = NULL;

        if (way == 2)
            g_array_append_val(question->documents, step);
        else
            shelf_ask(&question->shelves, SHELF_MATTERS, way == 0 ? &id : &group);
        answer = fixture_ask(fixture, question);
        g_assert_cmpstr(state_of(only(answer->shelves.records[SHELF_MATTERS])), ==,
                        "accepted");
    }
}

static void
add_tests(void)
{
    g_test_add_func("/store-matters/what-is-opened-is-found-by-both-and-by-nobody-else",
                    what_is_opened_is_found_by_both_and_by_nobody_else);
    g_test_add_func("/store-matters/a-step-changes-what-was-opened",
                    a_step_changes_what_was_opened);
    g_test_add_func("/store-matters/points-are-kept-in-order-and-are-done-one-by-one",
                    points_are_kept_in_order_and_are_done_one_by_one);
    g_test_add_func(
        "/store-matters/a-reader-sees-the-lines-that-it-sent-received-or-may-read",
        a_reader_sees_the_lines_that_it_sent_received_or_may_read);
    g_test_add_func("/store-matters/a-list-tells-each-matter-once-by-its-last-line",
                    a_list_tells_each_matter_once_by_its_last_line);
    g_test_add_func("/store-matters/a-batch-takes-down-what-its-documents-concern",
                    a_batch_takes_down_what_its_documents_concern);
}

int
main(int argc, char **argv)
{
    return fixture_run(argc, argv, add_tests);
}
