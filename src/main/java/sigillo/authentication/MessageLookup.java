package sigillo.authentication;

import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import sigillo.dns.DnsAnswer;
import sigillo.dns.DnsFailure;
import sigillo.dns.DnsType;
import sigillo.dns.Lookup;

/**
 * DNS for one method and one message: each question is asked once, whatever comes of it, as long as the answers are not
 * too long to be remembered; there are so many and no more, and nobody waits beyond the deadline. No method shares one
 * with another: strangers decide what SPF and DKIM ask, and what they use up must not be missing to DMARC. Any thread.
 */
final class MessageLookup implements Lookup {
    private record Question(String name, DnsType type) {}

    private static final int OCTETS_OF_ANSWER = 300; // with the longest name
    private static final int OCTETS_OF_RECORD = 100;

    private final Lookup dns;
    private final SideBySide work;
    private final long until;
    private final AtomicInteger left;
    private final AtomicInteger remembered = new AtomicInteger();
    private final ConcurrentMap<Question, CompletableFuture<DnsAnswer>> asked = new ConcurrentHashMap<>();

    /** {@code until}: of {@link System#nanoTime}; {@code questions}: how many may be asked. */
    MessageLookup(Lookup dns, SideBySide work, long until, int questions) {
        this.dns = dns;
        this.work = work;
        this.until = until;
        this.left = new AtomicInteger(questions);
    }

    @Override public DnsAnswer ask(String name, DnsType type) {
        try {
            return begun(name, type).get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return late(name);
        } catch (ExecutionException | TimeoutException e) {
            return late(name);
        }
    }

    private CompletableFuture<DnsAnswer> begun(String name, DnsType type) {
        var question = new Question(name.toLowerCase(Locale.ROOT), type);
        var mine = new CompletableFuture<DnsAnswer>();
        var others = asked.putIfAbsent(question, mine);
        if (others != null) return others;
        if (until - System.nanoTime() <= 0) {
            mine.complete(late(name));
        } else if (left.getAndDecrement() <= 0) {
            mine.complete(new DnsAnswer.Failed(DnsFailure.BUDGET, "the message asks more of DNS than is answered"));
        } else {
            work.run(() -> fetch(name, question, mine));
        }
        return mine;
    }

    private void fetch(String name, Question question, CompletableFuture<DnsAnswer> mine) {
        DnsAnswer answer = new DnsAnswer.Failed(DnsFailure.OURS, "DNS could not be asked for " + name);
        try {
            answer = dns.ask(name, question.type);
        } finally {
            remember(question, mine, answer);
            mine.complete(answer);
        }
    }

    /** Until its octets are used up: who is asked decides how long his answers are. */
    private void remember(Question question, CompletableFuture<DnsAnswer> mine, DnsAnswer answer) {
        int octets = OCTETS_OF_ANSWER + answer.texts().stream().mapToInt(text -> OCTETS_OF_RECORD + text.length()).sum()
            + (answer instanceof DnsAnswer.Found(var records) ? records.size() * OCTETS_OF_RECORD : 0);
        if (remembered.addAndGet(octets) <= AuthenticationLimits.ANSWER_OCTETS_MAX) return;
        remembered.addAndGet(-octets);
        asked.remove(question, mine);
    }

    private static DnsAnswer late(String name) {
        return new DnsAnswer.Failed(DnsFailure.DEADLINE, "DNS gave no answer for " + name + " in time");
    }
}
