/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/matters.h"

#include "exchange/store/columns.h"
#include "exchange/store/log.h"

struct matter_record *
matter_record_new(void)
{
    struct matter_record *matter = g_new0(struct matter_record, 1);

    matter->life.due_on = DATE_NONE;
    return matter;
}

void
matter_record_free(struct matter_record *matter)
{
    if (matter == NULL)
        return;
    matter_clear(&matter->life);
    g_clear_pointer(&matter->lines, g_array_unref);
    g_free(matter->opener_id);
    g_free(matter->other_id);
    g_free(matter);
}

static void
line_clear(void *data)
{
    struct matter_line *line = data;

    g_free(line->word);
    g_free(line->by);
}

void
matter_record_add(struct matter_record *matter, const struct matter_line *line)
{
    if (matter->lines == NULL) {
        matter->lines = g_array_new(FALSE, FALSE, sizeof(struct matter_line));
        g_array_set_clear_func(matter->lines, line_clear);
    }
    g_array_append_vals(matter->lines, line, 1);
}

/* Reading. */

/* Points travel as arrays of words, one array for each of their columns. */
#define MATTER_COLUMNS                                                                 \
    "m.id, m.kind::text, m.group_id, m.leg, m.case_id, m.sequence, m.opener, m.other," \
    " m.is_test, m.opened_us, m.state, m.due_on::text, m.flagged, m.ended_us,"         \
    " p.numbers, p.owners, p.days, p.done"
#define MATTER_COLUMN_COUNT 18
#define MATTER_POINTS                                                                  \
    " LEFT JOIN LATERAL (SELECT array_agg(number::text ORDER BY number) AS numbers,"   \
    "   array_agg(owner ORDER BY number) AS owners,"                                   \
    "   array_agg(COALESCE(due_on::text, '') ORDER BY number) AS days,"                \
    "   array_agg(is_done::text ORDER BY number) AS done"                              \
    "   FROM matter_point WHERE matter = m.id) AS p ON true"

static int32_t
read_day(const char *text)
{
    int32_t day;

    return text != NULL && date_read(text, &day) ? day : DATE_NONE;
}

static GArray *
read_points(const struct rows *rows, size_t row, int column)
{
    g_auto(GStrv) numbers = rows_texts(rows, row, column);
    g_auto(GStrv) owners = rows_texts(rows, row, column + 1);
    g_auto(GStrv) days = rows_texts(rows, row, column + 2);
    g_auto(GStrv) done = rows_texts(rows, row, column + 3);
    GArray *points;

    if (numbers[0] == NULL)
        return NULL;
    points = g_array_new(FALSE, FALSE, sizeof(struct matter_point));
    for (size_t i = 0; numbers[i] != NULL; i++) {
        struct matter_point point = {
            .number = (int)g_ascii_strtoll(numbers[i], NULL, 10),
            .due_on = read_day(days[i]),
            .is_done = g_str_equal(done[i], "true"),
        };

        g_strlcpy(point.owner, owners[i], sizeof point.owner);
        g_array_append_val(points, point);
    }
    return points;
}

static void *
read_matter(const struct rows *rows, size_t row)
{
    struct matter_record *matter = matter_record_new();

    rows_uuid(rows, row, 0, &matter->id);
    if (!kind_find(rows_text(rows, row, 1), &matter->kind))
        g_error("the database holds a kind that this release does not know");
    matter->has_group = rows_uuid(rows, row, 2, &matter->group);
    matter->has_leg = rows_uuid(rows, row, 3, &matter->leg);
    rows_uuid(rows, row, 4, &matter->case_id);
    matter->sequence = rows_int8(rows, row, 5);
    matter->opener = rows_int4(rows, row, 6);
    matter->other =
        rows_is_null(rows, row, 7) ? LOG_PUBLISHED : rows_int4(rows, row, 7);
    matter->is_test = rows_bool(rows, row, 8);
    matter->opened_us = rows_int8(rows, row, 9);
    matter->life.life = matter_life_of(matter->kind);
    if (matter->life.life != NULL)
        matter->life.state =
            matter_state_find(matter->life.life, rows_text(rows, row, 10));
    if (matter->life.state == MATTER_NONE)
        g_error("the database holds a matter that this release does not know");
    matter->life.due_on = read_day(rows_text(rows, row, 11));
    matter->has_flagged = rows_uuid(rows, row, 12, &matter->flagged);
    matter->ended_us = rows_int8(rows, row, 13);
    matter->life.points = read_points(rows, row, 14);
    return matter;
}

