package sigillo.sasl;

import java.util.Optional;
import sigillo.base.Bytes;

/**
 * What a client whose token does not let it in is told, to get one that does: RFC 7628 section 3.2.2. {@code scope}: one
 * that would do; {@code configuration}: the address of the metadata of who gives tokens (RFC 8414). Both are in ASCII, without
 * signs that JSON would escape.
 */
public record BearerHelp(Optional<String> scope, Optional<String> configuration) {
    public static final BearerHelp NONE = new BearerHelp(Optional.empty(), Optional.empty());

    /** {@code status}: an error of RFC 6750 section 3.1. */
    Bytes told(String status) {
        return Bytes.utf8("{\"status\":\"" + status + "\"" + field("scope", scope)
            + field("openid-configuration", configuration) + "}");
    }

    /** The same in the form of XOAUTH2: {@code status} is one of HTTP. */
    Bytes toldXOAuth2(String status) {
        return Bytes.utf8("{\"status\":\"" + status + "\",\"schemes\":\"Bearer\"" + field("scope", scope) + "}");
    }

    private static String field(String name, Optional<String> value) {
        return value.map(text -> ",\"" + name + "\":\"" + text + "\"").orElse("");
    }
}
