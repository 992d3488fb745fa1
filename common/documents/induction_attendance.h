/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The coded part of an attendance: the host says who of a booking came.
 */
#ifndef DOCUMENTS_INDUCTION_ATTENDANCE_H
#define DOCUMENTS_INDUCTION_ATTENDANCE_H

#include "common/documents/matter_body.h"

enum attendance_result { ATTENDANCE_ATTENDED, ATTENDANCE_NO_SHOW, ATTENDANCE_EXCUSED };
extern const char *const attendance_result_names[];

struct attendance_line {
    const char *starter;
    enum attendance_result result;
};

struct induction_attendance {
    struct matter_body matter; /* the booking; first: document.matter */
    struct attendance_line *lines;
    size_t line_count;
};

#endif