/* Writing. */

static void
add_agency(struct array *array, int number)
{
    if (number == LOG_PUBLISHED)
        array_add_null(array);
    else
        array_add_int4(array, number);
}

static void
add_day(struct array *array, int32_t day)
{
    char text[DATE_TEXT_BYTES];

    if (day != DATE_NONE)
        date_write(day, text);
    array_add_text(array, day == DATE_NONE ? NULL : text);
}

/* What changes in a matter, in the same order in both statements. */
struct changing {
    struct array *id;
    struct array *state;
    struct array *due_on;
    struct array *flagged;
    struct array *ended_us;
};

static struct changing
changing_add(struct columns *columns)
{
    struct changing to;

    to.id = columns_add(columns, PARAMETER_UUID);
    to.state = columns_add(columns, PARAMETER_TEXT);
    to.due_on = columns_add(columns, PARAMETER_TEXT);
    to.flagged = columns_add(columns, PARAMETER_UUID);
    to.ended_us = columns_add(columns, PARAMETER_INT8);
    return to;
}

static void
changing_fill(const struct changing *to, const struct matter_record *matter)
{
    array_add_uuid(to->id, &matter->id);
    array_add_text(to->state, matter_state_name(matter->life.life, matter->life.state));
    add_day(to->due_on, matter->life.due_on);
    array_add_uuid(to->flagged, matter->has_flagged ? &matter->flagged : NULL);
    array_add_time(to->ended_us, matter->ended_us);
}

static const struct statement insert_matters = {
    "matters_insert",
    "INSERT INTO matter (id, state, due_on, flagged, ended_us, kind, group_id, leg,"
    " case_id, sequence, opener, other, is_test, opened_us)"
    " SELECT unnest($1::uuid[]), unnest($2::text[]), unnest($3::text[])::date,"
    " unnest($4::uuid[]), unnest($5::bigint[]), unnest($6::text[])::document_kind,"
    " unnest($7::uuid[]), unnest($8::uuid[]), unnest($9::uuid[]),"
    " unnest($10::bigint[]), unnest($11::integer[]), unnest($12::integer[]),"
    " unnest($13::boolean[]), unnest($14::bigint[])"};

static bool
send_fresh(struct transaction *transaction, const GPtrArray *matters, GError **error)
{
    g_autoptr(columns) columns = columns_new();
    struct changing changing = changing_add(columns);
    struct array *kind = columns_add(columns, PARAMETER_TEXT);
    struct array *group = columns_add(columns, PARAMETER_UUID);
    struct array *leg = columns_add(columns, PARAMETER_UUID);
    struct array *case_id = columns_add(columns, PARAMETER_UUID);
    struct array *sequence = columns_add(columns, PARAMETER_INT8);
    struct array *opener = columns_add(columns, PARAMETER_INT4);
    struct array *other = columns_add(columns, PARAMETER_INT4);
    struct array *is_test = columns_add(columns, PARAMETER_BOOL);
    struct array *opened_us = columns_add(columns, PARAMETER_INT8);

    for (unsigned int i = 0; i < matters->len; i++) {
        const struct matter_record *matter = g_ptr_array_index(matters, i);

        changing_fill(&changing, matter);
        array_add_text(kind, kinds[matter->kind].name);
        array_add_uuid(group, matter->has_group ? &matter->group : NULL);
        array_add_uuid(leg, matter->has_leg ? &matter->leg : NULL);
        array_add_uuid(case_id, &matter->case_id);
        array_add_int8(sequence, matter->sequence);
        array_add_int4(opener, matter->opener);
        add_agency(other, matter->other);
        array_add_bool(is_test, matter->is_test);
        array_add_int8(opened_us, matter->opened_us);
    }
    return columns_send(columns, transaction, &insert_matters, error);
}

