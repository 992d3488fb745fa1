/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/matter_progress.h"

#include "agency-client/local_store/outbox.h"
#include "agency-client/office/letter.h"

static struct matter_move
move_of(const struct document *document, unsigned int us)
{
    return (struct matter_move){
        .kind = document->kind,
        .word = document->matter.word,
        .by = us,
        .agency = document->from_agency,
        .body = &document->matter,
    };
}

/* What the exchange has not yet told, we read in our own words. */
static bool
take_own(struct office *office, const struct outbox_item *item,
         struct matter_progress *progress, GError **error)
{
    g_autoptr(letter) letter =
        letter_read(office, item->bytes,
                    item->received_us > 0 ? item->received_us : item->queued_us, error);
    struct matter_move move;

    if (letter == NULL)
        return false;
    if (!matter_has_kind(letter->document->kind))
        return true;
    progress->is_ahead = true;
    if (matter_life_of(letter->document->kind) != NULL) {
        matter_open(&progress->matter, letter->document);
        progress->is_unsent = item->state != OUTBOX_SENT;
        return true;
    }
    move = move_of(letter->document, progress->us);
    matter_take(&progress->matter, &move);
    return true;
}

static bool
take_outbox(struct office *office, const struct known_matter *known,
            struct matter_progress *progress, GError **error)
{
    g_autoptr(GPtrArray) items =
        outbox_list_thread(office->store, known->matter, error);

    if (items == NULL)
        return false;
    for (unsigned i = 0; i < items->len; i++) {
        const struct outbox_item *item = items->pdata[i];
        bool is_news = item->state == OUTBOX_QUEUED ||
                       (item->state == OUTBOX_SENT && item->sequence > known->changed);

        if (is_news && !take_own(office, item, progress, error))
            return false;
    }
    return true;
}

static bool
take_view(const struct known_matter *known, struct matter_progress *progress,
          GError **error)
{
    g_autoptr(matters_view) view = matters_view_read(known->view, error);

    if (view == NULL)
        return false;
    if (view->matter_count != 1) {
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                    "what is stored of matter %s is not one matter", known->matter);
        return false;
    }
    return matter_view_take(&view->matters[0], &progress->matter, error);
}

/* Before the exchange has it there is no state; then it is as it was opened. */
static bool
begin(const struct known_matter *known, struct matter_progress *progress,
      GError **error)
{
    enum kind kind;

    if (known->view != NULL)
        return take_view(known, progress, error);
    if (!kind_find(known->kind, &kind) || matter_life_of(kind) == NULL) {
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                    "a matter of the kind %s is of a newer agency-client", known->kind);
        return false;
    }
    progress->is_unsent = true;
    progress->matter = (struct matter){
        .life = matter_life_of(kind), .state = MATTER_BEGIN, .due_on = DATE_NONE};
    return true;
}

bool
matter_progress_read(struct office *office, const struct known_matter *known,
                     struct matter_progress *progress, GError **error)
{
    const char *us = office_agency(office);

    *progress = (struct matter_progress){
        .us = matter_party_of(us, known->opener, known->other),
        .partner = g_str_equal(known->opener, us) ? known->other : known->opener,
    };
    if (!begin(known, progress, error) ||
        !take_outbox(office, known, progress, error)) {
        matter_progress_clear(progress);
        return false;
    }
    progress->waits_for =
        matter_waits_for(&progress->matter, progress->us, us, &progress->due_on);
    if (progress->waits_for == NULL)
        progress->due_on = progress->matter.due_on;
    return true;
}

void
matter_progress_clear(struct matter_progress *progress)
{
    matter_clear(&progress->matter);
}

bool
matter_progress_check(const struct matter_progress *progress,
                      const struct document *step, GError **error)
{
    const struct matter_move move = move_of(step, progress->us);
    g_autoptr(GError) reason = NULL;

    if (matter_check(&progress->matter, &move, &reason))
        return true;
    g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_STEP, "not now: %s", reason->message);
    return false;
}
