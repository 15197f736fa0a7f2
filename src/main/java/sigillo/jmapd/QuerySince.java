package sigillo.jmapd;

import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import sigillo.account.Account;
import sigillo.account.Touched;
import sigillo.jmap.JmapLimits;
import sigillo.jmap.MethodError;
import sigillo.jmap.Window;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code /queryChanges} has: RFC 8620 section 5.6. What the query answered before is not kept: whatever may have
 * moved is removed, and added where it is now, which that section allows. {@code upToId} is not needed for it.
 */
record QuerySince(State state, OptionalLong maxChanges, boolean calculateTotal) {

    /** Of the arguments of a call, whose last they are. */
    static QuerySince of(Call call) throws MethodError {
        var arguments = call.arguments();
        var since = arguments.textThatIs("sinceQueryState");
        var max = arguments.unsigned("maxChanges");
        arguments.id("upToId");
        boolean calculateTotal = arguments.flag("calculateTotal", false);
        arguments.end();
        var state = State.parse(since).filter(one -> one.told() == 0).orElseThrow(QuerySince::unknown);
        return new QuerySince(state, max, calculateTotal);
    }

    static MethodError unknown() {
        return MethodError.of("cannotCalculateChanges", "That is too long ago, or too much: ask anew");
    }

    /** {@code moved}: what may have moved since something was touched. */
    Set<String> touched(Account account, long now, Function<Touched, Stream<String>> moved) throws MethodError {
        var all = new HashSet<String>();
        boolean isKnown = state.revision() <= now && account.touched(state.revision(), now, one -> {
            moved.apply(one).forEach(all::add);
            return all.size() <= JmapLimits.CHANGES_MAX;
        });
        if (!isKnown || all.size() > JmapLimits.CHANGES_MAX) throw unknown();
        return all;
    }

    ObjectNode answer(Call call, long now, Set<String> touched, Window.Results results) throws MethodError {
        var answer = call.answer().put("oldQueryState", state.toString())
            .put("newQueryState", State.of(now).toString());
        var removed = answer.putArray("removed");
        touched.forEach(removed::add);
        var added = answer.putArray("added");
        for (int i = 0; i < results.size() && !touched.isEmpty(); i++) {
            if (touched.contains(results.id(i))) added.addObject().put("id", results.id(i)).put("index", i);
        }
        boolean isTooMuch = maxChanges.isPresent() && removed.size() + added.size() > maxChanges.getAsLong();
        if (isTooMuch) throw MethodError.of("tooManyChanges", "More than maxChanges");
        if (calculateTotal) answer.put("total", results.size());
        call.budget().take(answer);
        return answer;
    }
}
