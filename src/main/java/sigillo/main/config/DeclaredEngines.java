package sigillo.main.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import sigillo.engines.EngineSettings;
import sigillo.engines.Place;

/** Which other programs look at mail. */
final class DeclaredEngines {
    private static final Kind<Duration> DEADLINE = Kind.DURATION.where(
        time -> time.toSeconds() >= 1 && time.toMinutes() <= 4, "\"1 seconds\" to \"4 minutes\" would be right");
    private static final Kind<Duration> LOOK_AGAIN = Kind.DURATION.where(
        time -> time.isZero() || time.toDays() >= 1 && time.compareTo(EngineSettings.LOOK_AGAIN_MAX) <= 0, "\"1 days\" to \"60 days\" would be right, or \"0 days\" for never");
    private static final Kind<Without> WITHOUT = Kind.oneOf(Without.class);

    private enum Without { TAKE, DEFER }

    private DeclaredEngines() {}

    static EngineSettings settings(Section top) {
        var here = top.section("engines", """
            Other programs that look at mail when it comes (docs/filter.md). Each is switched on by the place where it listens:
            a socket such as "/run/clamav/clamd.ctl", or "127.0.0.1:3310".""");
        var clamd = here.maybe("clamd", place(EngineSettings.CLAMD_PORT), "ClamAV. What it finds a virus in is refused.");
        var spamd = here.maybe("spamd", place(EngineSettings.SPAMD_PORT), "SpamAssassin. What it thinks is one reason among others.");
        var rspamd = here.maybe("rspamd", place(EngineSettings.RSPAMD_PORT), "Rspamd, its normal worker. As SpamAssassin.");
        var milters = here.list("milters", place(0), List.of(), "Filters that speak the milter protocol. What they refuse is refused.");
        if (milters.size() > EngineSettings.MILTERS_MAX) here.wrong("milters", "at most " + EngineSettings.MILTERS_MAX + " are possible");
        var deadline = here.value("deadline", DEADLINE, EngineSettings.DEADLINE, "A message waits so long for all of them, side by side.");
        var without = here.value("when_silent", WITHOUT, Without.TAKE, """
            What becomes of mail while one of them gives no answer. take: it comes in without that one, and an alarm says
            so. defer: its sender is told to come again (451).""");
        boolean isAnywhere = here.flag("anywhere", false, """
            Whether mail may go to them in clear through networks of others: without it they are on this machine or in a
            private network.""");
        var lookAgain = here.value("look_again", LOOK_AGAIN, EngineSettings.LOOK_AGAIN, """
            When ClamAV has other signatures, mail that came in this time is looked at again; what is infected goes to Junk, and its
            owner is told. "0 days" is never.""");
        here.end();
        return new EngineSettings(near(here, "clamd", clamd, isAnywhere), near(here, "spamd", spamd, isAnywhere), near(here, "rspamd", rspamd, isAnywhere),
            milters.stream().limit(EngineSettings.MILTERS_MAX).filter(one -> near(here, "milters", Optional.of(one), isAnywhere).isPresent()).toList(),
            deadline, without == Without.DEFER, isAnywhere, lookAgain);
    }

    private static Kind<Place> place(int usualPort) {
        return new Kind<>(text -> Place.parse(text, usualPort), Place::toString, usualPort == 0 ? "a socket such as \"/run/opendkim.sock\", or \"127.0.0.1:8891\", would be right"
            : "a socket such as \"/run/program.sock\", or \"127.0.0.1:" + usualPort + "\", would be right");
    }

    /** A name is looked at when it is used: what it means may change. */
    private static Optional<Place> near(Section here, String key, Optional<Place> place, boolean isAnywhere) {
        if (isAnywhere || place.filter(Place::isFar).isEmpty()) return place;
        here.wrong(key, place.get() + " is in a public network, and mail would go there in clear; a tunnel with private addresses, or"
            + " engines.anywhere = true, would be right");
        return Optional.empty();
    }
}
