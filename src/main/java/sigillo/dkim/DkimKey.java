package sigillo.dkim;

import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A key record: RFC 6376 section 3.6.1. {@code size} is said to people: "2048-bit key". */
public record DkimKey(PublicKey key, String size, String type, boolean isTesting, boolean isStrict) {

    public sealed interface Outcome {
        record Ok(DkimKey key) implements Outcome {}

        record Bad(String why) implements Outcome {}
    }

    /** Total. {@code raw}: the text of one TXT record. */
    public static Outcome parse(String raw) {
        if (raw.length() > DkimLimits.KEY_CHARACTERS_MAX) return new Outcome.Bad("the key record is too long");
        var read = TagList.parse(raw);
        if (read.isEmpty()) return new Outcome.Bad("the key record is no list of tags");
        var tags = read.get();
        if (tags.has("v") && !(tags.firstName().equals("v") && tags.get("v").get().equals("DKIM1"))) {
            return new Outcome.Bad("the record is no key");
        }
        if (tags.dense("h").isPresent() && !list(tags, "h").contains("sha256")) {
            return new Outcome.Bad("the key is not for sha256");
        }
        if (tags.has("s") && !list(tags, "s").contains("*") && !list(tags, "s").contains("email")) {
            return new Outcome.Bad("the key is not for mail");
        }
        return key(tags);
    }

    private static Outcome key(TagList tags) {
        var octets = tags.dense("p");
        if (octets.isEmpty()) return new Outcome.Bad("the record has no key");
        if (octets.get().isEmpty()) return new Outcome.Bad("the key is revoked"); // RFC 6376 section 3.6.1
        var type = tags.get("k").orElse("rsa");
        var flags = list(tags, "t");
        return switch (PublicKeys.parse(type, octets.get())) {
            case PublicKeys.Outcome.Bad(var why) -> new Outcome.Bad(why);
            case PublicKeys.Outcome.Ok(var key, var size) ->
                new Outcome.Ok(new DkimKey(key, size, type, flags.contains("y"), flags.contains("s")));
        };
    }

    private static List<String> list(TagList tags, String name) {
        return tags.dense(name).map(value -> Arrays.asList(value.split(":"))).orElse(List.of());
    }

    static Optional<DkimKey> ok(Outcome outcome) {
        return outcome instanceof Outcome.Ok(var key) ? Optional.of(key) : Optional.empty();
    }
}
