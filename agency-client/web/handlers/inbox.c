/* SPDX-License-Identifier: Apache-2.0 */
/* The inbox, a page at a time; names come from memory and are looked for there. */
#include "agency-client/office/inbox.h"
#include "agency-client/local_store/mailbox.h"
#include "agency-client/web/answer.h"
#include "agency-client/web/handlers/handlers.h"
#include "agency-client/web/names.h"
#include "common/documents/labels.h"
#include "common/documents/names.h"
#include "common/documents/refusal.h"

#define PAGE_ITEMS  50
#define PAGES_MAX   INT64_C(1000000)
#define MATTERS_MAX 100
#define NAME_BYTES  200

enum choice { CHOICE_OURS, CHOICE_ALL, CHOICE_FINISHED };
static const char *const choice_names[] = {"ours", "all", "finished", NULL};

struct wish {
    enum choice choice;
    int64_t page;      /* from 1 */
    GHashTable *found; /* legs whose client's name was looked for; NULL: any */
};

/* What one wish gets out of the inbox. */
struct window {
    GPtrArray *items;                /* struct inbox_item * */
    int counts[CHOICE_FINISHED + 1]; /* of each choice, whatever name is looked for */
};

static bool
is_chosen(enum choice choice, bool is_ours, bool is_final)
{
    return choice == CHOICE_ALL || (choice == CHOICE_OURS ? is_ours : is_final);
}

static void
window_add(struct window *window, struct inbox_item *item, const struct wish *wish)
{
    bool is_ours = inbox_item_is_ours(item);
    bool is_final = inbox_item_is_final(item);

    for (int choice = 0; choice <= CHOICE_FINISHED; choice++)
        window->counts[choice] += is_chosen((enum choice)choice, is_ours, is_final);
    if (is_chosen(wish->choice, is_ours, is_final) &&
        (wish->found == NULL || g_hash_table_contains(wish->found, item->known->leg)))
        g_ptr_array_add(window->items, item);
}

/* In the inbox's order, what has ended after what has not. */
static struct window
window_make(const struct inbox *inbox, const struct wish *wish)
{
    struct window window = {.items = g_ptr_array_new()};

    for (int is_final = 0; is_final <= 1; is_final++)
        for (unsigned i = 0; i < inbox->items->len; i++) {
            struct inbox_item *item =
                &g_array_index(inbox->items, struct inbox_item, i);

            if (inbox_item_is_final(item) == (is_final == 1))
                window_add(&window, item, wish);
        }
    return window;
}

static const char *
agency_name(const struct address_book *book, const char *agency)
{
    const struct registration *found =
        book != NULL ? address_book_find(book, agency) : NULL;

    return found != NULL ? found->name : agency;
}

static void
append_legs(GString *xml, const struct call *call, const struct window *window,
            unsigned first)
{
    const struct address_book *book = office_book_if_any(call->office);

    for (unsigned i = first; i < MIN(first + PAGE_ITEMS, window->items->len); i++) {
        const struct inbox_item *item = window->items->pdata[i];
        g_autofree char *name =
            name_index_find(names_index(call->web->names), item->known->leg);

        inbox_item_write(item, xml);
        xml_attribute(xml, "name", name);
        xml_attribute(xml, "partner", agency_name(book, item->progress.partner));
        xml_boolean(xml, "toUs", item->progress.us == PARTY_RECIPIENT);
        g_string_append(xml, "/>\n");
    }
}

static void
append_matters(GString *xml, const struct call *call, const struct matter_list *list,
               const struct wish *wish)
{
    const struct address_book *book = office_book_if_any(call->office);
    const char *us = office_agency(call->office);
    int count = 0;

    for (unsigned i = 0; i < list->items->len && count < MATTERS_MAX; i++) {
        const struct matter_item *item =
            &g_array_index(list->items, struct matter_item, i);
        const struct known_matter *known = item->known;
        bool is_from_us = g_str_equal(known->opener, us);
        const char *partner = is_from_us ? known->other : known->opener;
        bool is_ours = item->progress.waits_for != NULL || known->new_count > 0 ||
                       known->is_parked;

        if (!is_chosen(wish->choice, is_ours, matter_is_final(&item->progress.matter)))
            continue;
        if (wish->found != NULL &&
            (known->leg == NULL || !g_hash_table_contains(wish->found, known->leg)))
            continue;
        matter_item_write(item, xml);
        xml_attribute(xml, "partner",
                      partner != NULL ? agency_name(book, partner) : NULL);
        xml_attribute(xml, "label",
                      labels_code(call->web->labels, "kind", known->kind));
        g_string_append(xml, "/>\n");
        count++;
    }
}

