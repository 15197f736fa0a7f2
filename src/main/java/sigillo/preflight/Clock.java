package sigillo.preflight;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.dns.DnsData;
import sigillo.dns.DnsType;
import sigillo.dns.Lookup;

/** Whether the clock is right: certificates, codes of authenticators and signatures of others are good at their time only. */
public final class Clock {
    public static final String NAME = "clock";
    /** Time servers of all the world, of three houses. */
    static final List<String> SERVERS = List.of("time.cloudflare.com", "pool.ntp.org", "time.google.com");
    /** RFC 6238 section 5.2: codes of authenticators are good for half a minute. */
    private static final Duration WARNING = Duration.ofSeconds(10);
    /** Signed changes of DNS (TSIG) are refused beyond 300 s. */
    private static final Duration WRONG = Duration.ofMinutes(2);
    private static final Words STEP = new Words("Set the clock, and let a time service keep it (such as systemd-timesyncd).",
        "Regolare l'orologio, e lasciarlo a un servizio di ora (come systemd-timesyncd).");

    private static final int NTP = 123;

    private Clock() {}

    /** How far each that answers is ahead of us. One after the other until the thread is interrupted. */
    static List<Duration> look(List<String> servers, Lookup dns, TimeSource time) {
        var ahead = new ArrayList<Duration>();
        for (var server : servers) {
            if (Thread.currentThread().isInterrupted()) break;
            dns.ask(server, DnsType.A).all(DnsData.Host.class).stream().findFirst().flatMap(host -> time.ahead(host.address())).ifPresent(ahead::add);
        }
        return ahead;
    }

    /** The same, of servers of one's own. */
    static List<Duration> look(List<InetSocketAddress> servers) {
        var ahead = new ArrayList<Duration>();
        for (var server : servers) {
            if (Thread.currentThread().isInterrupted()) break;
            new SntpSource(server.getPort(), Optional.empty()).ahead(server.getAddress()).ifPresent(ahead::add);
        }
        return ahead;
    }

    /** The middle one counts: one that is wrong or lies does not. */
    static Result judge(List<Duration> ahead) {
        var middle = ahead.stream().sorted().skip(ahead.size() / 2).findFirst();
        if (middle.isEmpty()) {
            return Result.unknown(NAME, new Words("No time server answers.", "Nessun server dell'ora risponde."),
                new Words("Compare the clock yourself, or let UDP port 123 out.", "Confrontare l'orologio da sé, o lasciar uscire la porta UDP 123."));
        }
        var off = middle.get().abs();
        if (off.compareTo(WARNING) < 0) return Result.fine(NAME, Words.of("The clock is right within %d s.", "L'orologio è giusto entro %d s.", off.toSeconds() + 1));
        var sentence = middle.get().isNegative() ? Words.of("The clock is %d s fast.", "L'orologio è avanti di %d s.", off.toSeconds())
            : Words.of("The clock is %d s slow.", "L'orologio è indietro di %d s.", off.toSeconds());
        return off.compareTo(WRONG) < 0 ? Result.warning(NAME, sentence, STEP) : Result.wrong(NAME, sentence, STEP);
    }

    /** For who has no other. */
    public static TimeSource overNetwork() { return new SntpSource(NTP, Optional.empty())::ahead; }
}
