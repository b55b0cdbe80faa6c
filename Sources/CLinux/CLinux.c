// strptime(3) is not part of plain C.
#define _GNU_SOURCE
#include "CLinux.h"
#include <string.h>

time_t domovoy_utc_time(const char *text, const char *format) {
    struct tm civil = {0};
    char written[64];
    if (strptime(text, format, &civil) == NULL) return -1;
    const time_t seconds = timegm(&civil);
    // It reads leniently: single digits, a 31 June, another day's name, text behind.
    if (gmtime_r(&seconds, &civil) == NULL) return -1;
    const size_t length = strftime(written, sizeof written, format, &civil);
    return length > 0 && strcmp(written, text) == 0 ? seconds : -1;
}
