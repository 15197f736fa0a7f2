package sigillo.resolver;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.xbill.DNS.Record;

/**
 * What DNS has said lately, bounded by the number of records and not of names, because a stranger decides how many
 * records a name has. He decides how long they are too: one counts as many as it has begun
 * {@link ResolverLimits#RECORD_OCTETS}. The oldest goes first. That nobody could say is not kept. Any thread.
 */
final class AnswerCache {
    record Question(String name, int type) {}

    private record Kept(Answer<Record> answer, long until, int size) {}

    private final int recordsMax;
    private final LongSupplier nanoTime;
    private final Map<Question, Kept> kept = new LinkedHashMap<>();
    private int records;

    AnswerCache(int recordsMax, LongSupplier nanoTime) {
        this.recordsMax = recordsMax;
        this.nanoTime = nanoTime;
    }

    synchronized Optional<Answer<Record>> get(Question question) {
        var found = kept.get(question);
        if (found == null) return Optional.empty();
        if (found.until - nanoTime.getAsLong() > 0) return Optional.of(found.answer);
        forget(question);
        return Optional.empty();
    }

    synchronized void put(Question question, Answer<Record> answer) {
        var time = lifetime(answer);
        if (!time.isPositive()) return;
        forget(question);
        int size = answer instanceof Answer.Found<Record>(var found, _) ? weight(found) : 1;
        kept.put(question, new Kept(answer, nanoTime.getAsLong() + time.toNanos(), size));
        records += size;
        for (Iterator<Kept> oldest = kept.values().iterator(); records > recordsMax; oldest.remove()) {
            records -= oldest.next().size;
        }
    }

    synchronized int records() { return records; }

    private void forget(Question question) {
        var gone = kept.remove(question);
        if (gone != null) records -= gone.size;
    }

    private static int weight(List<Record> found) {
        return found.stream().mapToInt(one -> 1 + one.rdataToWireCanonical().length / ResolverLimits.RECORD_OCTETS)
            .sum();
    }

    private static Duration lifetime(Answer<Record> answer) {
        return switch (answer) {
            case Answer.Found<Record>(var found, _) -> {
                long seconds = found.stream().mapToLong(Record::getTTL).min().orElse(0);
                yield Duration.ofSeconds(Math.min(seconds, ResolverLimits.KEPT_MAX.toSeconds()));
            }
            case Answer.NoData<Record> _, Answer.NoSuchDomain<Record> _ -> ResolverLimits.NOTHING_KEPT;
            case Answer.Temporary<Record> _ -> Duration.ZERO;
        };
    }
}
