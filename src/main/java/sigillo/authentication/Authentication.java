package sigillo.authentication;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import sigillo.authres.AuthResults;
import sigillo.authres.AuthResultsWriter;
import sigillo.base.Address;
import sigillo.base.Complaints;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.dns.Lookup;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;
import sigillo.smtp.Origin;

/** Finds out whether messages come from where they say. Any thread. */
public final class Authentication {
    private final Domain hostname;
    private final Optional<Lookup> dns;
    private final AuthenticationSettings settings;
    private final InstantSource clock;
    private final Complaints complaints;
    private final ExaminationRoom room = new ExaminationRoom(AuthenticationLimits.EXAMINED_OCTETS_MAX);
    private final ExaminationRoom waiting = new ExaminationRoom(AuthenticationLimits.WAITING_OCTETS_MAX);
    private final Semaphore largeUnasked = new Semaphore(AuthenticationLimits.LARGE_UNASKED_AT_ONCE, true);
    private final Patience patience;

    /** Without {@code dns} nothing is found out. */
    public Authentication(Domain hostname, Optional<Lookup> dns, AuthenticationSettings settings, InstantSource clock) {
        this(hostname, dns, settings, FirstSeen.HERE, clock);
    }

    /** {@code firsts}: asked about domains of which mail is to come again. */
    public Authentication(
            Domain hostname, Optional<Lookup> dns, AuthenticationSettings settings, FirstSeen firsts, InstantSource clock) {
        this.hostname = hostname;
        this.dns = dns;
        this.settings = settings;
        this.clock = clock;
        this.patience = new Patience(settings.patience(), firsts);
        this.complaints = new Complaints(System.getLogger(Authentication.class.getName()), clock);
    }

    /** One that never asks. */
    public static Authentication none(Domain hostname, InstantSource clock) {
        return new Authentication(hostname, Optional.empty(), AuthenticationSettings.DEFAULT, clock);
    }

    /** What came of a message, which was looked at as far as that is asked. */
    public sealed interface Outcome {
        /** {@code findings}: empty for what is not asked about. */
        record Checked(Optional<Findings> findings) implements Outcome {}

        /** DNS cannot say now whether it is of whom it says, and its sender is to come again. */
        record Undecided(Findings findings) implements Outcome {}
    }

    /** Room in memory for the header of a message, and for what is found out about it; until it is closed. */
    public interface Place extends AutoCloseable {
        /**
         * All is found out, and it waits for others, such as programs that look at mail: its place is for the next one, as far as
         * there is room for those that wait.
         */
        default void isChecked() {}

        @Override void close();
    }

    /** One thread. */
    private final class Taken implements Place {
        private final InetAddress client;
        private final long octets;
        private boolean isWaiting;

        Taken(InetAddress client, long octets) {
            this.client = client;
            this.octets = octets;
        }

        @Override public void isChecked() {
            if (isWaiting || ExaminationRoom.isLarge(octets) || !waiting.take(client, weightWaiting())) return;
            isWaiting = true;
            room.give(client, octets);
        }

        /** What DNS said is kept no longer. */
        private long weightWaiting() { return octets - AuthenticationLimits.EXAMINATION_OCTETS + AuthenticationLimits.FINDINGS_OCTETS; }

        @Override public void close() {
            if (isWaiting) waiting.give(client, weightWaiting());
            else room.give(client, octets);
        }
    }

    /**
     * To be asked before the header is read, of which strangers decide how long it is. Empty when there is none now for
     * one of this client. Of messages that are not asked about, those with a large header wait for each other here.
     */
    public Optional<Place> place(Origin origin, Octets message) throws IOException {
        long octets = ExaminationRoom.weight(HeaderSection.measure(message, MessageLimits.DEFAULT));
        if (dns.isEmpty() || !concerns(origin)) return Optional.of(placeUnasked(octets));
        var client = origin.client().orElseThrow();
        return room.take(client, octets) ? Optional.of(new Taken(client, octets)) : Optional.empty();
    }

    private Place placeUnasked(long octets) {
        if (!ExaminationRoom.isLarge(octets)) return () -> { };
        largeUnasked.acquireUninterruptibly(); // nobody holds it while he waits for DNS
        return largeUnasked::release;
    }

    /**
     * Not asked about are mail of those who signed in, from networks that are not checked, and by LMTP, where the client
     * is not who sent it. Waits for DNS, no longer than the deadline. Throws only when the message cannot be read. To be
     * asked while there is a {@link #place} for it.
     */
    public Outcome check(Origin origin, Optional<Address> sender, Octets message, HeaderSection section)
            throws IOException {
        if (dns.isEmpty() || !concerns(origin)) return new Outcome.Checked(Optional.empty());
        var found = examined(origin, sender, message, section);
        boolean isToWait = found.isUndecided() && patience.waits(found.dmarc().domain(), clock.instant());
        return isToWait ? new Outcome.Undecided(found) : new Outcome.Checked(Optional.of(found));
    }

    private Findings examined(Origin origin, Optional<Address> sender, Octets message, HeaderSection section)
            throws IOException {
        Instant now = clock.instant();
        var who = new Examination.Who(origin.client().orElseThrow(), origin.helo(), sender, hostname, now);
        return Examination.of(who, message, section, dns.orElseThrow().ofMessage(who.client()), settings, complaints);
    }

    private boolean concerns(Origin origin) {
        boolean isRelayed = origin.protocol().toUpperCase(Locale.ROOT).contains("LMTP");
        return settings.isOn() && !isRelayed && origin.user().isEmpty()
            && origin.client().filter(client -> !settings.unchecked().contains(client)).isPresent();
    }

    /** It came from another program, and while others are asked about nobody looked at this: what it says of itself is not shown. */
    public boolean isUnasked(Origin origin) {
        return dns.isPresent() && settings.isOn() && origin.user().isEmpty() && origin.client().isPresent() && !concerns(origin);
    }

    /** The field that says so, with its CRLF: RFC 8601 section 2.2. Where mail has waited it is known by that. */
    public byte[] nothingAsked() { return AuthResultsWriter.encode(new AuthResults(hostname.name(), List.of())); }

    /** The field that tells it, with its CRLF. */
    public byte[] field(Findings found) { return AuthResultsWriter.encode(ResultsWriter.of(found, hostname)); }

    /** The sentences that tell it. */
    public static List<String> sentences(Findings found) { return Sentences.of(found); }
}