static const struct statement update_matters = {
    "matters_update",
    "UPDATE matter SET state = t.state, due_on = t.due_on::date, flagged = t.flagged,"
    " ended_us = t.ended_us FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[],"
    " $5::bigint[]) AS t (id, state, due_on, flagged, ended_us)"
    " WHERE matter.id = t.id"};

static bool
send_changed(struct transaction *transaction, const GPtrArray *matters, GError **error)
{
    g_autoptr(columns) columns = columns_new();
    struct changing changing = changing_add(columns);

    for (unsigned int i = 0; i < matters->len; i++)
        changing_fill(&changing, g_ptr_array_index(matters, i));
    return columns_send(columns, transaction, &update_matters, error);
}

static const struct statement insert_lines = {
    "matters_insert_steps",
    "INSERT INTO matter_step (matter, sequence, sender, recipient, word, state)"
    " SELECT unnest($1::uuid[]), unnest($2::bigint[]), unnest($3::integer[]),"
    " unnest($4::integer[]), unnest($5::text[]), unnest($6::text[])"};

struct line_columns {
    struct array *matter;
    struct array *sequence;
    struct array *sender;
    struct array *recipient;
    struct array *word;
    struct array *state;
};

static void
add_lines(const struct line_columns *to, const struct matter_record *matter)
{
    for (unsigned int i = 0; matter->lines != NULL && i < matter->lines->len; i++) {
        const struct matter_line *line =
            &g_array_index(matter->lines, struct matter_line, i);

        array_add_uuid(to->matter, &matter->id);
        array_add_int8(to->sequence, line->sequence);
        array_add_int4(to->sender, line->sender);
        add_agency(to->recipient, line->recipient);
        array_add_text(to->word, line->word);
        array_add_text(to->state, matter_state_name(matter->life.life, line->state));
    }
}

static const struct statement upsert_points = {
    "matters_upsert_points",
    "INSERT INTO matter_point (matter, number, owner, due_on, is_done)"
    " SELECT unnest($1::uuid[]), unnest($2::integer[]), unnest($3::text[]),"
    " unnest($4::text[])::date, unnest($5::boolean[])"
    " ON CONFLICT (matter, number) DO UPDATE SET is_done = excluded.is_done"};

struct point_columns {
    struct array *matter;
    struct array *number;
    struct array *owner;
    struct array *due_on;
    struct array *is_done;
};

static void
add_points(const struct point_columns *to, const struct matter_record *matter)
{
    for (unsigned int i = 0; matter->has_new_points && i < matter->life.points->len;
         i++) {
        const struct matter_point *point =
            &g_array_index(matter->life.points, struct matter_point, i);

        array_add_uuid(to->matter, &matter->id);
        array_add_int4(to->number, point->number);
        array_add_text(to->owner, point->owner);
        add_day(to->due_on, point->due_on);
        array_add_bool(to->is_done, point->is_done);
    }
}

