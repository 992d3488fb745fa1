/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/intake/matters.h"

#include "exchange/store/matters.h"

static void
matter_ask(struct log_question *question, const struct document *document)
{
    const struct matter_body *body = &document->matter;

    if (matter_life_of(document->kind) == NULL)
        shelf_ask(&question->shelves, SHELF_MATTERS, &body->matter);
    if (body->has_group)
        shelf_ask(&question->shelves, SHELF_MATTERS, &body->group);
    if (body->has_leg)
        g_array_append_val(question->legs, body->leg);
}

/* Opening. */

/* A leg that is named is one that both have, in its own case. */
static bool
check_leg(const struct ledger *ledger, const struct proposal *proposal, GError **error)
{
    const struct document *document = proposal->document;
    const struct leg_record *leg = ledger_find_leg(ledger, &document->matter.leg);
    int partner;

    if (leg == NULL ||
        (leg->referrer != proposal->sender && leg->recipient != proposal->sender))
        return refuse_unknown_leg(error);
    partner = leg->referrer == proposal->sender ? leg->recipient : leg->referrer;
    if (proposal->recipient != partner)
        return refusal_set(error, REFUSAL_WRONG_RECIPIENT,
                           "a leg is named to the other agency of that leg alone");
    if (!uuid_is_equal(&leg->case_id, &document->case_id))
        return refusal_set(error, REFUSAL_RULE,
                           "/document/@case: what is about a leg belongs to its case");
    if (kinds[document->kind].matter->leg == MATTER_OF_OPEN_LEG &&
        leg_state_is_final(leg->life.state))
        return refusal_set(error, REFUSAL_LIFECYCLE,
                           "lifecycle: the leg is %s, and only an agency with an open "
                           "leg is sent a %s",
                           leg_state_names[leg->life.state],
                           kinds[document->kind].name);
    return check_test(leg->is_test, document, error);
}

/* What was opened together has one opener, kind and case, and each other agency once.
 */
static bool
check_group(const struct ledger *ledger, const struct proposal *proposal,
            GError **error)
{
    const struct document *document = proposal->document;
    g_autoptr(GPtrArray) known = ledger_list(ledger, SHELF_MATTERS);

    for (unsigned int i = 0; i < known->len; i++) {
        const struct matter_record *matter = g_ptr_array_index(known, i);

        if (!matter->has_group ||
            !uuid_is_equal(&matter->group, &document->matter.group))
            continue;
        if (matter->opener != proposal->sender || matter->kind != document->kind ||
            (!kinds[matter->kind].is_own_case &&
             !uuid_is_equal(&matter->case_id, &document->case_id)))
            return refusal_set(error, REFUSAL_RULE,
                               "group: this id joins what another document opened; use "
                               "a new one");
        if (matter->other == proposal->recipient && matter->ended_us == 0)
            return refusal_set(error, REFUSAL_LIFECYCLE,
                               "lifecycle: this %s is already open with that agency",
                               matter->life.life->noun);
    }
    return true;
}

bool
matters_check_opening(const struct ledger *ledger, const struct proposal *proposal,
                      GError **error)
{
    const struct matter_body *body = &proposal->document->matter;

    return (!body->has_leg || check_leg(ledger, proposal, error)) &&
           (!body->has_group || check_group(ledger, proposal, error));
}

/* Steps. */

static unsigned int
party_of(const struct matter_record *matter, int agency)
{
    if (agency == LOG_AGENCY_EXCHANGE)
        return MATTER_EXCHANGE;
    if (agency == matter->opener)
        return MATTER_OPENER;
    if (matter->other == LOG_PUBLISHED)
        return MATTER_MEMBER;
    return agency == matter->other ? MATTER_OTHER : 0;
}

/* To the other of two; in what was published, a member writes to its opener. */
static bool
check_recipient(const struct matter_record *matter, const struct proposal *proposal,
                unsigned int by, GError **error)
{
    int recipient = by == MATTER_OPENER ? matter->other : matter->opener;

    if (proposal->recipient == recipient ||
        (by == MATTER_OPENER && matter->other == LOG_PUBLISHED))
        return true;
    return refusal_set(error, REFUSAL_WRONG_RECIPIENT,
                       "a step of this %s goes to the other agency of it",
                       matter->life.life->noun);
}

static struct matter_move
move_of(const struct document *document, unsigned int by)
{
    return (struct matter_move){
        .kind = document->kind,
        .word = document->matter.word,
        .by = by,
        .agency = document->from_agency,
        .body = &document->matter,
    };
}

