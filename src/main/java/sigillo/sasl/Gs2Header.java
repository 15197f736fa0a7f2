package sigillo.sasl;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What begins the first message of SCRAM and OAUTHBEARER: RFC 5801 section 4 and RFC 5802 section 7. {@code text} is as it
 * was said, with its last comma; {@code rest} follows it.
 */
record Gs2Header(Flag flag, Optional<String> authorization, String text, String rest) {

    /** Whether the client has bound the channel. */
    sealed interface Flag {
        /** {@code n}: it cannot. */
        record Unbound() implements Flag {}

        /** {@code y}: it can, and thinks that we cannot. */
        record ThinksUnsupported() implements Flag {}

        /** {@code p}: it has. */
        record Bound(String type) implements Flag {}
    }

    private static final Pattern HEADER = Pattern.compile("(?:(n)|(y)|p=([A-Za-z0-9.-]{1,64})),(?:a=([^,]{1,1000}))?,");

    /** Empty for what is none. */
    static Optional<Gs2Header> parse(String message) {
        var header = HEADER.matcher(message);
        if (!header.lookingAt()) return Optional.empty();
        var name = Optional.ofNullable(header.group(4)).map(Gs2Header::name);
        if (name.isPresent() && name.get().isEmpty()) return Optional.empty();
        return Optional.of(new Gs2Header(flag(header.group(1), header.group(2), header.group(3)), name.map(Optional::get),
            header.group(), message.substring(header.end())));
    }

    private static Flag flag(String n, String y, String type) {
        if (n != null) return new Flag.Unbound();
        return y != null ? new Flag.ThinksUnsupported() : new Flag.Bound(type);
    }

    /** RFC 5802 section 5.1: a comma is {@code =2C}, an equals sign {@code =3D}; another one is an error. Empty for that. */
    static Optional<String> name(String said) {
        var name = said.replace("=2C", ",").replace("=3D", "\0");
        return name.indexOf('=') < 0 && said.indexOf('\0') < 0 ? Optional.of(name.replace('\0', '=')) : Optional.empty();
    }
}
