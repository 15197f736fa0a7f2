package sigillo.jmapd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.Optional;
import sigillo.account.Account;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Alarms;
import sigillo.base.Domain;
import sigillo.directory.Recipients;
import sigillo.identities.Identities;
import sigillo.queue.Carrier;
import sigillo.queue.Destination;
import sigillo.queue.MailQueue;
import sigillo.queue.Outcome;
import sigillo.queue.QueueSettings;
import sigillo.queue.TestQueueSeal;
import sigillo.queue.Ticket;
import sigillo.rules.Rules;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.sending.Sending;
import sigillo.sending.TestSending;
import sigillo.smtp.SmtpReply;
import sigillo.snooze.Snoozes;
import sigillo.store.Store;
import sigillo.submission.Submission;
import sigillo.trace.Traces;

/**
 * The post of a JMAP house: anna@home.example, who is info@ and anna+anything@ too, bob@ beside her, and everybody at other
 * domains, of whom refused@ gets nothing. Mail goes by a queue whose clock is moved by hand.
 */
final class PostOffice implements Recipients, Carrier, Identities.Addresses, AutoCloseable {
    private static final Alarms ALARMS = new Alarms() {
        @Override public void raise(String key, String sentence) { throw new AssertionError(sentence); }

        @Override public void clear(String key) {}
    };

    record Mail(String from, String to, String message) {}

    final List<Mail> delivered = Collections.synchronizedList(new ArrayList<>());
    volatile Instant now = JmapHouse.NOON;
    /** Under which anna writes. */
    volatile List<Address> own = List.of(Address.of("anna@home.example"), Address.of("info@home.example"));
    private final InstantSource clock = () -> now;
    final MailQueue queue;
    final Outbox outbox;
    final Snoozes snoozes;
    final Sending sending;

    PostOffice(Store store, Function<AccountId, Account> accounts) {
        var host = Domain.of("mail.home.example");
        queue = new MailQueue(store, (_, to) -> new Destination(to.domain().name(), this, isLocal(to.domain())),
            QueueSettings.of(host), clock, Traces.NONE, ALARMS, TestQueueSeal.passing());
        queue.start();
        sending = TestSending.over(store, clock);
        var submission = new Submission(host, this, queue, Traces.NONE, sending, clock);
        var identities = new Identities(store, Secret.take(new byte[Secret.OCTETS]), Randomness.secure(), this);
        var rules = new Rules(store, Secret.take(new byte[Secret.OCTETS]), Randomness.secure(), clock);
        snoozes = new Snoozes(store, accounts, clock);
        outbox = new Outbox(this, identities, queue.tickets(), submission, rules, snoozes, 100_000, 100, Duration.ofDays(30));
    }

    InstantSource clock() { return clock; }

    /** Returns once what is due by then has left, or has failed. */
    void pass(Duration time) throws InterruptedException {
        now = now.plus(time);
        queue.wake();
        snoozes.look();
        for (int i = 0; i < 2_000 && isAnyDue(); i++) Thread.sleep(5);
        if (isAnyDue()) throw new AssertionError("what is due does not leave");
    }

    private boolean isAnyDue() {
        var due = new boolean[1];
        queue.tickets().each("anna", one -> due[0] |= one.undo() != Ticket.Undo.CANCELED && !one.sendAt().isAfter(now)
            && one.recipients().stream().anyMatch(to -> to.delivered() == Ticket.Delivered.QUEUED));
        return due[0];
    }

    /** Waits until so much has come to an address. */
    void await(String to, int count) throws InterruptedException {
        for (int i = 0; i < 1_000 && deliveredTo(to) != count; i++) Thread.sleep(5);
        if (deliveredTo(to) != count) throw new AssertionError(deliveredTo(to) + " came to " + to);
    }

    List<Mail> to(String address) {
        synchronized (delivered) {
            return delivered.stream().filter(mail -> mail.to().equals(address)).toList();
        }
    }

    private int deliveredTo(String to) {
        synchronized (delivered) {
            return (int) delivered.stream().filter(mail -> mail.to().equals(to)).count();
        }
    }

    // ---- addresses ----

    @Override public Resolved resolve(Address address) {
        if (!isLocal(address.domain())) return new Resolved.NotLocal();
        if (own.stream().anyMatch(one -> one.lookupKey().equals(plain(address)))) return local("anna");
        return address.localPart().equals("bob") ? local("bob") : new Resolved.Unknown();
    }

    private static String plain(Address address) { return address.lookupKey().replaceFirst("\\+[^@]*@", "@"); }

    private static Resolved local(String name) {
        return new Resolved.Local(new AccountId(name), Address.of(name + "@home.example"), "");
    }

    @Override public boolean isLocal(Domain domain) { return domain.name().equals("home.example"); }

    @Override public List<Address> of(AccountId account) { return own; }

    @Override public boolean owns(AccountId account, Address address) {
        return Recipients.reaches(resolve(address), account);
    }

    // ---- mail ----

    @Override public List<Outcome> carry(Job job) {
        var message = text(job);
        return job.envelope().recipients().stream().map(to -> {
            var address = to.address().toString();
            if (address.startsWith("refused@")) return new Outcome.Bounced(SmtpReply.of(550, "5.1.1", "No such user"), "mx.far.example");
            var from = job.envelope().from().sender().map(Address::toString).orElse("");
            delivered.add(new Mail(from, address, message));
            return (Outcome) new Outcome.Delivered(SmtpReply.of(250, "2.0.0", "Taken"), "mx.far.example", false);
        }).toList();
    }

    private static String text(Job job) {
        try {
            return new String(job.message().bytes(0, job.message().length(), 1 << 20), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override public void close() { queue.close(); }
}
