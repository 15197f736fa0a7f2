package sigillo.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sigillo.backup.Backups;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.keyring.Level;
import sigillo.login.SignIn;
import sigillo.queue.QueueCounts;

/** What answers are made of. The components' names are the keys of {@code --json}: they stay as they are. */
public final class Results {
    private Results() {}

    public record DomainLine(Domain domain, long accounts, long aliases, Instant created) {}

    /** {@code kitToConfirm}: its owner has not yet shown that he has the recovery code. */
    public record AccountLine(Address address, String id, Level level, boolean secondFactor, boolean kitToConfirm, boolean disabled, Instant created) {}

    /** {@code recoveryCode}: told this once. */
    public record NewAccount(String done, Level level, String recoveryCode) {
        @Override public String toString() { return done; }
    }

    public record NewCode(String done, String recoveryCode) {
        @Override public String toString() { return done; }
    }

    /** {@code last}: of its use, to the hour; {@code lastNetwork} is empty for a program on this machine. */
    public record GrantLine(long number, String name, List<SignIn.Service> services, Instant created, Optional<Instant> expires,
            Optional<Instant> lastUsed, Optional<SignIn.Service> lastService, Optional<String> lastNetwork) {}

    /** {@code secret}: the app password or token, told this once. */
    public record NewGrant(String done, long number, String secret) {
        @Override public String toString() { return done; }
    }

    /** What a report of another server says. {@code at}: when it came. */
    public record ReportLine(Instant at, String says) {}

    /** Mail from {@code account} to {@code recipient} is refused since then: {@code by} has complained of the message of that trace. */
    public record ComplaintLine(Address account, Address recipient, Instant since, Address by, String trace) {}

    /** {@code writers}: who may write to it; {@code sendAs}: who may write under it, "members" or "nobody". */
    public record AliasLine(String alias, List<Address> targets, Instant created, String writers, String sendAs) {}

    /** {@code posts}: who may write to it: "members", "owner", "anyone" or "held". */
    public record ListLine(Address list, String title, Optional<Address> owner, String posts, long members, Instant created) {}

    /** {@code bounceDays}: on how many days of late mail came back; {@code paused}: so often that none is sent. */
    public record MemberLine(Address address, Instant since, long bounceDays, boolean paused) {}

    /** A post that waits for the owner of its list; {@code octets}: how long it is. */
    public record HeldLine(String post, Instant since, Address author, String subject, long octets, String why) {}

    /** {@code firstFrom}: who wrote the first mail that came; {@code last}: when mail came last, to the hour. */
    public record MaskedLine(Address address, String note, boolean paused, Instant created, Optional<String> firstFrom, Optional<Instant> first,
            Optional<Instant> last) {}

    /** {@code addresses}: under which others find it. */
    public record OpenPgpLine(Address account, String fingerprint, Instant published, List<Address> addresses) {}

    /** Of the key log. {@code account}: whose address it is of, where anybody's here; {@code withdrawn}: none is given since. */
    public record KeyLogLine(long entry, Instant at, Optional<Address> account, boolean withdrawn) {}

    /** {@code certificate}: armoured. */
    public record OpenPgpCertificate(Address account, String fingerprint, String certificate) {}

    /** {@code step}: what the program does; {@code next}: empty when all is fine. */
    public record ClientLine(String program, String step, String state, String sentence, String next, String programInItalian, String sentenceInItalian,
            String nextInItalian) {}

    /** {@code link}: shown this once. */
    public record NewInvitation(String invitation, String to, Level level, Instant until, String link, Optional<Address> mailed) {
        @Override public String toString() { return "the invitation " + invitation; }
    }

    /** {@code state}: "open", "used", "over", or "spent" by names that were not to be had. */
    public record InvitationLine(String invitation, String to, Level level, String state, Instant made, Instant until, Optional<Address> account,
            Optional<Instant> used) {}

    /**
     * {@code held}: octets of messages, each once. {@code max}: how many there may be now, also by what others of the domain
     * leave. {@code limit}: what was said: "default", "none" or octets. {@code fullSince}: mail is refused since then.
     * {@code vault}, {@code protectedMail}: octets of an account beside its mail, which count to quotas of their own.
     */
    public record Quota(String of, long held, Optional<Long> max, String limit, Optional<Instant> fullSince,
            Optional<Long> vault, Optional<Long> protectedMail) {}

