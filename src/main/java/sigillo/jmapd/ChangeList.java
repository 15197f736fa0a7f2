package sigillo.jmapd;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import sigillo.account.Account;
import sigillo.account.Touched;
import sigillo.jmap.JmapLimits;
import sigillo.jmap.MethodError;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code /changes} answers: RFC 8620 section 5.2. The log is read in its order, until as many as are wanted have
 * been met; each is then looked at as it is now. So what was told once may be told again, and nothing is ever left out.
 *
 * @param <I> an id
 */
final class ChangeList<I> {
    /** {@code created}: it came to be. {@code within}: only what is in it was touched. */
    record Met(boolean created, boolean within) {
        Met with(Met more) { return new Met(created || more.created, within && more.within); }
    }

    /** What of the log is about a type. */
    interface Reader<I> {
        Optional<Map.Entry<I, Met>> read(Touched touched);
    }

    private final Account account;
    private final State since;
    private final Map<I, Met> met = new LinkedHashMap<>();
    private final Set<I> createdBefore = new HashSet<>();
    private final State until;
    private final boolean hasMore;

    private ChangeList(Account account, State since, long max, StateType type, Reader<I> reader) throws MethodError {
        this.account = account;
        this.since = since;
        long now = account.revision();
        var walk = new Walk(max, reader);
        boolean isKnown = since.revision() <= now && account.touched(since.revision(), now, walk);
        if (!isKnown) throw MethodError.of("cannotCalculateChanges", "That is too long ago, or too much: get all anew");
        until = walk.stopped == null ? type.at(account, now) : walk.stopped;
        hasMore = walk.stopped != null;
    }

    /** Of the arguments of a call, whose last they are. */
    static <I> ChangeList<I> of(Call call, StateType type, Reader<I> reader) throws MethodError {
        var account = call.account();
        var since = call.arguments().textThatIs("sinceState");
        var max = call.arguments().unsigned("maxChanges");
        call.arguments().end();
        // RFC 8620 section 5.2
        if (max.isPresent() && max.getAsLong() == 0) throw call.arguments().wrong("maxChanges", "is 0");
        var state = State.parse(since).orElseThrow(() -> MethodError
            .of("cannotCalculateChanges", "There was no such state"));
        return new ChangeList<>(account, state, Math.min(max.orElse(JmapLimits.CHANGES_MAX), JmapLimits.CHANGES_MAX),
            type, reader);
    }

    /** Reads the log; stops where something new would be too much. */
    private final class Walk implements Predicate<Touched> {
        private final long max;
        private final Reader<I> reader;
        private long revision = since.revision();
        private long inRevision; // read of the revision
        private long toSkip = since.told();
        private State stopped;

        Walk(long max, Reader<I> reader) {
            this.max = max;
            this.reader = reader;
        }

        @Override public boolean test(Touched touched) {
            if (touched.revision() != revision) inRevision = 0;
            revision = touched.revision();
            var one = reader.read(touched);
            if (toSkip > 0) {
                toSkip--;
                inRevision++;
                one.filter(met -> met.getValue().created()).ifPresent(met -> createdBefore.add(met.getKey()));
                return true;
            }
            if (one.isPresent() && !met.containsKey(one.get().getKey()) && met.size() == max) {
                stopped = stop();
                return false;
            }
            inRevision++;
            one.ifPresent(met -> ChangeList.this.met.merge(met.getKey(), met.getValue(), Met::with));
            return true;
        }

        /** All revisions before this one are told, and of this one what was read. */
        private State stop() {
            long before = revision - 1;
            return before <= since.revision() ? new State(since.revision(), inRevision) : new State(before, inRevision);
        }
    }

    Account account() { return account; }

    /** Whether of all that were touched only what is in them was. */
    boolean isOnlyWithin() { return !met.isEmpty() && met.values().stream().allMatch(Met::within); }

    /** Since the revision of the state, also where that was told already. */
    boolean isCreated(I id) { return met.get(id).created() || createdBefore.contains(id); }

    long since() { return since.revision(); }

    /** {@code exists}: now. {@code isNew}: it came to be since, whether it exists or not. */
    ObjectNode write(ObjectNode answer, Predicate<I> exists, Predicate<I> isNew) {
        answer.put("oldState", since.toString()).put("newState", until.toString()).put("hasMoreChanges", hasMore);
        var created = answer.putArray("created");
        var updated = answer.putArray("updated");
        var destroyed = answer.putArray("destroyed");
        for (var id : met.keySet()) {
            boolean isThere = exists.test(id);
            // RFC 8620 section 5.2: what came and went since need not be told
            if (isThere) (isNew.test(id) ? created : updated).add(id.toString());
            else if (!isNew.test(id)) destroyed.add(id.toString());
        }
        return answer;
    }
}
