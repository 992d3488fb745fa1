/* SPDX-License-Identifier: Apache-2.0 */
/* Sessions that hosts publish, and the new staff for whom they are. */
#include "exchange/intake/family.h"
#include "exchange/intake/induction_life.h"
#include "exchange/intake/matters.h"
#include "exchange/store/induction_starters.h"

static void
session_ask(struct log_question *question, const struct document *document)
{
    if (document->induction_session.is_change)
        shelf_ask(&question->shelves, SHELF_SESSIONS,
                  &document->induction_session.session);
}

static bool
new_session_check(const struct induction_session *session,
                  const struct proposal *proposal, GError **error)
{
    if (session->is_cancelled)
        return refusal_set(error, REFUSAL_RULE,
                           "/document/induction-session/@session: say which session is "
                           "cancelled");
    if (session->starts_us < proposal->at_us - DAY_US)
        return refusal_set(error, REFUSAL_RULE,
                           "/document/induction-session/@startsAt: a new session lies "
                           "ahead");
    return true;
}

static bool
session_check(const struct ledger *ledger, const struct proposal *proposal,
              GError **error)
{
    const struct induction_session *session = &proposal->document->induction_session;
    const struct session_record *known =
        ledger_find(ledger, SHELF_SESSIONS, &session->session);

    if (!session->is_change)
        return new_session_check(session, proposal, error);
    if (known == NULL)
        return refusal_set(error, REFUSAL_UNKNOWN_DOCUMENT,
                           "there is no such session to change; leave the session out "
                           "to announce a new one");
    if (known->host != proposal->sender)
        return refusal_set(error, REFUSAL_RULE,
                           "/document/induction-session/@session: this is a session of "
                           "another agency; only its host changes it");
    if (known->is_cancelled)
        return refusal_set(error, REFUSAL_LIFECYCLE,
                           "lifecycle: a cancelled session stays cancelled; publish a "
                           "new one");
    if (known->programme != session->programme)
        return refusal_set(
            error, REFUSAL_RULE,
            "/document/induction-session/@programme: a session keeps its "
            "programme; publish a new one");
    if (known->is_test != proposal->document->is_test)
        return refusal_set(error, REFUSAL_RULE,
                           "/document/@test: a session is a test from the beginning or "
                           "never");
    return true;
}

static char **
words_copy(const char *const *words, size_t count)
{
    char **copy = g_new0(char *, count + 1);

    for (size_t i = 0; i < count; i++)
        copy[i] = g_strdup(words[i]);
    return copy;
}

/* The record of a session that is announced; NULL if there is none to change. */
static struct session_record *
session_open(struct ledger *ledger, const struct log_entry *entry,
             const struct document *document)
{
    const struct induction_session *session = &document->induction_session;
    struct session_record *record;

    if (session->is_change)
        return ledger_change(ledger, SHELF_SESSIONS, &session->session);
    record = session_record_new();
    record->id = session->session;
    record->sequence = entry->sequence;
    record->host = entry->sender;
    g_strlcpy(record->host_id, document->from_agency, sizeof record->host_id);
    record->programme = session->programme;
    record->is_test = document->is_test;
    ledger_insert(ledger, SHELF_SESSIONS, record);
    return record;
}

/* Nobody comes to a session that is called off. */
static void
bookings_end(struct ledger *ledger, const struct session_record *session,
             const struct log_entry *entry)
{
    for (unsigned int i = 0; i < session->places->len; i++) {
        const struct place_record *record = g_ptr_array_index(session->places, i);

        if (place_is_held(record))
            matters_fold_effect(ledger, entry, &record->place.booking);
    }
}

static void
session_fold(struct ledger *ledger, const struct log_entry *entry,
             const struct document *document)
{
    const struct induction_session *session = &document->induction_session;
    struct session_record *record = session_open(ledger, entry, document);

    if (record == NULL)
        return;
    record->changed = entry->sequence;
    g_free(record->title);
    record->title = g_strdup(session->title);
    record->starts_us = session->starts_us;
    record->minutes = session->minutes;
    record->capacity = session->places;
    record->has_waiting_list = session->has_waiting_list;
    record->mode = session->mode;
    g_strfreev(record->roles);
    record->roles = words_copy(session->roles, session->role_count);
    record->is_cancelled = session->is_cancelled;
    if (record->is_cancelled) {
        bookings_end(ledger, record, entry);
        session_release(record, NULL, entry);
    } else
        session_settle(record, entry);
}

static void
session_announced(const struct ledger *ledger, const struct log_entry *entry,
                  const struct document *document, GArray *announcements)
{
    const struct session_record *session =
        ledger_find(ledger, SHELF_SESSIONS, &document->induction_session.session);

    if (session != NULL)
        session_announce(session, entry, announcements);
}

const struct family family_induction_sessions = {
    .ask = session_ask,
    .check = session_check,
    .fold = session_fold,
    .announce = session_announced,
};

static void
starter_fold(struct ledger *ledger, const struct log_entry *entry,
             const struct document *document)
{
    const struct induction_starter *starter = &document->induction_starter;
    struct starter_record *record = g_new0(struct starter_record, 1);

    record->id = document->id;
    record->agency = entry->sender;
    g_strlcpy(record->starter, starter->starter, sizeof record->starter);
    record->programme = starter->programme;
    record->sequence = entry->sequence;
    g_strlcpy(record->role, starter->role, sizeof record->role);
    record->started_on = starter->started_on;
    record->due_on = induction_starter_due(starter);
    record->ended_on = starter->ended_on;
    record->hosts = words_copy(starter->hosts, starter->host_count);
    record->is_test = document->is_test;
    ledger_insert(ledger, SHELF_STARTERS, record);
}

const struct family family_induction_starters = {
    .fold = starter_fold,
};