    /** {@code paused}: nothing is sent since then, because it wrote to so many. {@code busiestDay}: recipients of its busiest day, fading. */
    public record Sends(Address address, Optional<Instant> paused, Optional<String> because, Optional<String> becauseInItalian, long busiestDay,
            long infected, Optional<Instant> infectedLast, List<SendingLine> limits) {}

    /** {@code now}: how many there were within the time. {@code own}: the limit is the account's own. */
    public record SendingLine(String limit, Optional<Long> now, long max, boolean own) {}

    /**
     * How mail fares at a receiver or destination: recipients, since then; {@code said}: the last that was not yes, at {@code lastSaid}, and
     * what it {@code means}; {@code way}: when not directly.
     */
    public record DestinationLine(
            String destination, long taken, long deferred, long refused, Instant since, Optional<Instant> lastTaken, Optional<Instant> lastSaid,
            Optional<String> said, Optional<String> means, Optional<String> meansInItalian, Optional<String> way) {}

    /** {@code day}: the first is 1; {@code inDay}: recipients of each large receiver today, of whom {@code today} has got some. */
    public record WarmUpShown(
            boolean on, Optional<Instant> begun, Optional<Integer> day, Optional<Long> inDay, List<PacedLine> today, List<PaceLine> plan) {}

    public record PacedLine(String receiver, long today, long thisHour) {}

    public record PaceLine(int day, long recipients, long inAnHour, boolean now) {}

    /** {@code junkFrom}: "default", "never" or a score; {@code address} is empty of what the operator wants for all. */
    public record FilterWished(Optional<Address> address, Optional<String> junkFrom, List<FilterLine> listed) {}

    public record FilterLine(String who, String word) {}

    /** Messages, as what they were learnt; {@code kept}: since they stayed; {@code today}: since midnight UTC, of those of which something was said. */
    public record Learnt(Address address, long junk, long wanted, long kept, int today) {}

    /**
     * {@code times}: as often alike, that day; {@code sender}: "<>" for a notification, "others" for those beyond what is told
     * one by one.
     */
    public record RefusedLine(String at, long times, String sender, String recipient, String host, String reply) {}

    /** A script of rules; {@code octets}: how long it is. */
    public record RuleLine(String name, int octets, boolean active) {}

    /**
     * {@code deletes}: what becomes of what a POP client deletes: "expunge", "trash" or "nothing"; {@code suspected}: where
     * such mail goes: "junk" or "inbox".
     */
    public record Pop(Address address, String deletes, String suspected) {}

    /**
     * {@code under}: since when a pass is under way, and what it has read, in octets; {@code last}: the last that came to
     * its end. {@code damages}: what could not be read; what is repaired can be now.
     */
    public record Scrubbed(
            Optional<Instant> under, String at, long rows, long blobs, long octets, Optional<Instant> lastBegun,
            Optional<Instant> lastEnded, long lastOctets, List<Damaged> damages) {}

    public record Damaged(String place, String kind, boolean repaired, long times) {}

    /**
     * A key that mail is signed with. {@code state}: what it is for now; {@code dns}: what DNS shows of it; {@code next}:
     * what there is to do about its record, TXT of {@code name}.
     */
    public record DkimLine(Domain domain, String selector, String algorithm, String state, String dns, String next, String name, String value) {}

    /** A record of DNS that there should be. {@code state}: right, wrong, or advised where mail does without; {@code next}: what there is to do. */
    public record DnsLine(String purpose, String state, String name, String type, String next, String record) {}

    /** What {@code dns publish} would do. {@code change}: add, remove, or left to you; {@code next}: why it is left. */
    public record DnsChange(String change, String record, String next) {}

    /** A certificate that is served. {@code from}: whose it is; {@code renewed}: when it will be, where that is ours to do. */
    public record CertificateLine(List<String> names, String issuer, Instant until, Optional<Instant> renewed, String from) {}

