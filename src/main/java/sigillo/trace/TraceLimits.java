package sigillo.trace;

import java.time.Duration;

/** Bounds of what a story may hold, in memory and in the store. */
final class TraceLimits {
    private TraceLimits() {}

    /** What waits for the disk, about; at full load of a two-core machine some seconds of events. */
    static final long PENDING_OCTETS_MAX = 4L << 20;
    /** Events of one batch: it stays under a megabyte when texts are of the usual length. */
    static final int BATCH_EVENTS_MAX = 2_000;
    /** The first event waits so long for others. A story is for people, and they look later. */
    static final Duration GATHERING = Duration.ofMillis(200);
    /** After the store refused: it will go on refusing for a while. */
    static final Duration PAUSE_AFTER_TROUBLE = Duration.ofSeconds(5);
    /** Complaints in the log, one of each kind. */
    static final Duration COMPLAINT_EVERY = Duration.ofMinutes(1);
    /** The sweep has work once a day; looking more often spreads it after a long stop. */
    static final Duration SWEEP_EVERY = Duration.ofHours(1);
    /** Rows that one write of the sweep changes, so that it never holds up a delivery. */
    static final int SWEEP_ROWS_MAX = 200;

    /** One sentence of ours. */
    static final int TEXT_CHARACTERS_MAX = 500;
    /** The other side's reply may be as long as it likes. RFC 5321 section 4.5.3.1.5 says 512 octets a line. */
    static final int REPLY_CHARACTERS_MAX = 1_000;
    /** Addresses of one event that are kept and can be looked up; no message has more recipients. */
    static final int ADDRESSES_MAX = 1_000;
    /** A row takes no further step beyond this; with the largest step it stays below what a value may have. */
    static final int ROW_CHARACTERS_MAX = 128 * 1024;

    /** Stories on one page of a look-up by address. */
    static final int PAGE_MAX = 100;
    /** Steps of one story that are read; a message of a thousand recipients over five days may have more. */
    static final int STEPS_MAX = 20_000;

    /** The event with what is too long cut: done before it waits, so that what waits is bounded. */
    static Event cut(Event event) {
        boolean fits = event.addresses().size() <= ADDRESSES_MAX && event.text().length() <= TEXT_CHARACTERS_MAX
            && event.reply().map(String::length).orElse(0) <= REPLY_CHARACTERS_MAX;
        if (fits) return event;
        var addresses = event.addresses().subList(0, Math.min(event.addresses().size(), ADDRESSES_MAX));
        return new Event(event.id(), event.at(), event.kind(), addresses, cut(event.text(), TEXT_CHARACTERS_MAX),
            event.reply().map(r -> cut(r, REPLY_CHARACTERS_MAX)));
    }

    private static String cut(String text, int charactersMax) {
        return text.length() <= charactersMax ? text : text.substring(0, charactersMax - 1) + "…";
    }
}
