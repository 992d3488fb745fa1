/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/web/desk.h"

#include "common/documents/refusal.h"
#include "common/threads/deadline.h"
#include "common/threads/workers.h"

#define DESKS       2
#define WAITING_MAX 200

struct question {
    struct web *web;
    struct parked *parked;
    struct session *session;
    call_run run;
};

static void
question_free(void *data)
{
    struct question *question = data;

    parked_unref(question->parked);
    session_free(question->session);
    g_free(question);
}

/* What a thread keeps between two questions. */
struct desk {
    struct office *office; /* NULL until it is needed */
    unsigned book_count;   /* of the address book that it has */
};

static void *
desk_begin(void *context)
{
    (void)context;
    return g_new0(struct desk, 1);
}

static void
desk_end(void *context, void *state)
{
    struct desk *desk = state;

    (void)context;
    office_free(desk->office);
    g_free(desk);
}

static struct office *
desk_office(struct web *web, struct desk *desk, GError **error)
{
    const struct web_options *options = web->options;
    unsigned book_count = atomic_load(&web->book_count);

    if (desk->office == NULL)
        desk->office = office_open(options->home, options->clock, options->ask,
                                   options->ask_data, error);
    else if (desk->book_count != book_count)
        office_forget_book(desk->office);
    desk->book_count = book_count;
    return desk->office;
}

static void
desk_item(void *context, void *state, void *item)
{
    struct web *web = context;
    struct question *question = item;
    struct response response = {0};
    GError *error = NULL;
    struct call call = {.web = web,
                        .office = desk_office(web, state, &error),
                        .request = parked_request(question->parked),
                        .session = question->session};

    /* What is written at a desk is written by whoever is signed in there. */
    if (call.office != NULL && question->session != NULL) {
        call.office->actor = question->session->actor;
        call.office->role = question->session->role;
        call.office->name = question->session->name;
    }
    if (call.office != NULL && question->run(&call, &response, &error))
        parked_answer(question->parked, &response);
    else
        parked_refuse(question->parked, error);
    response_clear(&response);
    if (call.office != NULL) {
        call.office->actor = NULL;
        call.office->role = NULL;
        call.office->name = NULL;
    }
    question_free(question);
}

bool
desks_start(struct web *web, GError **error)
{
    const struct work work = {
        .begin = desk_begin, .item = desk_item, .end = desk_end, .context = web};

    web->waiting = queue_new(WAITING_MAX, question_free);
    web->desks = workers_start("desk", DESKS, &work, web->waiting, error);
    return web->desks != NULL;
}

void
desks_stop(struct web *web)
{
    if (web->desks != NULL)
        workers_stop(web->desks);
    g_clear_pointer(&web->waiting, queue_free);
}

void
desks_answer(struct web *web, const struct request *request, struct session *session,
             call_run run)
{
    static const struct parking undisturbed = {.deadline_us = DEADLINE_NEVER};
    struct question *question = g_new(struct question, 1);
    GError *error = NULL;

    question->web = web;
    question->parked = request_park(request, &undisturbed);
    question->session = session;
    question->run = run;
    if (queue_push(web->waiting, question))
        return;
    refusal_set(&error, REFUSAL_UNAVAILABLE, "too many requests wait now");
    parked_refuse(question->parked, error);
    question_free(question);
}
