package sigillo.jmapd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import sigillo.account.Account;
import sigillo.jmap.Arguments;
import sigillo.jmap.Ids;
import sigillo.jmap.JmapLimits;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import sigillo.jmap.SetError;
import sigillo.store.StoreException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What every {@code /set} does: RFC 8620 section 5.3. First what is created, then what is updated, then what is
 * destroyed; each object for itself. When the store fails once something has changed, or may have, that is told as
 * serverPartialFail (RFC 8620 section 3.6.2): serverFail says that nothing was changed, so a client would do it again.
 */
final class Setting {
    /** Of one type. {@code id}: as the client says it, after references to what was created were resolved. */
    interface Type {
        /** What the client does not know of what was created: its id at least. */
        ObjectNode create(Arguments properties) throws SetError, MethodError, IOException;

        void update(String id, ObjectNode patch) throws SetError, MethodError, IOException;

        void destroy(String id) throws SetError, MethodError, IOException;

        /**
         * What could not be updated one by one: does what can be done of it together. True where each is to be tried once
         * more, with what it finds then.
         */
        default boolean together(Map<String, ObjectNode> left) throws IOException { return false; }
    }

    private static final Arguments NONE = Arguments.gathering(JsonText.object());

    private final Call call;
    private final Type type;
    private final ObjectNode answer;
    private boolean hasChanged;

    private Setting(Call call, Type type) {
        this.call = call;
        this.type = type;
        this.answer = call.answer();
    }

    /** The arguments that every {@code /set} has. */
    record Wanted(Map<String, ObjectNode> create, Map<String, ObjectNode> update, Set<String> destroy) {
        static Wanted of(Call call) throws MethodError {
            var arguments = call.arguments();
            var create = arguments.objects("create");
            var update = arguments.objects("update");
            var destroy = new LinkedHashSet<>(arguments.texts("destroy").orElse(List.of()));
            for (var id : create.keySet()) if (!Ids.isId(id)) throw arguments.wrong("create", "has what is no Id");
            var wanted = new Wanted(create, update, destroy);
            if (wanted.size() > JmapLimits.OBJECTS_IN_SET_MAX) {
                throw MethodError.of("requestTooLarge", "More than " + JmapLimits.OBJECTS_IN_SET_MAX + " objects");
            }
            return wanted;
        }

        /** In objects. */
        int size() { return create.size() + update.size() + destroy.size(); }
    }

    /** Of a type: what it is now. */
    interface Current {
        String now();

        /** RFC 8620 section 5.3: ifInState. */
        default void check(Call call) throws MethodError {
            var state = call.arguments().text("ifInState");
            boolean isOther = state.isPresent() && !state.get().equals(now());
            if (isOther) throw MethodError.of("stateMismatch", "Others have changed something");
        }
    }

    static Current state(Current of) { return of; }

    /** Of a type that has none: when something fails, nobody can say that nothing has changed. */
    static Current stateless() {
        var asked = new AtomicInteger();
        return () -> Integer.toString(asked.incrementAndGet());
    }

    static Current state(StateType type, Account account) { return () -> type.now(account).toString(); }

    static ObjectNode run(Call call, Wanted wanted, Type type, Current state) throws MethodError, IOException {
        var setting = new Setting(call, type);
        var before = state.now();
        setting.answer.put("oldState", before);
        try {
            setting.all(wanted);
            return setting.answer.put("newState", state.now());
        } catch (StoreException | IOException | UncheckedIOException | IllegalStateException failed) {
            if (!setting.hasChanged && !mayHaveChanged(state, before, failed)) throw failed;
            throw partial(call, failed);
        }
    }

    /** Also by the half of one object that was done. */
    private static boolean mayHaveChanged(Current state, String before, Exception failed) {
        if (failed instanceof StoreException commit && commit.mayBeKept()) return true;
        try {
            return !state.now().equals(before);
        } catch (StoreException | IllegalStateException unknown) {
            return true;
        }
    }