/* The lines and points of both lists. */
static bool
send_parts(struct transaction *transaction, const GPtrArray *fresh,
           const GPtrArray *changed, GError **error)
{
    const GPtrArray *const lists[] = {fresh, changed};
    g_autoptr(columns) line_columns = columns_new();
    g_autoptr(columns) point_columns = columns_new();
    const struct line_columns lines = {
        .matter = columns_add(line_columns, PARAMETER_UUID),
        .sequence = columns_add(line_columns, PARAMETER_INT8),
        .sender = columns_add(line_columns, PARAMETER_INT4),
        .recipient = columns_add(line_columns, PARAMETER_INT4),
        .word = columns_add(line_columns, PARAMETER_TEXT),
        .state = columns_add(line_columns, PARAMETER_TEXT),
    };
    const struct point_columns points = {
        .matter = columns_add(point_columns, PARAMETER_UUID),
        .number = columns_add(point_columns, PARAMETER_INT4),
        .owner = columns_add(point_columns, PARAMETER_TEXT),
        .due_on = columns_add(point_columns, PARAMETER_TEXT),
        .is_done = columns_add(point_columns, PARAMETER_BOOL),
    };

    for (size_t list = 0; list < G_N_ELEMENTS(lists); list++)
        for (unsigned int i = 0; i < lists[list]->len; i++) {
            add_lines(&lines, g_ptr_array_index(lists[list], i));
            add_points(&points, g_ptr_array_index(lists[list], i));
        }
    return columns_send(line_columns, transaction, &insert_lines, error) &&
           columns_send(point_columns, transaction, &upsert_points, error);
}

static bool
write_matters(struct transaction *transaction, const GPtrArray *fresh,
              const GPtrArray *changed, GError **error)
{
    return send_fresh(transaction, fresh, error) &&
           send_changed(transaction, changed, error) &&
           send_parts(transaction, fresh, changed, error);
}

/* The matters of documents that others name: of what is rejected, or sent again. */
static void
ask_further(const struct log_answer *answer, struct shelf_question *further)
{
    for (unsigned int i = 0; i < answer->entries->len; i++) {
        const struct log_entry *entry = g_ptr_array_index(answer->entries, i);

        if (entry->has_matter)
            shelf_ask(further, SHELF_MATTERS, &entry->matter);
    }
}

static void
record_free(void *record)
{
    matter_record_free(record);
}

const struct shelf shelf_matters = {
    .find = {"matters_shelf", "SELECT " MATTER_COLUMNS " FROM matter AS m" MATTER_POINTS
                              " WHERE m.id = ANY ($1) OR m.group_id = ANY ($1)"},
    .read = read_matter,
    .free = record_free,
    .ask_further = ask_further,
    .write = write_matters,
};

/* What readers ask. */

#define READER_COLUMNS MATTER_COLUMNS ", o.id, t.id, s.sequence"
#define READER_AGENCIES                                                                \
    " JOIN agency AS o ON o.number = m.opener"                                         \
    " LEFT JOIN agency AS t ON t.number = m.other"

/* $1 is the reader. */
#define VISIBLE(step)                                                                  \
    "(" step ".sender = $1 OR " step ".recipient = $1 OR " step ".recipient IS NULL)"

static const struct statement list_lines = {
    "matters_list_steps",
    "SELECT s.matter, s.sequence, s.word, s.state, e.id, e.kind::text, a.id,"
    " e.received_us FROM matter_step AS s JOIN entry AS e USING (sequence)"
    " JOIN agency AS a ON a.number = e.sender"
    " WHERE s.matter = ANY ($2) AND " VISIBLE("s") " ORDER BY s.sequence"};

static void
read_line(const struct rows *rows, size_t row, GHashTable *matters)
{
    struct matter_line line = {
        .sequence = rows_int8(rows, row, 1),
        .word = g_strdup(rows_text(rows, row, 2)),
        .by = g_strdup(rows_text(rows, row, 6)),
        .received_us = rows_int8(rows, row, 7),
    };
    struct matter_record *matter;
    struct uuid id;

    rows_uuid(rows, row, 0, &id);
    matter = g_hash_table_lookup(matters, &id);
    line.state = matter_state_find(matter->life.life, rows_text(rows, row, 3));
    rows_uuid(rows, row, 4, &line.document);
    if (!kind_find(rows_text(rows, row, 5), &line.kind))
        g_error("the log holds a kind that this release does not know");
    matter_record_add(matter, &line);
}

