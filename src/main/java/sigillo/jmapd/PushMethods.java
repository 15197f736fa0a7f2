package sigillo.jmapd;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sigillo.jmap.Arguments;
import sigillo.jmap.JmapLimits;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import sigillo.jmap.SetError;
import sigillo.pushing.PushLimits;
import sigillo.pushing.PushUrl;
import sigillo.pushing.Pusher;
import sigillo.pushing.Subscription;
import sigillo.webpush.PushKeys;
import tools.jackson.databind.node.ObjectNode;

/**
 * PushSubscription/get and /set: RFC 8620 sections 7.2.1 and 7.2.2. They are of a way in, an app password or a token,
 * and not of an account; they have no state. What was given as address and keys is never shown again. Where nothing is
 * pushed there are none, and none is made.
 */
final class PushMethods {
    private static final Set<String> PROPERTIES = Set.of("id", "deviceClientId", "verificationCode", "expires",
        "types");
    /** RFC 8620 section 7.2: what stays as it was made. */
    private static final Set<String> FIXED = Set.of("id", "deviceClientId", "url", "keys");
    private static final Set<String> SECRET = Set.of("url", "keys");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int CODE_OCTETS = 16;
    private static final int ID_OCTETS = 12;

    private final Optional<Pusher> pusher;
    private final InstantSource clock;

    /** {@code pusher}: empty where this server pushes nothing. */
    PushMethods(Optional<Pusher> pusher, InstantSource clock) {
        this.pusher = pusher;
        this.clock = clock;
    }

    // ---- RFC 8620 section 7.2.1 ----

    ObjectNode get(Call call) throws MethodError {
        var arguments = call.arguments();
        var ids = arguments.ids("ids", JmapLimits.OBJECTS_IN_GET_MAX);
        for (var name : arguments.texts("properties").orElse(List.of())) {
            if (SECRET.contains(name)) throw MethodError.of("forbidden", name + " is not shown");
        }
        var wanted = new LinkedHashSet<>(Set.of("id"));
        wanted.addAll(arguments.properties("properties", PROPERTIES).orElse(PROPERTIES));
        arguments.end();
        var mine = new HashMap<String, Subscription>();
        var caller = call.caller();
        pusher.ifPresent(all -> all.of(caller.account().id(), caller.way().slot())
            .forEach(one -> mine.put(one.id(), one)));
        var answer = JsonText.object();
        var list = answer.putArray("list");
        var notFound = new ArrayList<String>();
        for (var id : ids.orElse(mine.keySet())) {
            if (mine.containsKey(id)) list.add(json(mine.get(id)).retain(wanted));
            else notFound.add(id);
        }
        notFound.forEach(answer.putArray("notFound")::add);
        call.budget().take(answer);
        return answer;
    }

    /** The code is shown to who has said it. */
    private static ObjectNode json(Subscription one) {
        var all = JsonText.object().put("id", one.id()).put("deviceClientId", one.device())
            .put("verificationCode", one.isVerified() ? one.code() : null).put("expires", one.expires().toString());
        types(all, one);
        return all;
    }

    private static void types(ObjectNode into, Subscription one) {
        if (one.types().isPresent()) one.types().get().forEach(into.putArray("types")::add);
        else into.putNull("types");
    }

    // ---- RFC 8620 section 7.2.2 ----

    ObjectNode set(Call call) throws MethodError, IOException {
        var wanted = Setting.Wanted.of(call);
        call.arguments().end();
        var setting = new Changing(call);
        var answer = Setting.run(call, wanted, setting, Setting.stateless());
        answer.remove(List.of("accountId", "oldState", "newState"));
        if (answer.get("updated") instanceof ObjectNode updated) {
            setting.otherwise.forEach(updated::set);
        }
        return answer;
    }

    private final class Changing implements Setting.Type {
        private final Call call;
        /** What was updated to other than the client wants: RFC 8620 section 5.3. */
        private final Map<String, ObjectNode> otherwise = new HashMap<>();

        Changing(Call call) { this.call = call; }