bool
matters_check_step(const struct ledger *ledger, const struct proposal *proposal,
                   GError **error)
{
    const struct document *document = proposal->document;
    const struct matter_record *matter =
        ledger_find(ledger, SHELF_MATTERS, &document->matter.matter);
    unsigned int by = matter == NULL ? 0 : party_of(matter, proposal->sender);
    struct matter_move move = move_of(document, by);

    if (by == 0)
        return refusal_set(error, REFUSAL_UNKNOWN_MATTER,
                           "there is no such matter, or this agency is no party to it");
    if (!matter_check(&matter->life, &move, error) ||
        !check_recipient(matter, proposal, by, error) ||
        !check_test(matter->is_test, document, error))
        return false;
    if (!uuid_is_equal(&matter->case_id, &document->case_id))
        return refusal_set(error, REFUSAL_RULE,
                           "/document/@case: a step belongs to the case of its matter");
    return true;
}

bool
matters_check_rejection(const struct ledger *ledger, const struct proposal *proposal,
                        const struct log_entry *rejected, GError **error)
{
    const struct matter_record *matter =
        ledger_find(ledger, SHELF_MATTERS, &rejected->matter);

    return matter == NULL || check_test(matter->is_test, proposal->document, error);
}

static bool
matter_check_document(const struct ledger *ledger, const struct proposal *proposal,
                      GError **error)
{
    return matter_life_of(proposal->document->kind) != NULL
               ? matters_check_opening(ledger, proposal, error)
               : matters_check_step(ledger, proposal, error);
}

/* Folding. */

static void
line_add(struct matter_record *matter, const struct log_entry *entry, const char *word)
{
    const struct matter_line line = {
        .sequence = entry->sequence,
        .sender = entry->sender,
        .recipient = entry->recipient,
        .word = g_strdup(word),
        .state = matter->life.state,
    };

    matter_record_add(matter, &line);
    if (matter->ended_us == 0 && matter_is_final(&matter->life))
        matter->ended_us = entry->received_us;
}

void
matters_fold_opening(struct ledger *ledger, const struct log_entry *entry,
                     const struct document *document)
{
    const struct matter_body *body = &document->matter;
    struct matter_record *matter = matter_record_new();

    matter->id = document->id;
    matter->kind = document->kind;
    matter->has_group = body->has_group;
    matter->group = body->group;
    matter->has_leg = body->has_leg;
    matter->leg = body->leg;
    matter->case_id = document->case_id;
    matter->sequence = entry->sequence;
    matter->opener = entry->sender;
    matter->other = entry->recipient;
    matter->is_test = document->is_test;
    matter->opened_us = entry->received_us;
    matter_open(&matter->life, document);
    matter->has_new_points = body->point_count > 0;
    line_add(matter, entry, body->word);
    ledger_insert(ledger, SHELF_MATTERS, matter);
}

void
matters_fold_step(struct ledger *ledger, const struct log_entry *entry,
                  const struct document *document)
{
    const struct matter_body *body = &document->matter;
    struct matter_record *matter = ledger_change(ledger, SHELF_MATTERS, &body->matter);
    struct matter_move move;

    if (matter == NULL)
        return;
    move = move_of(document, party_of(matter, entry->sender));
    matter_take(&matter->life, &move);
    matter->has_new_points |= body->point_count + body->done_count > 0;
    line_add(matter, entry, body->word);
}

void
matters_fold_effect(struct ledger *ledger, const struct log_entry *entry,
                    const struct uuid *id)
{
    struct matter_record *matter = ledger_change(ledger, SHELF_MATTERS, id);
    const struct matter_move move = {.kind = entry->kind, .by = MATTER_EXCHANGE};
    struct log_entry seen = *entry;

    if (matter == NULL || !matter_check(&matter->life, &move, NULL))
        return;
    matter_take(&matter->life, &move);
    /* A published entry may be everybody's to read; the matter is these two agencies'.
     */
    seen.recipient = entry->sender == matter->opener ? matter->other : matter->opener;
    line_add(matter, &seen, NULL);
}

static void
matter_fold_document(struct ledger *ledger, const struct log_entry *entry,
                     const struct document *document)
{
    if (matter_life_of(document->kind) != NULL)
        matters_fold_opening(ledger, entry, document);
    else
        matters_fold_step(ledger, entry, document);
}

void
matters_fold_rejection(struct ledger *ledger, const struct log_entry *entry,
                       const struct log_entry *rejected)
{
    struct matter_record *matter =
        ledger_change(ledger, SHELF_MATTERS, &rejected->matter);

    if (matter == NULL)
        return;
    if (uuid_is_equal(&rejected->id, &matter->id) && !matter_is_final(&matter->life)) {
        matter_fail(&matter->life);
    } else {
        matter->has_flagged = true;
        matter->flagged = rejected->id;
    }
    line_add(matter, entry, NULL);
}

void
matters_fold_repeat(struct ledger *ledger, const struct log_entry *former)
{
    struct matter_record *matter =
        ledger_change(ledger, SHELF_MATTERS, &former->matter);

    if (matter != NULL && matter->has_flagged &&
        uuid_is_equal(&matter->flagged, &former->id))
        matter->has_flagged = false;
}

const struct family family_matters = {
    .ask = matter_ask,
    .check = matter_check_document,
    .fold = matter_fold_document,
};
