package sigillo.jmapd;

import java.io.IOException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import sigillo.account.Account;
import sigillo.account.Annotation;
import sigillo.account.AnnotationLimits;
import sigillo.account.Keyword;
import sigillo.base.Bytes;
import sigillo.jmap.Arguments;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import sigillo.jmap.SetError;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Labels/get and /set, of our own: how keywords that people give are called, and their colours. There is one object. It is
 * kept as an entry of the account (RFC 5464), where IMAP's clients read and write it too: docs/jmap.md.
 */
final class LabelMethods {
    static final String ENTRY = "/private/vendor/vendor.sigillo/labels";
    private static final String ID = "singleton";
    private static final Set<String> PROPERTIES = Set.of("id", "labels");
    private static final String PATH = "labels/";
    /** What a row can show of a name, and more. */
    private static final int NAME_CHARACTERS_MAX = 60;
    private static final int STATE_OCTETS = 8;
    private static final Pattern COLOUR = Pattern.compile("#[0-9a-f]{6}");

    private LabelMethods() {}

    static ObjectNode get(Call call) throws MethodError, IOException {
        var arguments = GetArguments.of(call, PROPERTIES);
        call.arguments().end();
        var account = arguments.account();
        return arguments.answer(call, arguments.ids().orElse(Set.of(ID)), state(account), id -> {
            if (!id.equals(ID)) return Optional.empty();
            var one = JsonText.object().put("id", ID);
            var entry = account.annotation(Optional.empty(), ENTRY).map(Annotation::value);
            if (arguments.wants("labels")) one.set("labels", json(kept(entry)));
            return Optional.of(one);
        });
    }

    static ObjectNode set(Call call) throws MethodError, IOException {
        var account = call.account();
        var state = Setting.state(() -> state(account));
        state.check(call);
        var wanted = Setting.Wanted.of(call);
        call.arguments().end();
        return Setting.run(call, wanted, new Only(account), state);
    }

    /** Known of an account that is locked, too: devices are told of it then. */
    static String state(Account account) {
        return HexFormat.of().formatHex(account.annotationMark(Optional.empty(), ENTRY).toArray(), 0, STATE_OCTETS);
    }

    /** Another client may have written it: what is no label there is left out. */
    private static TreeMap<String, Label> kept(Optional<Bytes> entry) {
        var labels = new TreeMap<String, Label>();
        var all = entry.flatMap(octets -> JsonText.parse(octets.toArray()));
        if (all.isEmpty() || !(all.get() instanceof ObjectNode object)) return labels;
        for (var one : object.properties()) {
            var keyword = Keyword.parse(one.getKey());
            var label = Label.of(one.getValue());
            if (keyword.isPresent() && label.isPresent()) labels.put(keyword.get().name(), label.get());
        }
        return labels;
    }

    private static ObjectNode json(Map<String, Label> labels) {
        var all = JsonText.object();
        labels.forEach((keyword, one) -> all.putObject(keyword).put("name", one.name()).put("color", one.colour()));
        return all;
    }

    /** {@code colour}: as in CSS, lower case. */
    private record Label(String name, String colour) {
        /** As people tell names apart: not by case, by the form of Unicode or by spaces. Section 3.13 of Unicode. */
        String folded() {
            var plain = Normalizer.normalize(name, Normalizer.Form.NFKC).strip().replaceAll("\\s+", " ");
            return Normalizer.normalize(plain.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
        }

        static Optional<Label> of(JsonNode said) {
            if (!(said instanceof ObjectNode one) || one.size() != 2) return Optional.empty();
            var name = one.path("name").asString("");
            var colour = one.path("color").asString("");
            boolean isOne = !name.isBlank() && name.length() <= NAME_CHARACTERS_MAX
                && name.codePoints().noneMatch(Character::isISOControl) && COLOUR.matcher(colour).matches();
            return isOne ? Optional.of(new Label(name, colour)) : Optional.empty();
        }
    }