    /**
     * {@code orders}: whether this server does; {@code otherwise}: why not. {@code nextOrder}: when, and {@code why} then;
     * {@code failed}: what went wrong last; {@code missing}: wanted names that none is for. {@code tlsa}: what DNS may show of
     * the key in use; {@code nextTlsa}: of the one that follows at {@code nextKeyAt}, once DNS shows it.
     */
    public record CertificatesShown(
            List<CertificateLine> served, boolean orders, Optional<String> otherwise, Optional<Instant> nextOrder, String why, Optional<String> failed,
            List<Alarm> missing, Optional<String> tlsa, Optional<String> nextTlsa, Optional<Instant> nextKeyAt) {}

    /** A change that was made. */
    public record Change(String done) {}

    /** One of many: {@code error} says why this one was not made; else {@code recoveryCode} is told this once. */
    public record Made(Address address, Optional<String> error, Optional<String> recoveryCode) {
        @Override public String toString() { return address + error.map(why -> ": " + why).orElse(""); }
    }

    /** {@code mailbox}: where it was, empty when that is gone. {@code size} in octets. */
    public record ExpungedLine(long number, Instant expunged, Optional<String> mailbox, Optional<String> from, Optional<String> subject,
            long size, Instant received) {}

    public record Verified(
            Address address, boolean sound, long mailboxes, long emails, long memberships, long octets, List<String> faults) {}

    /** {@code recipients}: how many the order reached. */
    public record Ordered(long recipients) {}

    /**
     * {@code alarms}: where a person must look. {@code trouble}: why the store takes no writes; empty when all is well.
     * {@code availability}: of the last 30 days. {@code backups}: of each target, with the last proof.
     * {@code receivers}: that take nothing of late. {@code certificates}: that are served, the host's first.
     */
    public record Status(
            boolean running, String hostname, Duration up, long domains, long accounts, long aliases, QueueCounts queue,
            List<Listening> listeners, List<Connections> connections, List<Alarm> alarms, Optional<String> trouble,
            Optional<Availability> availability, List<Backups.Line> backups, List<Alarm> receivers,
            List<String> engines, List<CertificateLine> certificates) {}

    /**
     * How much of the time {@code since} then the server served, from its own records: {@code down} is the rest, in so
     * many pauses after a stop in order and after a crash.
     */
    public record Availability(
            String served, Instant since, Duration up, Duration down, long stops, long crashes, Optional<Pause> last) {}

    /** From when to when nobody was served. {@code wasStopped}: in order, else it ended without a word. */
    public record Pause(Instant since, Duration lasted, boolean wasStopped) {}

    /**
     * {@code installed}: empty where the program was built here. {@code feed}: where newer ones are looked for, empty:
     * nowhere. {@code trouble}: why the last look found none, since {@code since}. {@code urgent}: a newer one mends a
     * fault by which strangers can do harm. {@code command}: by which an upgrade is made.
     */
    public record Releases(
            Optional<String> installed, Optional<String> feed, Optional<String> trouble, Optional<Instant> since,
            Optional<NextRelease> next, boolean urgent, Optional<LastUpgrade> last, String command) {}

    public record NextRelease(String version, boolean security, String about, String aboutInItalian) {}

    /**
     * {@code state}: done, failed, or running. {@code why}: what failed, empty where nothing did. {@code trouble}: it
     * cannot be read, and all else is empty.
     */
    public record LastUpgrade(String state, String from, String to, Optional<Instant> at, String why, String trouble) {}

    /** {@code state}: fine, warning, wrong or unknown. */
    public record DoctorLine(
            String subject, String title, String titleInItalian, String state, String name, String sentence, String next, String sentenceInItalian,
            String nextInItalian) {}

    /** One file of what helps who helps. */
    public record BundleFile(String name, String text) {}

    public record Alarm(String about, String sentence) {}

    /**
     * Of one kind of peers, over all listeners: {@code now} of at most {@code max}; {@code lent}: octets of memory, to those who are
     * just saying much; {@code refused}: since the start, and those who were displaced.
     */
    public record Connections(String of, int now, int max, long lent, long lentMax, long refused) {}

    /** Who came to port 25. */
    public record Caller(String address) {}

    public record Listening(String name, String address, int connections) {}
}
