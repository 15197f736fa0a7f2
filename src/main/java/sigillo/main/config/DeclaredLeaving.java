package sigillo.main.config;

import java.time.Duration;

/** When what leaves is tried: the settings of the queue. */
final class DeclaredLeaving {
    private DeclaredLeaving() {}

    static Config.Queue queue(Section top) {
        var queue = top.section("queue", "Mail that is to leave.");
        var giveUp = queue.value("give_up_after", Kind.WAIT, Duration.ofDays(5),
            "So long delivery is tried. Time in which this server had no network does not count.");
        var notice = queue.value("delay_notice_after", Kind.WAIT, Duration.ofHours(4),
            "Then a sender is told of a delay.");
        boolean contradict = notice.compareTo(giveUp) >= 0;
        if (contradict) {
            queue.wrong(queue.isSet("delay_notice_after") ? "delay_notice_after" : "give_up_after",
                "delay_notice_after (" + Values.shown(notice) + ") must be shorter than give_up_after ("
                    + Values.shown(giveUp) + ")");
        }
        int attempts = queue.number("attempts_at_once", 60, 4, 1_000,
            "Deliveries at one time: in all, and to one destination.");
        int perDestination = queue.number("attempts_per_destination", 5, 1, 100, "");
        queue.end();
        return new Config.Queue(giveUp, notice, attempts, perDestination);
    }
}
