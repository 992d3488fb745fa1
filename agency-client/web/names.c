/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/web/names.h"

#include "agency-client/local_store/legs.h"
#include "agency-client/local_store/mailbox.h"
#include "agency-client/local_store/outbox.h"
#include "agency-client/office/letter.h"
#include "agency-client/office/sealing.h"
#include "agency-client/office/thread.h"
#include "agency-client/web/news.h"
#include "common/documents/client_name.h"
#include "common/log/log.h"
#include "common/threads/workers.h"

struct names {
    struct web *web;
    struct name_index *index;
    pthread_t thread;
    pthread_mutex_t mutex; /* of all below */
    pthread_cond_t wanted;
    bool is_wanted;
    bool is_stopping;
    struct names_progress progress;
};

static bool
is_stopping(struct names *names)
{
    bool is;

    pthread_mutex_lock(&names->mutex);
    is = names->is_stopping;
    pthread_mutex_unlock(&names->mutex);
    return is;
}

static void
set_progress(struct names *names, int read, int all)
{
    pthread_mutex_lock(&names->mutex);
    names->progress = (struct names_progress){read, all};
    pthread_mutex_unlock(&names->mutex);
}

static bool
put(struct names *names, const char *leg, GBytes *details)
{
    g_auto(client_name_auto) name = {0};

    if (details == NULL || !client_name_read(details, &name))
        return false;
    name_index_put(names->index, leg, name.shown, name.known);
    return true;
}

/* The referral's own details: the leg's id is that of its document. */
static bool
read_referral(struct names *names, struct office *office, const char *leg)
{
    g_autoptr(outbox_item) item = outbox_find(office->store, leg, NULL);
    g_autoptr(stored_entry) entry =
        item == NULL ? mailbox_find(office->store, leg, NULL) : NULL;
    GBytes *bytes = item != NULL ? item->bytes : entry != NULL ? entry->bytes : NULL;
    g_autoptr(letter) letter = NULL;

    if (bytes == NULL)
        return false;
    letter = letter_read(office, bytes,
                         item == NULL            ? entry->received_us
                         : item->received_us > 0 ? item->received_us
                                                 : item->queued_us,
                         NULL);
    return letter != NULL && letter_open(office, letter, NULL) &&
           put(names, leg, letter->details_xml);
}

/* First-accept: the details are held back here, or came with a later document. */
static bool
read_later(struct names *names, struct office *office, const char *leg)
{
    g_autoptr(withheld) withheld = withheld_find(office->store, leg, NULL);
    g_autoptr(GPtrArray) letters = NULL;

    if (withheld != NULL) {
        g_autoptr(GBytes) details = sealing_open(office, withheld->sealed, NULL);

        return put(names, leg, details);
    }
    letters = thread_read(office, leg, true, NULL);
    for (unsigned i = 0; letters != NULL && i < letters->len; i++) {
        const struct letter *letter = letters->pdata[i];

        if (letter->document->kind == KIND_DISCLOSURE &&
            put(names, leg, letter->details_xml))
            return true;
    }
    return false;
}

static bool
read_one(struct names *names, struct office *office, const struct known_leg *known)
{
    bool is_first_accept =
        g_str_equal(known->mode, referral_mode_names[MODE_FIRST_ACCEPT]);

    return read_referral(names, office, known->leg) ||
           (is_first_accept && read_later(names, office, known->leg));
}

/*
 * Those not read yet, the newest first: they are looked for most.
 *
 * nameless  legs that had no name to read, and when they had last changed: only a
 *           change can have brought one
 */
static GPtrArray *
list_unread(struct names *names, GPtrArray *legs, GHashTable *nameless)
{
    GPtrArray *unread = g_ptr_array_new();

    for (unsigned i = legs->len; i-- > 0;) {
        const struct known_leg *known = legs->pdata[i];
        const int64_t *changed = g_hash_table_lookup(nameless, known->leg);

        if (!name_index_has(names->index, known->leg) &&
            (changed == NULL || *changed != known->changed))
            g_ptr_array_add(unread, (void *)known);
    }
    return unread;
}

static void
read_all(struct names *names, struct office *office, GHashTable *nameless)
{
    g_autoptr(GPtrArray) legs = legs_list(office->store, NULL, NULL);
    g_autoptr(GPtrArray) unread =
        legs != NULL ? list_unread(names, legs, nameless) : NULL;
    int count = legs != NULL ? (int)legs->len : 0;
    int left = unread != NULL ? (int)unread->len : 0;

    for (int i = 0; i < left && !is_stopping(names); i++) {
        const struct known_leg *known = unread->pdata[i];

        set_progress(names, count - left + i, count);
        if (!read_one(names, office, known))
            g_hash_table_replace(nameless, g_strdup(known->leg),
                                 g_memdup2(&known->changed, sizeof known->changed));
    }
    set_progress(names, count, count);
    if (left > 0 && !is_stopping(names))
        news_tell(names->web->news);
}

/* Until there may be more to read, or the end. */
static bool
wait(struct names *names)
{
    bool is_stopping;

    pthread_mutex_lock(&names->mutex);
    while (!names->is_wanted && !names->is_stopping)
        pthread_cond_wait(&names->wanted, &names->mutex);
    names->is_wanted = false;
    is_stopping = names->is_stopping;
    pthread_mutex_unlock(&names->mutex);
    return !is_stopping;
}

static void *
run(void *data)
{
    struct names *names = data;
    const struct web_options *options = names->web->options;
    g_autoptr(GHashTable) nameless =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_autoptr(GError) error = NULL;
    g_autoptr(office) office = office_open(options->home, options->clock, options->ask,
                                           options->ask_data, &error);

    if (office == NULL || office_keys(office, &error) == NULL) {
        log_event(G_LOG_LEVEL_WARNING, "names-failed",
                  LOG_TEXT("domain", g_quark_to_string(error->domain)),
                  LOG_INT("code", error->code));
        return NULL;
    }
    while (wait(names)) {
        office_forget_book(office); /* who signed may be new */
        read_all(names, office, nameless);
    }
    return NULL;
}

static void
names_free(struct names *names)
{
    name_index_free(names->index);
    pthread_cond_destroy(&names->wanted);
    pthread_mutex_destroy(&names->mutex);
    g_free(names);
}

struct names *
names_start(struct web *web, GError **error)
{
    struct names *names = g_new0(struct names, 1);

    names->web = web;
    names->index = name_index_new();
    names->is_wanted = true;
    names->progress.all = 1; /* not known yet: certainly not all read */
    pthread_mutex_init(&names->mutex, NULL);
    pthread_cond_init(&names->wanted, NULL);
    if (thread_start(&names->thread, "names", run, names, error))
        return names;
    names_free(names);
    return NULL;
}

void
names_stop(struct names *names)
{
    if (names == NULL)
        return;
    pthread_mutex_lock(&names->mutex);
    names->is_stopping = true;
    pthread_cond_signal(&names->wanted);
    pthread_mutex_unlock(&names->mutex);
    pthread_join(names->thread, NULL);
    names_free(names);
}

void
names_refresh(struct names *names)
{
    pthread_mutex_lock(&names->mutex);
    names->is_wanted = true;
    pthread_cond_signal(&names->wanted);
    pthread_mutex_unlock(&names->mutex);
}

struct name_index *
names_index(struct names *names)
{
    return names->index;
}

struct names_progress
names_progress(struct names *names)
{
    struct names_progress progress;

    pthread_mutex_lock(&names->mutex);
    progress = names->progress;
    pthread_mutex_unlock(&names->mutex);
    return progress;
}
