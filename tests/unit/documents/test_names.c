/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of names in the code hold exactly the codes of the schema's lists. */
#include "common/documents/document.h"
#include "common/documents/labels.h"
#include "common/documents/lifecycle.h"
#include "common/documents/names.h"
#include "common/documents/statistics_view.h"

static struct labels *labels;

static const struct {
    const char *list;
    const char *const *names;
    unsigned unlisted; /* names at the front that no document ever holds */
} tables[] = {
    {"mode", referral_mode_names, 0},
    {"urgency", urgency_names, 0},
    {"needLevel", need_level_names, 0},
    {"decision", decision_names, 0},
    {"status", status_names, 0},
    {"ending", ending_names, 0},
    {"result", need_result_names, 0},
    {"answer", answer_names, 0},
    {"rejectionReason", rejection_reason_names, 0},
    {"noticeKind", notice_kind_names, 0},
    {"agencyKind", agency_kind_names, 0},
    {"agencyStatus", agency_status_names, 0},
    {"certificateUsage", certificate_usage_names, 0},
    {"legState", leg_state_names, 1},
    {"step", leg_event_names, 0},
    {"party", leg_party_names, 0},
    {"gone", mailbox_gone_names, 1},
    {"flag", cell_flag_names, 1},
    {"scope", statistics_scope_names, 0},
};

static void
each_table_of_names_is_its_code_list(void)
{
    for (size_t index = 0; index < G_N_ELEMENTS(tables); index++) {
        const struct label_list *list = labels_find_list(labels, tables[index].list);

        g_test_message("%s", tables[index].list);
        g_assert_nonnull(list);
        for (const char *const *name = tables[index].names + tables[index].unlisted;
             *name != NULL; name++)
            g_assert_nonnull(labels_find_code(labels, list->name, *name));
        for (size_t code = 0; code < list->code_count; code++)
            g_assert_cmpint(name_index(tables[index].names, list->codes[code].code), >=,
                            0);
    }
}

static void
each_kind_of_the_table_is_a_code(void)
{
    const struct label_list *list = labels_find_list(labels, "kind");

    g_assert_cmpuint(list->code_count, ==, KIND_COUNT);
    for (int kind = 0; kind < KIND_COUNT; kind++)
        g_assert_nonnull(labels_find_code(labels, "kind", kinds[kind].name));
}

static void
a_final_state_is_marked_so_in_the_list(void)
{
    for (int state = LEG_OFFERED; state < LEG_STATES; state++) {
        const struct label_code *code =
            labels_find_code(labels, "legState", leg_state_names[state]);

        g_assert_cmpint(g_strcmp0(code->group, "final") == 0, ==,
                        leg_state_is_final((enum leg_state)state));
    }
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    labels = labels_load();
    g_test_add_func("/names/each-table-of-names-is-its-code-list",
                    each_table_of_names_is_its_code_list);
    g_test_add_func("/names/each-kind-of-the-table-is-a-code",
                    each_kind_of_the_table_is_a_code);
    g_test_add_func("/names/a-final-state-is-marked-so-in-the-list",
                    a_final_state_is_marked_so_in_the_list);
    status = g_test_run();
    labels_free(labels);
    return status;
}
