/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/intake/leg_life.h"

#include "exchange/intake/vacancies.h"

static void
step_append(struct ledger *ledger, const struct log_entry *entry,
            const struct leg_record *leg, enum leg_event event)
{
    struct leg_step step = {
        .leg = leg->id,
        .sequence = entry->sequence,
        .event = event,
        .state = leg->life.state,
    };

    g_array_append_val(ledger_rows(ledger)->steps, step);
}

void
leg_note(struct ledger *ledger, const struct log_entry *entry,
         const struct leg_record *leg, enum leg_fact_kind kind, const char *code,
         const char *value)
{
    struct leg_fact fact = {.leg = leg->id, .sequence = entry->sequence, .kind = kind};

    if (code == NULL)
        return;
    g_strlcpy(fact.code, code, sizeof(fact.code));
    if (value != NULL)
        g_strlcpy(fact.value, value, sizeof(fact.value));
    g_array_append_val(ledger_rows(ledger)->facts, fact);
}

static void
time_set_once(int64_t *time_us, const struct log_entry *entry)
{
    if (*time_us == 0)
        *time_us = entry->received_us;
}

static bool
event_decides(enum leg_event event)
{
    return event == EVENT_ACCEPT || event == EVENT_DECLINE || event == EVENT_REDIRECT;
}

void
leg_take(struct ledger *ledger, const struct log_entry *entry, struct leg_record *leg,
         enum leg_event event)
{
    lifecycle_take(&leg->life, event);
    if (entry->sender == leg->recipient)
        time_set_once(&leg->delivered_us, entry);
    if (event == EVENT_ACKNOWLEDGE)
        time_set_once(&leg->acknowledged_us, entry);
    if (event_decides(event))
        time_set_once(&leg->decided_us, entry);
    if (event == EVENT_ACCEPT) {
        time_set_once(&leg->accepted_us, entry);
        leg->is_awarded = leg->life.mode == MODE_FIRST_ACCEPT;
    }
    if (leg_state_is_final(leg->life.state))
        time_set_once(&leg->ended_us, entry);
    vacancies_release(ledger, leg);
    step_append(ledger, entry, leg, event);
}
