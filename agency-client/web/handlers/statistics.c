/* SPDX-License-Identifier: Apache-2.0 */
/* What a manager counts: two years of quarters, and the words for what is in them. */
#include "agency-client/office/statistics.h"
#include "agency-client/web/answer.h"
#include "agency-client/web/handlers/handlers.h"
#include "common/documents/labels.h"
#include "common/documents/names.h"
#include "common/documents/refusal.h"
#include "common/documents/timestamp.h"

#define QUARTERS_SHOWN 8
#define MEDIA_CSV_TEXT "text/csv; charset=utf-8"

struct question {
    struct quarter quarter;
    enum statistics_scope scope;
};

/* ?period=2026Q4&scope=own|across: without them this quarter, and our own. */
static bool
read_question(const struct call *call, struct question *question, GError **error)
{
    struct quarter now = quarter_of(office_now(call->office));
    const char *period = request_query(call->request, "period");
    const char *scope = request_query(call->request, "scope");
    int index = scope != NULL ? name_index(statistics_scope_names, scope) : SCOPE_OWN;

    question->quarter = now;
    if (index < 0)
        return refusal_set(error, REFUSAL_BAD_REQUEST, "scope is own or across");
    if (period != NULL && !quarter_read(period, &question->quarter))
        return refusal_set(error, REFUSAL_BAD_REQUEST,
                           "a quarter is written as in 2026Q4");
    if (quarter_compare(question->quarter, now) > 0)
        return refusal_set(error, REFUSAL_RULE, "that quarter has not begun");
    question->scope = (enum statistics_scope)index;
    return true;
}

/* The words that the answer needs: codes of a list, each once. */
struct words {
    const struct labels *labels;
    GHashTable *said; /* "need domestic-abuse" */
    GString *xml;
};

static void
say(struct words *words, const char *list, const char *code)
{
    g_autofree char *key = NULL;

    if (list == NULL || code == NULL)
        return;
    key = g_strdup_printf("%s %s", list, code);
    if (g_hash_table_contains(words->said, key) ||
        labels_find_code(words->labels, list, code) == NULL)
        return;
    g_string_append(words->xml, "<label");
    xml_attribute(words->xml, "list", list);
    xml_attribute(words->xml, "code", code);
    xml_attribute(words->xml, "label", labels_code(words->labels, list, code));
    g_string_append(words->xml, "/>\n");
    g_hash_table_add(words->said, g_steal_pointer(&key));
}

static void
say_table(struct words *words, const struct statistics_table *table)
{
    say(words, "measure", table->measure);
    say(words, "unit", table->unit);
    say(words, "dimension", table->rows);
    say(words, "dimension", table->columns);
    for (size_t i = 0; i < table->cell_count; i++) {
        const struct statistics_cell *cell = &table->cells[i];

        say(words, table->rows, cell->row);
        say(words, table->columns, cell->column);
    }
}

/* What is said of every quarter alike. */
static void
say_always(struct words *words)
{
    for (int i = CELL_SUPPRESSED; cell_flag_names[i] != NULL; i++)
        say(words, "flag", cell_flag_names[i]);
    for (int i = 0; statistics_scope_names[i] != NULL; i++)
        say(words, "scope", statistics_scope_names[i]);
}

static void
append_agencies(GString *xml, const struct address_book *book)
{
    for (size_t i = 0; book != NULL && i < book->view->agency_count; i++) {
        g_string_append(xml, "<agency");
        xml_attribute(xml, "id", book->view->agencies[i].agency);
        xml_attribute(xml, "name", book->view->agencies[i].name);
        g_string_append(xml, "/>\n");
    }
}

