package sigillo.jmapd;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import sigillo.account.Account;
import sigillo.jmap.Arguments;
import sigillo.jmap.Filter;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import sigillo.jmap.SortTerm;
import sigillo.jmap.Window;
import tools.jackson.databind.node.ObjectNode;

/**
 * Quota/get, /changes, /query and /queryChanges: RFC 9425 section 4. An account that has a limit has one Quota, of
 * octets of its messages; another has none. Its state says all that can change of it, so that no log is needed.
 */
final class QuotaMethods {
    private static final String ID = "storage";
    private static final String NAME = "Mail";
    private static final Set<String> PROPERTIES = Set.of("id", "resourceType", "used", "hardLimit", "warnLimit",
        "softLimit", "scope", "name", "description", "types");
    private static final Set<String> SORTS = Set.of("name", "used");
    /** The first mark of which owners are warned. */
    private static final int WARNED_PERCENT = 80;

    private QuotaMethods() {}

    /** What can be other another time. In octets. */
    record QuotaState(long used, OptionalLong max) {
        private static final Pattern FORM = Pattern.compile("([0-9]{1,18})-([0-9]{1,18}|none)");

        static QuotaState of(Account account) {
            var usage = account.usage();
            return new QuotaState(usage.octetsMax().isPresent() ? usage.octets() : 0, usage.octetsMax());
        }

        static QuotaState parse(String text) throws MethodError {
            var form = FORM.matcher(text);
            if (!form.matches()) throw MethodError.of("cannotCalculateChanges", "There was no such state");
            var max = form.group(2).equals("none") ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(form.group(2)));
            return new QuotaState(Long.parseLong(form.group(1)), max);
        }

        @Override public String toString() {
            return used + "-" + (max.isPresent() ? Long.toString(max.getAsLong()) : "none");
        }
    }

    static String state(Account account) { return QuotaState.of(account).toString(); }

    // ---- RFC 9425 section 4.2 ----

    static ObjectNode get(Call call) throws MethodError, IOException {
        var arguments = GetArguments.of(call, PROPERTIES);
        call.arguments().end();
        var now = QuotaState.of(arguments.account());
        var all = now.max.isPresent() ? Set.of(ID) : Set.<String>of();
        return arguments.answer(call, arguments.ids().orElse(all), now.toString(),
            id -> all.contains(id) ? Optional.of(json(now, arguments)) : Optional.empty());
    }

    private static ObjectNode json(QuotaState now, GetArguments wanted) {
        long max = now.max.orElseThrow();
        var all = JsonText.object().put("id", ID).put("resourceType", "octets").put("used", now.used)
            .put("hardLimit", max).put("warnLimit", max / 100 * WARNED_PERCENT).putNull("softLimit")
            .put("scope", "account").put("name", NAME).putNull("description");
        all.putArray("types").add("Email");
        all.retain(wanted.properties());
        return all;
    }

    // ---- RFC 9425 section 4.3 ----

    static ObjectNode changes(Call call) throws MethodError {
        var account = call.account();
        var since = QuotaState.parse(call.arguments().textThatIs("sinceState"));
        var max = call.arguments().unsigned("maxChanges");
        if (max.isPresent() && max.getAsLong() == 0) throw call.arguments().wrong("maxChanges", "is 0");
        call.arguments().end();
        var now = QuotaState.of(account);
        boolean wasThere = since.max.isPresent();
        boolean isThere = now.max.isPresent();
        var answer = call.answer().put("oldState", since.toString()).put("newState", now.toString())
            .put("hasMoreChanges", false);
        list(answer, "created", !wasThere && isThere);
        list(answer, "updated", wasThere && isThere && !since.equals(now));
        list(answer, "destroyed", wasThere && !isThere);
        if (since.max.equals(now.max) && !since.equals(now)) answer.putArray("updatedProperties").add("used");
        else answer.putNull("updatedProperties");
        return answer;
    }

    private static void list(ObjectNode answer, String name, boolean hasIt) {
        var list = answer.putArray(name);
        if (hasIt) list.add(ID);
    }

    // ---- RFC 9425 sections 4.4 and 4.5 ----

    static ObjectNode query(Call call) throws MethodError {
        var account = call.account();
        var filter = filter(call);
        var window = Window.parse(call.arguments());
        call.arguments().end();
        var now = QuotaState.of(account);
        return Queries.answer(call, now.toString(), true, results(now, filter), window);
    }

    static ObjectNode queryChanges(Call call) throws MethodError {
        var account = call.account();
        var filter = filter(call);
        var arguments = call.arguments();
        var since = QuotaState.parse(arguments.textThatIs("sinceQueryState"));
        arguments.unsigned("maxChanges");
        arguments.id("upToId");
        boolean calculatesTotal = arguments.flag("calculateTotal", false);
        arguments.end();
        var now = QuotaState.of(account);
        var before = results(since, filter);
        var after = results(now, filter);
        boolean isOther = before.size() != after.size();
        var answer = call.answer().put("oldQueryState", since.toString()).put("newQueryState", now.toString());
        list(answer, "removed", isOther && before.size() > 0);
        var added = answer.putArray("added");
        if (isOther && after.size() > 0) added.addObject().put("id", ID).put("index", 0);
        if (calculatesTotal) answer.put("total", after.size());
        return answer;
    }

    /** There is one at most, so it need not be sorted; what it is to be sorted by must be known all the same. */
    private static Optional<Filter<BooleanSupplier>> filter(Call call) throws MethodError {
        var filter = Filter.parse(call.arguments().object("filter"), QuotaMethods::condition);
        SortTerm.parse(call.arguments(), "sort", SORTS);
        return filter;
    }

    private static BooleanSupplier condition(Arguments properties) throws MethodError {
        var all = new ArrayList<Boolean>();
        properties.text("name").ifPresent(name ->
            all.add(NAME.toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT))));
        properties.text("scope").ifPresent(scope -> all.add(scope.equals("account")));
        properties.text("resourceType").ifPresent(type -> all.add(type.equals("octets")));
        properties.text("type").ifPresent(type -> all.add(type.equals("Email")));
        boolean holds = !all.contains(false);
        return () -> holds;
    }

    private static Window.Results results(QuotaState state, Optional<Filter<BooleanSupplier>> filter) {
        boolean isFound = state.max.isPresent()
            && filter.map(one -> one.holds(BooleanSupplier::getAsBoolean)).orElse(true);
        return Window.Results.of(isFound ? List.of(ID) : List.of());
    }
}
