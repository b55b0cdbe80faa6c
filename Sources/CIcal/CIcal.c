#include "CIcal.h"

#include <libical/ical.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/// The first and last second that libical and iCalendar's four-digit years can both express.
static const int64_t first_second = -62135596800;  // 0001-01-01T00:00:00
static const int64_t last_second = 253402300799;   // 9999-12-31T23:59:59

/// Guards libical's table of built-in zones and the expansion of every zone.
static pthread_mutex_t zones_lock = PTHREAD_MUTEX_INITIALIZER;

static pthread_once_t set_up_once = PTHREAD_ONCE_INIT;

/// By default libical aborts the process on malformed data.
static void set_up(void)
{
    icalerror_set_errors_are_fatal(0);
}

static struct icaltimetype time_of(cical_stamp stamp)
{
    struct icaltimetype time =
        icaltime_from_timet_with_zone((time_t)stamp.seconds, 0, icaltimezone_get_utc_timezone());
    time.is_date = stamp.is_date;
    if (stamp.is_date) {
        time.hour = time.minute = time.second = 0;
    }
    time.zone = stamp.is_utc && !stamp.is_date ? icaltimezone_get_utc_timezone() : NULL;
    return time;
}

static int64_t seconds_of(struct icaltimetype time)
{
    time.zone = NULL;
    return (int64_t)icaltime_as_timet(time);
}

static bool in_range(int64_t seconds)
{
    return first_second <= seconds && seconds <= last_second;
}

// MARK: - Dates, times, durations

bool cical_stamp_read(const char *text, cical_stamp *out)
{
    pthread_once(&set_up_once, set_up);
    size_t length = strlen(text);
    if (length != 8 && length != 15 && length != 16) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        bool is_mark = (i == 8 && text[i] == 'T') || (i == 15 && text[i] == 'Z');
        bool is_digit = '0' <= text[i] && text[i] <= '9' && i != 8 && i != 15;
        if (!is_mark && !is_digit) {
            return false;
        }
    }
    struct icaltimetype time = icaltime_from_string(text);
    if (time.second == 60) {
        time.second = 59;  // a leap second; POSIX time has none
    }
    struct icaltimetype normal = icaltime_normalize(time);
    if (icaltime_is_null_time(time) || time.year < 1 || time.month != normal.month ||
        time.day != normal.day || time.hour != normal.hour || time.minute != normal.minute ||
        time.second != normal.second) {
        return false;
    }
    out->seconds = seconds_of(time);
    out->is_date = length == 8;
    out->is_utc = length == 16;
    return in_range(out->seconds);
}

bool cical_stamp_write(cical_stamp stamp, char out[17])
{
    if (!in_range(stamp.seconds)) {
        return false;
    }
    char *text = icaltime_as_ical_string_r(time_of(stamp));
    if (text == NULL) {
        return false;
    }
    bool fits = strlen(text) < 17;
    if (fits) {
        strcpy(out, text);
    }
    icalmemory_free_buffer(text);
    return fits;
}

bool cical_duration_read(const char *text, int64_t *days, int64_t *seconds)
{
    pthread_once(&set_up_once, set_up);
    struct icaldurationtype duration = icaldurationtype_from_string(text);
    if (icaldurationtype_is_bad_duration(duration)) {
        return false;
    }
    int64_t sign = duration.is_neg ? -1 : 1;
    *days = sign * ((int64_t)duration.weeks * 7 + duration.days);
    *seconds = sign * ((int64_t)duration.hours * 3600 + (int64_t)duration.minutes * 60 +
                       (int64_t)duration.seconds);
    return true;
}

// MARK: - Recurrence rules

static int values_in(const short *list, int capacity)
{
    int count = 0;
    while (count < capacity && list[count] != ICAL_RECURRENCE_ARRAY_MAX) {
        count++;
    }
    return count;
}

static int at_least_one(int number)
{
    return number > 0 ? number : 1;
}

