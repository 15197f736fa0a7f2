package sigillo.jmapd;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import sigillo.jmap.Arguments;
import sigillo.jmap.Filter;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import sigillo.jmap.SetError;
import sigillo.jmap.SortTerm;
import sigillo.jmap.Window;
import sigillo.rules.Listing;
import sigillo.rules.RuleLimits;
import sigillo.rules.Rules;
import sigillo.sieve.Sieve;
import sigillo.sieve.SieveLimits;
import sigillo.store.StoreException;
import tools.jackson.databind.node.ObjectNode;

/** SieveScript/get, /set, /query and /validate: RFC 9661 section 2, over the scripts that ManageSieve keeps too. */
final class ScriptMethods {
    private static final Set<String> PROPERTIES = Set.of("id", "name", "blobId", "isActive");
    private static final Set<String> SORTS = Set.of("name", "isActive");

    private final Rules rules;
    private final ScriptCheck check;

    ScriptMethods(Rules rules) {
        this.rules = rules;
        this.check = new ScriptCheck(rules);
    }

    /** RFC 9661 section 1.3. */
    static void capability(ObjectNode ofServer, ObjectNode ofAccount) {
        ofServer.put("implementation", "Sigillo");
        ofAccount.put("maxSizeScriptName", 4 * RuleLimits.NAME_CHARACTERS_MAX)
            .put("maxSizeScript", SieveLimits.SCRIPT_OCTETS_MAX)
            .put("maxNumberScripts", RuleLimits.SCRIPTS_MAX).put("maxNumberRedirects", SieveLimits.REDIRECTS_MAX);
        new TreeSet<>(Sieve.extensions()).forEach(ofAccount.putArray("sieveExtensions")::add);
        ofAccount.putArray("notificationMethods").add("mailto");
        ofAccount.putNull("externalLists");
    }

    private Scripts scripts(Call call) throws MethodError { return new Scripts(rules, call.account().id()); }

    // ---- RFC 9661 section 2.2 ----

    ObjectNode get(Call call) throws MethodError, IOException {
        var scripts = scripts(call);
        var arguments = GetArguments.of(call, PROPERTIES);
        call.arguments().end();
        var listing = scripts.listing();
        var all = new LinkedHashMap<String, Listing.Entry>();
        listing.scripts().forEach(one -> all.put(one.id(), one));
        return arguments.answer(call, arguments.ids().orElse(all.keySet()), Scripts.state(listing.revision()),
            id -> Optional.ofNullable(all.get(id)).map(one -> json(one).retain(arguments.properties())));
    }

    static ObjectNode json(Listing.Entry one) {
        return JsonText.object().put("id", one.id()).put("name", one.name()).put("blobId", Scripts.blobId(one))
            .put("isActive", one.isActive());
    }

    // ---- RFC 9661 section 2.3 ----

    ObjectNode set(Call call) throws MethodError, IOException {
        var scripts = scripts(call);
        var state = Setting.state(scripts::state);
        state.check(call);
        var activated = call.arguments().text("onSuccessActivateScript");
        boolean deactivates = call.arguments().flag("onSuccessDeactivateScript", false);
        var wanted = Setting.Wanted.of(call);
        if (wanted.size() > RuleLimits.SCRIPTS_MAX) throw MethodError.of("requestTooLarge",
            "More than " + RuleLimits.SCRIPTS_MAX + " objects: an account has no more scripts");
        call.arguments().end();
        var answer = Setting.run(call, wanted, new ScriptSet(call, scripts, check), state);
        boolean isDone = answer.get("notCreated").isNull() && answer.get("notUpdated").isNull()
            && answer.get("notDestroyed").isNull();
        if (!isDone) return answer;
        try {
            activate(scripts, activated.map(call::resolved), deactivates, answer);
            return answer.put("newState", scripts.state());
        } catch (StoreException failed) {
            throw Setting.partial(call, failed);
        }
    }

    /** RFC 9661 section 2.3: one that is not there is ignored; who comes and who goes is told. */
    private static void activate(Scripts scripts, Optional<String> wanted, boolean deactivates, ObjectNode answer) {
        var next = wanted.flatMap(scripts::get);
        if (next.isEmpty() && !deactivates) return;
        var last = scripts.all().stream().filter(Listing.Entry::isActive).findFirst();
        scripts.rules().activate(scripts.account(), next.map(Listing.Entry::name));
        last.filter(one -> next.isEmpty() || !one.id().equals(next.get().id()))
            .ifPresent(one -> tell(answer, one.id(), false));
        next.ifPresent(one -> tell(answer, one.id(), true));
    }

    private static void tell(ObjectNode answer, String id, boolean isActive) {
        if (answer.get("created") instanceof ObjectNode created) {
            for (var one : created.properties()) {
                if (!(one.getValue() instanceof ObjectNode made) || !made.get("id").asString("").equals(id)) continue;
                made.put("isActive", isActive);
                return;
            }
        }
        var updated = answer.get("updated") instanceof ObjectNode there ? there : answer.putObject("updated");
        updated.putObject(id).put("isActive", isActive);
    }

    // ---- RFC 9661 section 2.4 ----

    ObjectNode query(Call call) throws MethodError {
        var scripts = scripts(call);
        var filter = Filter.parse(call.arguments().object("filter"), ScriptMethods::condition);
        var sort = SortTerm.parse(call.arguments(), "sort", SORTS);
        var window = Window.parse(call.arguments());
        call.arguments().end();
        Comparator<Listing.Entry> order = (_, _) -> 0;
        for (var term : sort) {
            Comparator<Listing.Entry> by = term.property().equals("name")
                ? Comparator.comparing((Listing.Entry one) -> one.name().toLowerCase(Locale.ROOT))
                    : Comparator.comparing(Listing.Entry::isActive);
            order = order.thenComparing(term.ascending() ? by : by.reversed());
        }
        var listing = scripts.listing();
        var found = listing.scripts().stream()
            .filter(one -> filter.map(all -> all.holds(condition -> condition.test(one))).orElse(true))
            .sorted(order.thenComparing(Listing.Entry::id)).map(Listing.Entry::id).toList();
        return Queries.answer(call, Scripts.state(listing.revision()), false, Window.Results.of(found), window);
    }

    private static Predicate<Listing.Entry> condition(Arguments properties) throws MethodError {
        var all = new ArrayList<Predicate<Listing.Entry>>();
        properties.text("name").map(name -> name.toLowerCase(Locale.ROOT))
            .ifPresent(name -> all.add(one -> one.name().toLowerCase(Locale.ROOT).contains(name)));
        if (properties.value("isActive").isPresent()) {
            boolean wanted = properties.flag("isActive", false);
            all.add(one -> one.isActive() == wanted);
        }
        return one -> all.stream().allMatch(condition -> condition.test(one));
    }

    // ---- RFC 9661 section 2.5 ----

    ObjectNode validate(Call call) throws MethodError, IOException {
        call.account();
        var blob = call.arguments().textThatIs("blobId");
        call.arguments().end();
        var answer = call.answer();
        try {
            check.check(call, Optional.empty(), ScriptCheck.octets(call, blob));
            return answer.putNull("error");
        } catch (SetError why) {
            if (why.type().equals("blobNotFound")) throw MethodError.of("blobNotFound", "There is no such blob");
            answer.set("error", why.json());
            return answer;
        }
    }
}
