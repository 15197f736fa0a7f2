package sigillo.jmap;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Why a whole request is refused: RFC 8620 section 3.6.1, as a problem of RFC 7807. {@code limit}: which property of
 * the session was exceeded. {@code detail}: for people.
 */
public record Problem(String type, int status, String detail, Optional<String> limit) {
    private static final String ERROR = "urn:ietf:params:jmap:error:";
    public static final String MEDIA_TYPE = "application/problem+json";

    public static final Problem NOT_JSON = error("notJSON", "The request is not JSON that can be read");
    public static final Problem NOT_REQUEST = error("notRequest", "The request is JSON, but no request of JMAP");

    private static Problem error(String type, String detail) {
        return new Problem(ERROR + type, 400, detail, Optional.empty());
    }

    static Problem unknownCapability(String capability) {
        return error("unknownCapability", "This server does not have " + capability);
    }

    /** {@code limit}: its name in the session. */
    public static Problem limit(String limit, int status) {
        return new Problem(ERROR + "limit", status, "The request is beyond " + limit, Optional.of(limit));
    }

    /** One that JMAP has no type for: RFC 7807 section 4.2. */
    public static Problem other(int status, String detail) {
        return new Problem("about:blank", status, detail, Optional.empty());
    }

    public byte[] octets() { return JsonText.octets(json()); }

    ObjectNode json() {
        ObjectNode all = JsonText.object().put("type", type).put("status", status).put("detail", detail);
        limit.ifPresent(name -> all.put("limit", name));
        return all;
    }
}