/* The matters of a list's rows, with the lines that the reader may see. */
static GPtrArray *
read_list(struct store *store, const struct rows *rows, int reader, GError **error)
{
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(record_free);
    g_autoptr(GHashTable) by_id = g_hash_table_new(uuid_table_hash, uuid_table_equal);
    g_autoptr(array) ids = array_new(PARAMETER_UUID);
    g_autoptr(rows) lines = NULL;

    for (size_t row = 0; row < rows_count(rows); row++) {
        struct matter_record *matter = read_matter(rows, row);

        matter->opener_id = g_strdup(rows_text(rows, row, MATTER_COLUMN_COUNT));
        matter->other_id = g_strdup(rows_text(rows, row, MATTER_COLUMN_COUNT + 1));
        matter->changed = rows_int8(rows, row, MATTER_COLUMN_COUNT + 2);
        g_ptr_array_add(list, matter);
        g_hash_table_insert(by_id, &matter->id, matter);
        array_add_uuid(ids, &matter->id);
    }
    if (list->len == 0)
        return g_steal_pointer(&list);
    lines =
        store_query(store, &list_lines,
                    PARAMETERS(parameter_int4(reader), parameter_array(ids)), error);
    if (lines == NULL)
        return NULL;
    for (size_t row = 0; row < rows_count(lines); row++)
        read_line(lines, row, by_id);
    return g_steal_pointer(&list);
}

static const struct statement find_matters = {
    "matters_find",
    "SELECT " READER_COLUMNS " FROM matter AS m" MATTER_POINTS
    " JOIN LATERAL (SELECT max(sequence) AS sequence FROM matter_step AS s"
    "   WHERE s.matter = m.id AND " VISIBLE(
        "s") ") AS s ON true" READER_AGENCIES " WHERE (m.id = $2 OR m.group_id = $2)"
             " AND (m.opener = $1 OR m.other = $1 OR m.other IS NULL) ORDER BY "
             "m.sequence"};

GPtrArray *
matters_find(struct store *store, const struct uuid *id, int reader, GError **error)
{
    g_autoptr(rows) found =
        store_query(store, &find_matters,
                    PARAMETERS(parameter_int4(reader), parameter_uuid(id)), error);

    return found == NULL ? NULL : read_list(store, found, reader, error);
}

/*
 * Three scans of an index in order of sequence; of each matter the last line that the
 * reader may see is the one that counts.
 */
static const struct statement list_changed = {
    "matters_list_changed",
    "SELECT " READER_COLUMNS " FROM ("
    "  (SELECT matter, sequence FROM matter_step WHERE sender = $1 AND sequence > $2"
    "    ORDER BY sequence)"
    "  UNION ALL"
    "  (SELECT matter, sequence FROM matter_step WHERE recipient = $1 AND sequence > $2"
    "    ORDER BY sequence)"
    "  UNION ALL"
    "  (SELECT matter, sequence FROM matter_step WHERE recipient IS NULL"
    "    AND sender <> $1 AND sequence > $2 ORDER BY recipient, sequence)"
    "  ORDER BY sequence) AS s"
    " JOIN matter AS m ON m.id = s.matter" MATTER_POINTS READER_AGENCIES
    " WHERE NOT EXISTS (SELECT FROM matter_step AS later"
    "   WHERE later.matter = s.matter AND later.sequence > s.sequence"
    "   AND " VISIBLE("later") ")"
                               " ORDER BY s.sequence FETCH FIRST $3 ROWS WITH TIES"};

GPtrArray *
matters_list_changed(struct store *store, int reader, int64_t changed_after, int limit,
                     GError **error)
{
    g_autoptr(rows) found =
        store_query(store, &list_changed,
                    PARAMETERS(parameter_int4(reader), parameter_int8(changed_after),
                               parameter_int8(limit)),
                    error);

    return found == NULL ? NULL : read_list(store, found, reader, error);
}