        @Override public ObjectNode create(Arguments properties) throws SetError, MethodError {
            var device = properties.textThatIs("deviceClientId");
            var said = properties.textThatIs("url");
            var keys = keys(properties);
            var expires = bounded(properties.utcDate("expires"));
            var types = types(call, properties);
            if (properties.value("verificationCode").isPresent()) throw SetError.invalid("verificationCode",
                "comes to the url first");
            properties.end();
            if (device.isEmpty() || device.length() > PushLimits.DEVICE_CHARACTERS_MAX) throw SetError.invalid("deviceClientId", "is empty or too long");
            var url = PushUrl.parse(said).orElseThrow(() -> SetError.invalid("url",
                "is no https address of a named host"));
            var way = call.caller().way();
            var fresh = new Subscription("P" + random(ID_OCTETS), call.caller().account().id(), way.slot(), device, url,
                keys, random(CODE_OCTETS), false,
                clock.instant(), expires, types);
            return switch (pusher().make(fresh)) {
                case DONE -> made(fresh, properties);
                case TOO_MANY -> throw SetError.of("overQuota", "There are too many subscriptions");
                case TOO_OFTEN -> throw SetError.of("rateLimit", "Too many were made lately: try again later");
            };
        }

        @Override public void update(String id, ObjectNode patch) throws SetError, MethodError, IOException {
            var one = mine(id);
            var properties = Arguments.of(new Fixed(FIXED::contains, names -> Optional.of(json(one).retain(names)))
                .without(patch));
            var code = properties.text("verificationCode");
            var expires = properties.has("expires") ? bounded(properties.utcDate("expires")) : one.expires();
            var types = properties.has("types") ? types(call, properties) : one.types();
            properties.end();
            if (code.isPresent() && !pusher().verify(one, code.get())) throw SetError.invalid("verificationCode",
                "is not the one that was sent");
            var changed = mine(id).expiring(expires).of(types);
            if (!changed.equals(mine(id))) pusher().change(changed);
            var others = JsonText.object();
            boolean isShorter = properties.has("expires") && !expires.toString()
                .equals(patch.get("expires").asString(""));
            if (isShorter) others.put("expires", expires.toString());
            if (isLess(properties, changed)) types(others, changed);
            if (!others.isEmpty()) otherwise.put(id, others);
        }

        @Override public void destroy(String id) throws SetError {
            var one = mine(id);
            pusher().destroy(one.account(), id);
        }

        private Subscription mine(String id) throws SetError {
            return pusher.flatMap(all -> all.get(call.caller().account().id(), call.caller().way().slot(), id))
                .orElseThrow(SetError::notFound);
        }
    }

    private Pusher pusher() throws SetError {
        return pusher.orElseThrow(() -> SetError.of("forbidden",
            "This server pushes nothing to devices: listen to its events or by WebSocket"));
    }

    /** RFC 8620 section 7.2: the server may make it shorter, and says when it ends where the client does not. */
    private Instant bounded(Optional<Instant> said) throws SetError {
        var now = clock.instant();
        if (said.isPresent() && !said.get().isAfter(now)) throw SetError.invalid("expires", "is over");
        var last = now.plus(PushLimits.LIFE_MAX).truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
        return said.filter(one -> one.isBefore(last)).orElse(last);
    }

    private static Optional<PushKeys> keys(Arguments properties) throws SetError, MethodError {
        var said = properties.object("keys");
        if (said.isEmpty()) return Optional.empty();
        var keys = Arguments.of(said.get(), "keys");
        var parsed = PushKeys.parse(keys.textThatIs("p256dh"), keys.textThatIs("auth"));
        keys.end();
        if (parsed.isEmpty()) throw SetError.invalid("keys", "are none of RFC 8291");
        return parsed;
    }

    /** Of those that are said, the ones that there are: others are never told of, and anybody can make them up. */
    private static Optional<Set<String>> types(Call call, Arguments properties) throws SetError, MethodError {
        var said = properties.texts("types");
        boolean isTooMuch = said.isPresent() && said.get().size() > PushLimits.TYPES_MAX;
        if (isTooMuch) throw SetError.invalid("types", "are too many");
        return said.map(names -> {
            var known = call.caller().types().all();
            known.retainAll(names);
            return known;
        });
    }

    private static boolean isLess(Arguments said, Subscription one) throws MethodError {
        var types = said.texts("types");
        return types.isPresent() && !one.types().orElse(Set.of()).containsAll(types.get());
    }

    private static ObjectNode made(Subscription one, Arguments said) throws MethodError {
        var answer = JsonText.object().put("id", one.id()).put("expires", one.expires().toString());
        if (isLess(said, one)) types(answer, one);
        return answer;
    }

    private static String random(int octets) {
        var all = new byte[octets];
        RANDOM.nextBytes(all);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }
}