    /** It neither comes nor goes. */
    private record Only(Account account) implements Setting.Type {
        @Override public ObjectNode create(Arguments properties) throws SetError { throw singleton(); }

        @Override public void destroy(String id) throws SetError {
            throw id.equals(ID) ? singleton() : SetError.notFound();
        }

        private static SetError singleton() { return SetError.of("singleton", "There is one, and it stays"); }

        /** RFC 8620 section 5.3: the whole of it, or what is patched in it. */
        @Override public void update(String id, ObjectNode patch) throws SetError {
            if (!id.equals(ID)) throw SetError.notFound();
            boolean isWhole = patch.has("labels");
            var wanted = new TreeMap<String, Optional<Label>>();
            for (var one : patch.properties()) {
                if (one.getKey().equals("labels")) {
                    if (!(one.getValue() instanceof ObjectNode all)) throw SetError.invalid("labels", "is no object");
                    for (var label : all.properties()) put(wanted, label.getKey(), label.getValue());
                } else if (one.getKey().startsWith(PATH)) {
                    put(wanted, unescaped(one.getKey().substring(PATH.length())), one.getValue());
                } else throw SetError.invalid(one.getKey(), "is not known, or cannot be changed");
            }
            keep(isWhole, wanted);
        }

        /** JSON Pointer. */
        private static String unescaped(String token) { return token.replace("~1", "/").replace("~0", "~"); }

        private static void put(Map<String, Optional<Label>> wanted, String name, JsonNode said) throws SetError {
            var keyword = Keyword.parse(name).orElseThrow(() -> SetError.invalid("labels", "has what is no keyword"));
            var label = said.isNull() ? Optional.<Label>empty() : Label.of(said);
            if (!said.isNull() && label.isEmpty()) throw SetError.invalid("labels",
                "a label has a name of " + NAME_CHARACTERS_MAX + " characters at most and a color as #0a6cce");
            wanted.put(keyword.name(), label);
        }

        /** Into what others have written until the very commit: each changes what it names. */
        private void keep(boolean isWhole, Map<String, Optional<Label>> wanted) throws SetError {
            var isTooMuch = new AtomicBoolean();
            var isTaken = new AtomicBoolean();
            var answer = account.annotate(Optional.empty(), ENTRY, now -> {
                var before = kept(now);
                var labels = isWhole ? new TreeMap<String, Label>() : new TreeMap<>(before);
                wanted.forEach((keyword, label) ->
                    label.ifPresentOrElse(one -> labels.put(keyword, one), () -> labels.remove(keyword)));
                isTaken.set(isTaken(before, labels, wanted.keySet()));
                if (isTaken.get()) return now;
                var octets = JsonText.octets(json(labels));
                isTooMuch.set(octets.length > AnnotationLimits.VALUE_OCTETS_MAX);
                if (isTooMuch.get()) return now;
                return labels.isEmpty() ? Optional.empty() : Optional.of(Bytes.wrap(octets));
            });
            if (isTaken.get()) throw SetError.invalid("labels", "two labels would have one name");
            if (isTooMuch.get()) throw full();
            switch (answer) {
                case DONE -> { }
                case TOO_MANY, OVER_QUOTA -> throw full();
                case NO_SUCH_MAILBOX -> throw new IllegalStateException("the account is no mailbox");
            }
        }

        /** Two that people cannot tell apart. What is called so already, by another program, may stay so. */
        private static boolean isTaken(Map<String, Label> before, Map<String, Label> labels, Set<String> wanted) {
            return wanted.stream().filter(labels::containsKey).anyMatch(keyword -> {
                var name = labels.get(keyword).folded();
                boolean isNew = !before.containsKey(keyword) || !before.get(keyword).folded().equals(name);
                return isNew && labels.entrySet().stream()
                    .anyMatch(one -> !one.getKey().equals(keyword) && one.getValue().folded().equals(name));
            });
        }

        private static SetError full() { return SetError.of("overQuota", "There is no room for more labels"); }
    }
}
