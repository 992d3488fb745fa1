/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/matters.h"
#include "common/documents/matter_view.h"
#include "exchange/handlers/changes.h"
#include "exchange/handlers/handlers.h"
#include "exchange/handlers/readers.h"

#define MATTERS_LIMIT_DEFAULT 100
#define MATTERS_LIMIT_MAX     1000

/* What a view is made of besides the records is freed with it. */
static void *
keep(GPtrArray *kept, void *memory)
{
    g_ptr_array_add(kept, memory);
    return memory;
}

static void
events_draw(const struct matter_record *matter, struct matter_view *view,
            GPtrArray *kept)
{
    const GArray *lines = matter->lines;

    view->event_count = lines == NULL ? 0 : lines->len;
    view->events = keep(kept, g_new0(struct matter_view_event, view->event_count));
    for (size_t i = 0; i < view->event_count; i++) {
        const struct matter_line *line = &g_array_index(lines, struct matter_line, i);

        view->events[i] = (struct matter_view_event){
            .sequence = (uint64_t)line->sequence,
            .document = line->document,
            .kind = line->kind,
            .step = keep(kept, matter_step_name(line->kind, line->word)),
            .state = matter_state_name(matter->life.life, line->state),
            .by = line->by,
            .at_us = line->received_us,
        };
    }
}

static void
open_draw(const struct matter_record *matter, int reader, struct matter_view *view,
          GPtrArray *kept)
{
    unsigned int by = reader == matter->opener         ? MATTER_OPENER
                      : matter->other == LOG_PUBLISHED ? MATTER_MEMBER
                                                       : MATTER_OTHER;
    g_autoptr(GPtrArray) open = matter_list_open(&matter->life, by);

    view->open_count = open->len;
    view->open = keep(kept, g_new0(const char *, open->len));
    for (unsigned int i = 0; i < open->len; i++)
        view->open[i] = keep(kept, g_steal_pointer(&g_ptr_array_index(open, i)));
}

static struct matter_view
matter_draw(const struct matter_record *matter, int reader, GPtrArray *kept)
{
    const GArray *points = matter->life.points;
    struct matter_view view = {
        .matter = matter->id,
        .kind = matter->kind,
        .has_group = matter->has_group,
        .group = matter->group,
        .has_leg = matter->has_leg,
        .leg = matter->leg,
        .case_id = matter->case_id,
        .opener = matter->opener_id,
        .other = matter->other_id,
        .state = matter_state_name(matter->life.life, matter->life.state),
        .is_final = matter_is_final(&matter->life),
        .due_on = matter->life.due_on,
        .changed = (uint64_t)matter->changed,
        .opened_us = matter->opened_us,
        .is_flagged = matter->has_flagged,
        .flagged = matter->flagged,
        .is_test = matter->is_test,
    };

    if (points != NULL) {
        view.points = (struct matter_point *)(void *)points->data;
        view.point_count = points->len;
    }
    events_draw(matter, &view, kept);
    open_draw(matter, reader, &view, kept);
    return view;
}

/* Answers with a list of struct matter_record as the reader sees them. */
static void
matters_write(const GPtrArray *matters, int reader, int64_t next,
              struct response *response)
{
    g_autoptr(GPtrArray) kept = g_ptr_array_new_with_free_func(g_free);
    g_autofree struct matter_view *views = g_new0(struct matter_view, matters->len);
    struct matters_view view = {
        .next = (uint64_t)next,
        .matters = views,
        .matter_count = matters->len,
    };
    g_autoptr(GBytes) xml = NULL;

    for (unsigned int i = 0; i < matters->len; i++)
        views[i] = matter_draw(g_ptr_array_index(matters, i), reader, kept);
    xml = matters_view_write(&view);
    response_bytes(response, 200, MEDIA_VIEW, xml);
}

static bool
matters_read(void *context, const struct request *request, struct response *response,
             GError **error)
{
    struct exchange *exchange = context;
    const struct caller *caller = request->caller;
    g_autoptr(GPtrArray) matters = NULL;
    int64_t after;
    int64_t limit;

    if (!request_query_number(request, "changed-after", 0, 0, INT64_MAX, &after,
                              error) ||
        !request_query_number(request, "limit", MATTERS_LIMIT_DEFAULT, 1,
                              MATTERS_LIMIT_MAX, &limit, error))
        return false;
    matters = matters_list_changed(exchange->store, caller->agency->number, after,
                                   (int)limit, error);
    if (matters == NULL ||
        (matters->len == 0 && !changes_check_after(exchange->store, after, error)))
        return false;
    if (matters->len > 0) {
        const struct matter_record *last = g_ptr_array_index(matters, matters->len - 1);

        after = last->changed;
    }
    matters_write(matters, caller->agency->number, after, response);
    return true;
}

/* GET /v1/matters?changed-after=N&limit=M: the caller's matters as they changed. */
bool
handle_matters_list(void *context, const struct request *request,
                    struct response *response, GError **error)
{
    struct exchange *exchange = context;

    (void)response;
    (void)error;
    readers_answer(exchange->readers, request, matters_read);
    return true;
}

static bool
matter_read(void *context, const struct request *request, struct response *response,
            GError **error)
{
    struct exchange *exchange = context;
    const struct caller *caller = request->caller;
    g_autoptr(GPtrArray) matters = NULL;
    struct uuid id;

    if (!request_path_uuid(request, 0, &id, error))
        return false;
    matters = matters_find(exchange->store, &id, caller->agency->number, error);
    if (matters == NULL)
        return false;
    if (matters->len == 0) {
        g_set_error(error, STORE_ERROR, STORE_ERROR_NOT_FOUND,
                    "no such matter, or not this agency's to see");
        return false;
    }
    matters_write(matters, caller->agency->number, 0, response);
    return true;
}

/*
 * GET /v1/matters/{id}: the matter of that id; or, when it is a group's id, the matters
 * of it that the caller may see.
 */
bool
handle_matter_get(void *context, const struct request *request,
                  struct response *response, GError **error)
{
    struct exchange *exchange = context;

    (void)response;
    (void)error;
    readers_answer(exchange->readers, request, matter_read);
    return true;
}