static int index_of(icalrecurrencetype_frequency frequency)
{
    switch (frequency) {
    case ICAL_SECONDLY_RECURRENCE: return 0;
    case ICAL_MINUTELY_RECURRENCE: return 1;
    case ICAL_HOURLY_RECURRENCE: return 2;
    case ICAL_DAILY_RECURRENCE: return 3;
    case ICAL_WEEKLY_RECURRENCE: return 4;
    case ICAL_MONTHLY_RECURRENCE: return 5;
    case ICAL_YEARLY_RECURRENCE: return 6;
    default: return -1;
    }
}

/// Fills `rule`; if it can be read, its `rscale` belongs to the caller afterwards.
static bool read_rule(const char *text, struct icalrecurrencetype *rule)
{
    pthread_once(&set_up_once, set_up);
    *rule = icalrecurrencetype_from_string(text);
    if (index_of(rule->freq) < 0) {
        free(rule->rscale);
        return false;
    }
    return true;
}

bool cical_rule_read(const char *text, cical_rule_facts *out)
{
    struct icalrecurrencetype rule;
    if (!read_rule(text, &rule)) {
        return false;
    }
    int hours = at_least_one(values_in(rule.by_hour, ICAL_BY_HOUR_SIZE));
    int minutes = at_least_one(values_in(rule.by_minute, ICAL_BY_MINUTE_SIZE));
    int seconds = at_least_one(values_in(rule.by_second, ICAL_BY_SECOND_SIZE));
    out->frequency = index_of(rule.freq);
    out->interval = at_least_one(rule.interval);
    out->count = rule.count;
    out->per_step = (out->frequency > 2 ? hours : 1) * (out->frequency > 1 ? minutes : 1) *
                    (out->frequency > 0 ? seconds : 1);
    out->has_until = !icaltime_is_null_time(rule.until);
    if (out->has_until) {
        out->until.seconds = seconds_of(rule.until);
        out->until.is_date = rule.until.is_date;
        out->until.is_utc = icaltime_is_utc(rule.until);
    }
    free(rule.rscale);
    return true;
}

struct cical_iterator {
    icalrecur_iterator *inner;
    char *rscale;
};

/// Moves the start of a rule that steps by less than a day towards `from`, by whole steps.
///
/// `icalrecur_iterator_set_start` counts such steps within one day only and would land beside them.
static void skip_by_steps(cical_stamp *start, int64_t step, int64_t from)
{
    if (from > start->seconds) {
        start->seconds += (from - start->seconds) / step * step;
    }
}

static void skip_ahead(
    struct icalrecurrencetype *rule, cical_stamp *start, int64_t from, icalrecur_iterator **inner)
{
    if (rule->freq >= ICAL_DAILY_RECURRENCE && from > start->seconds) {
        cical_stamp stamp = {.seconds = from, .is_date = start->is_date};
        icalrecur_iterator_set_start(*inner, time_of(stamp));
    }
}

cical_iterator *cical_iterator_new(
    const char *text, cical_stamp start, int64_t from, int64_t until)
{
    struct icalrecurrencetype rule;
    if (!in_range(start.seconds) || !in_range(from) || !in_range(until) ||
        !read_rule(text, &rule)) {
        return NULL;
    }
    static const int64_t step[] = {1, 60, 3600};
    int frequency = index_of(rule.freq);
    bool skips = rule.count == 0;
    if (skips && frequency < 3) {
        skip_by_steps(&start, step[frequency] * at_least_one(rule.interval), from);
    }
    start.is_utc = false;
    cical_stamp last = {.seconds = until, .is_date = start.is_date};
    rule.until = time_of(last);

    cical_iterator *iterator = calloc(1, sizeof *iterator);
    icalrecur_iterator *inner = icalrecur_iterator_new(rule, time_of(start));
    if (iterator == NULL || inner == NULL) {
        free(iterator);
        free(rule.rscale);
        if (inner != NULL) {
            icalrecur_iterator_free(inner);
        }
        return NULL;
    }
    if (skips) {
        skip_ahead(&rule, &start, from, &inner);
    }
    iterator->inner = inner;
    iterator->rscale = rule.rscale;
    return iterator;
}