/* One quarter; empty when it was never fetched and cannot be now. */
static bool
append_quarter(const struct call *call, struct quarter quarter,
               enum statistics_scope scope, bool *is_reachable, struct words *words,
               GString *xml, GError **error)
{
    g_autoptr(GError) reason = NULL;
    g_autoptr(statistics_view) view = NULL;
    g_autoptr(GBytes) counts = NULL;
    char period[QUARTER_TEXT_BYTES];
    int64_t fetched_us = 0;

    counts = statistics_fetch(call->office, quarter, scope, is_reachable, &fetched_us,
                              &reason);
    if (counts != NULL)
        view = statistics_view_read(counts, &reason);
    if (reason != NULL) {
        g_propagate_error(error, g_steal_pointer(&reason));
        return false;
    }
    quarter_write(quarter, period);
    g_string_append(xml, "<quarter");
    xml_attribute(xml, "period", period);
    if (counts != NULL)
        xml_time(xml, "fetched", fetched_us);
    g_string_append(xml, ">\n");
    if (counts != NULL)
        xml_embed(xml, counts);
    g_string_append(xml, "</quarter>\n");
    for (size_t i = 0; view != NULL && i < view->table_count; i++)
        say_table(words, &view->tables[i]);
    return true;
}

static void
append_question(GString *xml, const struct question *question, struct quarter now,
                bool is_reachable)
{
    char period[QUARTER_TEXT_BYTES];
    char present[QUARTER_TEXT_BYTES];

    quarter_write(question->quarter, period);
    quarter_write(now, present);
    g_string_append(xml, "<asked");
    xml_attribute(xml, "period", period);
    xml_attribute(xml, "present", present);
    xml_attribute(xml, "scope", statistics_scope_names[question->scope]);
    xml_boolean(xml, "reachable", is_reachable);
    g_string_append(xml, "/>\n");
}

/* GET /api/statistics: the quarter asked for and the seven before it, newest first. */
bool
statistics_get(const struct call *call, struct response *response, GError **error)
{
    g_autoptr(GHashTable) said =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    struct question question;
    struct words words;
    bool is_reachable = true;
    GString *xml;

    if (!read_question(call, &question, error))
        return false;
    xml = xml_begin("counts");
    words = (struct words){call->web->labels, said, g_string_new(NULL)};
    say_always(&words);
    for (int i = 0; i < QUARTERS_SHOWN; i++) {
        if (append_quarter(call, quarter_before(question.quarter, i), question.scope,
                           &is_reachable, &words, xml, error))
            continue;
        g_string_free(words.xml, TRUE);
        g_string_free(xml, TRUE);
        return false;
    }
    append_question(xml, &question, quarter_of(office_now(call->office)), is_reachable);
    append_agencies(xml, office_book_if_any(call->office));
    g_string_append_len(xml, words.xml->str, (gssize)words.xml->len);
    g_string_free(words.xml, TRUE);
    answer_xml(response, xml, "counts");
    return true;
}

/* GET /api/statistics/csv: one quarter, to be kept as a file. */
bool
statistics_csv(const struct call *call, struct response *response, GError **error)
{
    struct question question;
    bool is_reachable = true;
    int64_t fetched_us = 0;
    g_autoptr(GBytes) counts = NULL;
    g_autoptr(statistics_view) view = NULL;
    g_autoptr(GBytes) csv = NULL;
    g_autoptr(GError) reason = NULL;
    char period[QUARTER_TEXT_BYTES];
    char day[DATE_TEXT_BYTES];

    if (!read_question(call, &question, error))
        return false;
    counts = statistics_fetch(call->office, question.quarter, question.scope,
                              &is_reachable, &fetched_us, &reason);
    if (counts == NULL && reason == NULL)
        return refusal_set(error, REFUSAL_UNAVAILABLE,
                           "the exchange cannot be reached, and never said this");
    if (counts != NULL)
        view = statistics_view_read(counts, &reason);
    if (view == NULL) {
        g_propagate_error(error, g_steal_pointer(&reason));
        return false;
    }
    csv = statistics_view_write_csv(view);
    quarter_write(question.quarter, period);
    date_write(date_of(fetched_us), day);
    response_bytes(response, 200, MEDIA_CSV_TEXT, csv);
    response_header(response, "Content-Disposition",
                    "attachment; filename=\"statistics-%s-%s-as-of-%s.csv\"",
                    statistics_scope_names[question.scope], period, day);
    response_header(response, "Cache-Control", "no-store");
    return true;
}
