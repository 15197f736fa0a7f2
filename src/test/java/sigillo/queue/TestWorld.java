package sigillo.queue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import sigillo.base.Address;
import sigillo.smtp.Envelope;
import sigillo.smtp.ReversePath;
import sigillo.smtp.SmtpReply;

/**
 * Everybody's mailboxes: a carrier that puts mail into memory. What it answers for an address is a rule that may be
 * changed; without a rule everything is taken. Domains are destinations; home.example is here, the others are relayed
 * to.
 */
final class TestWorld implements Carrier, Destinations {
    static final SmtpReply YES = SmtpReply.of(250, "2.0.0", "Taken");

    record Attempt(Instant at, Job job, String message) {
        List<String> to() { return job.envelope().recipients().stream().map(r -> r.address().toString()).toList(); }
    }

    record Mail(String to, Envelope envelope, String message) {}

    final List<Attempt> attempts = Collections.synchronizedList(new ArrayList<>());
    final List<Mail> delivered = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger now = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();
    final Map<String, AtomicInteger> nowAt = new ConcurrentHashMap<>();
    final Map<String, Integer> mostAt = new ConcurrentHashMap<>();
    volatile Function<Address, Outcome> rule = address -> taken(address);
    volatile Function<Address, String> route = address -> address.domain().name();
    volatile Runnable before = () -> { };
    volatile Runnable after = () -> { };
    private final TestClock clock;

    TestWorld(TestClock clock) { this.clock = clock; }

    static Outcome taken(Address address) { return new Outcome.Delivered(YES, "mx." + address.domain(), false); }

    static Outcome bounced(String status, String text) {
        return new Outcome.Bounced(SmtpReply.of(550, status, text), "mx.remote.example");
    }

    static Outcome deferred(String text) {
        return new Outcome.Deferred(SmtpReply.of(451, "4.3.0", text), "mx.remote.example", Optional.empty());
    }

    static Outcome unreachable() { return new Outcome.Unreachable(SmtpReply.of(421, "4.4.1", "No answer"), ""); }

    @Override public Destination of(ReversePath from, Address recipient) {
        var key = route.apply(recipient);
        return new Destination(key, this, key.equals("home.example"));
    }

    @Override public List<Outcome> carry(Job job) {
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        var here = nowAt.computeIfAbsent(job.destination(), _ -> new AtomicInteger());
        mostAt.merge(job.destination(), here.incrementAndGet(), Math::max);
        try {
            before.run();
            var message = text(job);
            attempts.add(new Attempt(clock.instant(), job, message));
            var outcomes = job.envelope().recipients().stream().map(r -> rule.apply(r.address())).toList();
            for (int i = 0; i < outcomes.size(); i++) {
                if (outcomes.get(i) instanceof Outcome.Delivered)
                    delivered.add(new Mail(job.envelope().recipients().get(i).address().toString(), job.envelope(),
                        message));
            }
            after.run();
            return outcomes;
        } finally {
            now.decrementAndGet();
            here.decrementAndGet();
        }
    }

    private static String text(Job job) {
        try {
            return new String(job.message().bytes(0, job.message().length(), 20 << 20), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Mail> deliveredTo(String address) {
        synchronized (delivered) {
            return delivered.stream().filter(mail -> mail.to().equals(address)).toList();
        }
    }
}