static void
append_list(GString *xml, const struct call *call, const struct wish *wish,
            const struct window *window, int64_t pages)
{
    struct names_progress progress = names_progress(call->web->names);

    g_string_append(xml, "<list");
    xml_attribute(xml, "choice", choice_names[wish->choice]);
    xml_number(xml, "page", wish->page);
    xml_number(xml, "pages", pages);
    xml_number(xml, "chosen", (int64_t)window->items->len);
    for (int choice = 0; choice <= CHOICE_FINISHED; choice++)
        xml_number(xml, choice_names[choice], window->counts[choice]);
    xml_number(xml, "namesRead", progress.read);
    xml_number(xml, "namesAll", progress.all);
    g_string_append(xml, "/>\n");
}

static bool
answer_wish(const struct call *call, struct wish *wish, struct response *response,
            GError **error)
{
    g_autoptr(inbox) inbox = inbox_read(call->office, true, error);
    struct window window;
    int64_t pages;
    GString *xml;

    if (inbox == NULL)
        return false;
    window = window_make(inbox, wish);
    pages = MAX(1, (window.items->len + PAGE_ITEMS - 1) / PAGE_ITEMS);
    wish->page = MIN(wish->page, pages);
    xml = xml_begin("inbox");
    append_list(xml, call, wish, &window, pages);
    append_legs(xml, call, &window, (unsigned)(wish->page - 1) * PAGE_ITEMS);
    append_matters(xml, call, inbox->matters, wish);
    g_ptr_array_unref(window.items);
    answer_xml(response, xml, "inbox");
    return true;
}

static bool
read_choice(const char *name, enum choice *choice, GError **error)
{
    int index = name != NULL ? name_index(choice_names, name) : CHOICE_ALL;

    if (index < 0)
        return refusal_set(error, REFUSAL_BAD_REQUEST,
                           "choice is ours, all or finished");
    *choice = (enum choice)index;
    return true;
}

/* GET /api/inbox?choice=ours|all|finished&page=N: the most urgent first. */
bool
inbox_get(const struct call *call, struct response *response, GError **error)
{
    struct wish wish = {0};

    return read_choice(request_query(call->request, "choice"), &wish.choice, error) &&
           request_query_number(call->request, "page", 1, 1, PAGES_MAX, &wish.page,
                                error) &&
           answer_wish(call, &wish, response, error);
}

/* POST /api/inbox: the same of whoever is called so; a name stands in no address. */
bool
inbox_search(const struct call *call, struct response *response, GError **error)
{
    g_autoptr(GHashTable) form = form_read(call, error);
    const char *name = form != NULL ? form_find(form, "name", NAME_BYTES, error) : NULL;
    const char *page = name != NULL ? g_hash_table_lookup(form, "page") : NULL;
    g_autoptr(GHashTable) found = NULL;
    struct wish wish = {0};

    if (name == NULL ||
        !read_choice(g_hash_table_lookup(form, "choice"), &wish.choice, error))
        return false;
    wish.page = page != NULL ? g_ascii_strtoll(page, NULL, 10) : 1;
    wish.page = CLAMP(wish.page, 1, PAGES_MAX);
    found = name_index_search(names_index(call->web->names), name);
    wish.found = found;
    return answer_wish(call, &wish, response, error);
}

/* GET /api/new: how many things nobody has looked at yet. */
bool
new_get(const struct call *call, struct response *response, GError **error)
{
    int count = 0;
    GString *xml;

    if (!mailbox_count_new(call->office->store, &count, error))
        return false;
    xml = xml_begin("new");
    g_string_append(xml, "<things");
    xml_number(xml, "count", count);
    g_string_append(xml, "/>\n");
    answer_xml(response, xml, "new");
    return true;
}
