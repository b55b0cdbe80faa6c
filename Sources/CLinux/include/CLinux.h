/// What Swift's Glibc module does not bring along.
#ifndef DOMOVOY_CLINUX_H
#define DOMOVOY_CLINUX_H

#include <sys/socket.h>
#include <sys/timex.h>
#include <stdbool.h>

/// Whether the kernel calls the wall clock synchronised: `adjtimex(2)`, asked without changing anything. False also
/// where the call is forbidden.
static inline bool domovoy_clock_is_synchronised(void) {
    struct timex status = { .modes = 0 };
    const int state = adjtimex(&status);
    return state >= 0 && state != TIME_ERROR && (status.status & STA_UNSYNC) == 0;
}

#endif
