package sigillo.jmapd;

import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import sigillo.jmap.JmapLimits;
import sigillo.jmap.MethodError;
import tools.jackson.databind.node.ObjectNode;

/** What {@code /changes} answers of types whose changes have numbers of their own: RFC 8620 section 5.2. */
final class OwnChanges {
    /** {@code changed}: when last. {@code isCreated}: since the state that was asked for. */
    record One(String id, long changed, boolean isCreated, boolean isGone) {}

    /** Since a state, the oldest change first; empty where that is not known. */
    interface Since {
        Optional<List<One>> of(String state);
    }

    private OwnChanges() {}

    static MethodError unknown() {
        return MethodError.of("cannotCalculateChanges", "That is too long ago, or no state of this: get all anew");
    }

    /** {@code now}: the state, read before what has changed. {@code after}: the state after a change. */
    static ObjectNode answer(Call call, String now, Since since, LongFunction<String> after) throws MethodError {
        var arguments = call.arguments();
        var state = arguments.textThatIs("sinceState");
        long max = Math.min(arguments.unsigned("maxChanges").orElse(JmapLimits.CHANGES_MAX), JmapLimits.CHANGES_MAX);
        if (max == 0) throw arguments.wrong("maxChanges", "is 0");
        arguments.end();
        var all = since.of(state).orElseThrow(OwnChanges::unknown);
        var told = all.subList(0, (int) Math.min(max, all.size()));
        boolean hasMore = told.size() < all.size();
        var answer = call.answer().put("oldState", state)
            .put("newState", hasMore ? after.apply(told.getLast().changed) : now).put("hasMoreChanges", hasMore);
        var created = answer.putArray("created");
        var updated = answer.putArray("updated");
        var destroyed = answer.putArray("destroyed");
        for (var one : told) {
            if (!one.isGone) (one.isCreated ? created : updated).add(one.id);
            else if (!one.isCreated) destroyed.add(one.id);
        }
        call.budget().take(answer);
        return answer;
    }
}
