/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/fan_out.h"

#include "agency-client/office/compose_matter.h"

void
fan_out_clear(struct fan_out *fan_out)
{
    g_clear_pointer(&fan_out->composed, composed_free);
    g_clear_pointer(&fan_out->closed, g_ptr_array_unref);
}

static bool
is_told(const struct composed *composed, const char *agency)
{
    for (unsigned i = 0; i < composed->items->len; i++) {
        const struct outbox_item *item = composed->items->pdata[i];

        if (g_strcmp0(item->recipient, agency) == 0)
            return true;
    }
    return false;
}

/* Takes everything that one composed holds over into the other. */
static void
take_over(struct composed *all, struct composed *one)
{
    g_ptr_array_extend_and_steal(all->items, g_steal_pointer(&one->items));
    g_ptr_array_extend_and_steal(all->matters, g_steal_pointer(&one->matters));
}

/* A file for one agency would tell it what is meant for another. */
static bool
check_recipients(const struct composed *composed, const char *partner, GError **error)
{
    for (unsigned i = 0; i < composed->items->len; i++) {
        const struct outbox_item *item = composed->items->pdata[i];

        if (g_strcmp0(item->recipient, partner) == 0)
            continue;
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                    "the file names %s, and the open referral is with %s: leave <to> "
                    "out, and each agency with an open referral is told",
                    item->recipient, partner);
        return false;
    }
    return true;
}

static bool
add_leg(struct office *office, GBytes *file, const struct authoring_peek *look,
        const struct known_leg *known, struct fan_out *fan_out, GPtrArray *violations,
        GError **error)
{
    g_autoptr(composed) one = NULL;
    struct authoring_peek peek = *look;
    struct progress progress;

    if (!progress_read(office, known, &progress, error))
        return false;
    if (leg_state_is_final(progress.leg.state)) {
        g_ptr_array_add(fan_out->closed, (struct known_leg *)known);
        return true;
    }
    if (is_told(fan_out->composed, progress.partner))
        return true;
    peek.has_leg = uuid_read(known->leg, &peek.leg);
    one = compose_matter(office, NULL, file, &peek, violations, error);
    if (one == NULL || !check_recipients(one, progress.partner, error))
        return false;
    take_over(fan_out->composed, one);
    return true;
}

bool
fan_out_compose(struct office *office, GBytes *file, enum kind kind,
                const GPtrArray *legs, struct fan_out *fan_out, GPtrArray *violations,
                GError **error)
{
    struct authoring_peek peek;

    if (!authoring_look(file, &peek, violations, error))
        return false;
    if (peek.kind != kind)
        return compose_refuse_kind(peek.kind, kind, error);
    fan_out->composed = composed_new(kind);
    fan_out->closed = g_ptr_array_new();
    for (unsigned i = 0; i < legs->len; i++)
        if (!add_leg(office, file, &peek, legs->pdata[i], fan_out, violations, error))
            return false;
    if (fan_out->composed->items->len > 0)
        return true;
    g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_STEP,
                "no agency has an open referral in this case, so nobody may be told "
                "through the exchange");
    return false;
}
