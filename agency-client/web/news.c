/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/web/news.h"

#include "agency-client/web/answer.h"
#include "common/http/parked.h"
#include "common/threads/deadline.h"

#include <pthread.h>

#define WAIT_MS    INT64_C(30000)
#define COUNT_LAST INT64_C(1000000000000)

struct news {
    pthread_mutex_t mutex;
    int64_t count;
    char *why;      /* the exchange is out of reach; NULL: it is not */
    GList *waiting; /* struct parked, referenced */
};

struct news *
news_new(void)
{
    struct news *news = g_new0(struct news, 1);

    pthread_mutex_init(&news->mutex, NULL);
    news->count = 1;
    return news;
}

static void
unref(void *data)
{
    parked_unref(data);
}

void
news_free(struct news *news)
{
    if (news == NULL)
        return;
    g_list_free_full(news->waiting, unref);
    g_free(news->why);
    pthread_mutex_destroy(&news->mutex);
    g_free(news);
}

/* Under the mutex. */
static void
write_answer(const struct news *news, struct response *response)
{
    GString *xml = xml_begin("news");
    g_autoptr(GBytes) bytes = NULL;

    g_string_append(xml, "<line");
    xml_number(xml, "count", news->count);
    xml_boolean(xml, "reachable", news->why == NULL);
    xml_attribute(xml, "why", news->why);
    g_string_append(xml, "/>\n");
    bytes = xml_finish(xml, "news");
    response_bytes(response, 200, MEDIA_XML, bytes);
}

/* Under the mutex, which answering does not need: it never calls back. */
static void
answer_all(struct news *news)
{
    for (GList *item = news->waiting; item != NULL; item = item->next) {
        struct response response = {0};

        write_answer(news, &response);
        parked_answer(item->data, &response);
        response_clear(&response);
    }
    g_list_free_full(g_steal_pointer(&news->waiting), unref);
}

void
news_tell(struct news *news)
{
    pthread_mutex_lock(&news->mutex);
    news->count++;
    answer_all(news);
    pthread_mutex_unlock(&news->mutex);
}

int64_t
news_count(struct news *news)
{
    int64_t count;

    pthread_mutex_lock(&news->mutex);
    count = news->count;
    pthread_mutex_unlock(&news->mutex);
    return count;
}

void
news_tell_line(struct news *news, const char *why)
{
    pthread_mutex_lock(&news->mutex);
    if ((why == NULL) != (news->why == NULL)) {
        g_free(news->why);
        news->why = g_strdup(why);
        news->count++;
        answer_all(news);
    }
    pthread_mutex_unlock(&news->mutex);
}

/* The wait is over, or the page has gone: whatever is answered then does no harm. */
static void
wake(struct parked *parked, enum parked_event event, void *data)
{
    struct news *news = data;
    struct response response = {0};
    GList *item;

    (void)event;
    pthread_mutex_lock(&news->mutex);
    write_answer(news, &response);
    item = g_list_find(news->waiting, parked);
    news->waiting =
        item != NULL ? g_list_delete_link(news->waiting, item) : news->waiting;
    pthread_mutex_unlock(&news->mutex);
    parked_answer(parked, &response);
    response_clear(&response);
    if (item != NULL)
        parked_unref(parked);
}

bool
news_answer(struct news *news, const struct request *request, int64_t wait_ms,
            struct response *response, GError **error)
{
    struct parking parking = {.wake = wake,
                              .deadline_us = deadline_in_ms(MIN(wait_ms, WAIT_MS)),
                              .data = news};
    int64_t after;

    if (!request_query_number(request, "after", 0, 0, COUNT_LAST, &after, error))
        return false;
    pthread_mutex_lock(&news->mutex);
    if (after != news->count)
        write_answer(news, response);
    else
        news->waiting = g_list_prepend(news->waiting, request_park(request, &parking));
    pthread_mutex_unlock(&news->mutex);
    return true;
}