bool cical_iterator_next(cical_iterator *iterator, int64_t *seconds)
{
    struct icaltimetype next = icalrecur_iterator_next(iterator->inner);
    if (icaltime_is_null_time(next)) {
        return false;
    }
    *seconds = seconds_of(next);
    return true;
}

void cical_iterator_free(cical_iterator *iterator)
{
    if (iterator == NULL) {
        return;
    }
    icalrecur_iterator_free(iterator->inner);
    free(iterator->rscale);
    free(iterator);
}

// MARK: - Time zones

struct cical_zone {
    icaltimezone *zone;
    bool is_owned;  // else it belongs to libical's table and lives as long as the process
};

static cical_zone *wrap(icaltimezone *zone, bool is_owned)
{
    cical_zone *wrapped = zone == NULL ? NULL : malloc(sizeof *wrapped);
    if (wrapped != NULL) {
        wrapped->zone = zone;
        wrapped->is_owned = is_owned;
    }
    return wrapped;
}

static bool is_plain_name(const char *name)
{
    static const char permitted[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";
    size_t length = strlen(name);
    return length > 0 && length <= 64 && name[0] != '/' && name[length - 1] != '/' &&
           strspn(name, permitted) == length && strstr(name, "//") == NULL;
}

cical_zone *cical_zone_named(const char *name)
{
    pthread_once(&set_up_once, set_up);
    if (!is_plain_name(name)) {
        return NULL;
    }
    pthread_mutex_lock(&zones_lock);
    icaltimezone *zone = icaltimezone_get_builtin_timezone(name);
    if (zone != NULL && icaltimezone_get_component(zone) == NULL &&
        zone != icaltimezone_get_utc_timezone()) {
        zone = NULL;  // named in the table, but its file cannot be read
    }
    cical_zone *wrapped = wrap(zone, false);
    pthread_mutex_unlock(&zones_lock);
    return wrapped;
}

static cical_zone *parse_zone(const char *vtimezone)
{
    icalcomponent *component = icalparser_parse_string(vtimezone);
    if (component == NULL) {
        return NULL;
    }
    icaltimezone *zone = icaltimezone_new();
    if (icalcomponent_isa(component) != ICAL_VTIMEZONE_COMPONENT || zone == NULL ||
        !icaltimezone_set_component(zone, component)) {
        icalcomponent_free(component);
        if (zone != NULL) {
            icaltimezone_free(zone, 1);
        }
        return NULL;
    }
    cical_zone *wrapped = wrap(zone, true);
    if (wrapped == NULL) {
        icaltimezone_free(zone, 1);
    }
    return wrapped;
}

cical_zone *cical_zone_parsed(const char *vtimezone)
{
    pthread_once(&set_up_once, set_up);
    pthread_mutex_lock(&zones_lock);
    cical_zone *wrapped = parse_zone(vtimezone);
    pthread_mutex_unlock(&zones_lock);
    return wrapped;
}

int32_t cical_zone_offset(cical_zone *zone, int64_t utc)
{
    static const int64_t year_1900 = -2208988800;
    static const int64_t year_2100 = 4102444800;
    cical_stamp stamp = {
        .seconds = utc < year_1900 ? year_1900 : utc >= year_2100 ? year_2100 - 1 : utc,
        .is_utc = true,
    };
    struct icaltimetype time = time_of(stamp);
    pthread_mutex_lock(&zones_lock);
    int offset = icaltimezone_get_utc_offset_of_utc_time(zone->zone, &time, NULL);
    pthread_mutex_unlock(&zones_lock);
    return offset;
}

void cical_zone_free(cical_zone *zone)
{
    if (zone == NULL) {
        return;
    }
    if (zone->is_owned) {
        pthread_mutex_lock(&zones_lock);
        icaltimezone_free(zone->zone, 1);
        pthread_mutex_unlock(&zones_lock);
    }
    free(zone);
}