    /** RFC 8620 section 3.6.2. */
    static MethodError partial(Call call, Exception failed) {
        return MethodError.of("serverPartialFail",
            "Some was done, and some was not: get all anew. " + Calls.told(call, failed));
    }

    private void all(Wanted wanted) throws IOException {
        var created = JsonText.object();
        var notCreated = JsonText.object();
        for (var one : inOrder(wanted.create).entrySet()) {
            var properties = Arguments.gathering(one.getValue());
            each(one.getKey(), notCreated, properties, () -> {
                var made = type.create(properties);
                call.created().put(one.getKey(), made.get("id").stringValue());
                created.set(one.getKey(), made);
            });
        }
        var updated = JsonText.object();
        var notUpdated = JsonText.object();
        update(wanted.update, updated, notUpdated);
        again(wanted.update, updated, notUpdated);
        var destroyed = JsonText.array();
        var notDestroyed = JsonText.object();
        for (var id : wanted.destroy) {
            each(id, notDestroyed, NONE, () -> {
                type.destroy(call.resolved(id));
                destroyed.add(call.resolved(id));
            });
        }
        put("created", created);
        put("updated", updated);
        put("destroyed", destroyed);
        put("notCreated", notCreated);
        put("notUpdated", notUpdated);
        put("notDestroyed", notDestroyed);
    }

    private void update(Map<String, ObjectNode> update, ObjectNode updated, ObjectNode notUpdated) throws IOException {
        for (var one : update.entrySet()) {
            each(one.getKey(), notUpdated, NONE, () -> {
                var id = call.resolved(one.getKey());
                type.update(id, one.getValue());
                updated.putNull(id);
            });
        }
    }

    /** RFC 8620 section 5.3: the end counts, where the way there leads through what cannot be. */
    private void again(Map<String, ObjectNode> update, ObjectNode updated, ObjectNode notUpdated) throws IOException {
        var left = new LinkedHashMap<>(update);
        left.keySet().retainAll(notUpdated.propertyNames());
        if (left.isEmpty() || !type.together(left)) return;
        left.keySet().forEach(notUpdated::remove);
        update(left, updated, notUpdated);
    }

    /**
     * RFC 8620 section 5.3: what is referred to is created before what refers to it, however the client has written
     * them. What refers to itself in a circle comes last, and fails.
     */
    private static Map<String, ObjectNode> inOrder(Map<String, ObjectNode> create) {
        var ordered = new LinkedHashMap<String, ObjectNode>();
        var left = new LinkedHashMap<>(create);
        for (int before = -1; before != ordered.size() && !left.isEmpty(); ) {
            before = ordered.size();
            for (var one : List.copyOf(left.entrySet())) {
                if (!refersTo(one.getValue(), left)) ordered.put(one.getKey(), left.remove(one.getKey()));
            }
        }
        ordered.putAll(left);
        return ordered;
    }

    private static boolean refersTo(ObjectNode one, Map<String, ObjectNode> others) {
        for (var value : one.values()) {
            var text = value.asString("");
            if (text.startsWith("#") && others.containsKey(text.substring(1))) return true;
        }
        return false;
    }

    private interface Step {
        void run() throws SetError, MethodError, IOException;
    }

    private void each(String id, ObjectNode not, Arguments properties, Step step) throws IOException {
        try {
            call.budget().check();
            step.run();
            hasChanged = true;
        } catch (SetError why) {
            not.set(id, why.with(properties.faults()).json());
        } catch (MethodError why) {
            not.set(id, SetError.invalid(why).json());
        } catch (GivenUp over) {
            not.set(id, SetError.invalid(over.error()).json());
        }
    }

    /** RFC 8620 section 5.3: null where there is none. */
    private void put(String name, JsonNode some) { answer.set(name, some.isEmpty() ? JsonText.nothing() : some); }
}
