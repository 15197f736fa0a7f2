package sigillo.http;

import java.util.Set;

/**
 * Whose pages may have browsers ask something here, beside our own: Fetch, section 3.2. None, unless the operator names
 * them. Browsers add nothing by themselves to what such a page asks: no cookie, no remembered password. {@code others}: as
 * {@code Origin} has them, in small letters.
 */
public record Origins(Set<String> others) {
    public static final Origins NONE = new Origins(Set.of());
    private static final String METHODS = "GET, HEAD, POST";
    /** Of what a page may send; RFC 9110 and RFC 8620 name them. */
    private static final String FIELDS = "Authorization, Content-Type, If-None-Match, If-Range, Last-Event-ID, Range";
    private static final String SHOWN = "Accept-Ranges, Content-Disposition, Content-Range, ETag, Retry-After, WWW-Authenticate";
    private static final String PREFLIGHT_SECONDS = "600";

    public Origins { others = Set.copyOf(others); }

    /** From no page, or from one that may. */
    public boolean allow(Asked asked) { return asked.isOurs() || isOther(asked); }

    /** As it was written: an origin has one form, RFC 6454 section 6.2. */
    private boolean isOther(Asked asked) { return asked.header("origin").filter(others::contains).isPresent(); }

    /** What a browser asks before it asks what it was asked: Fetch, section 3.2.3. */
    public boolean isPreflight(Asked asked) {
        return asked.method() == Asked.Method.OPTIONS && isOther(asked) && asked.header("access-control-request-method").isPresent();
    }

    public Reply preflight(Asked asked) {
        return shown(asked, Reply.text(200, "")).with("Access-Control-Allow-Methods", METHODS)
            .with("Access-Control-Allow-Headers", FIELDS).with("Access-Control-Max-Age", PREFLIGHT_SECONDS);
    }

    /** The same; a page that may is shown it. */
    public Reply shown(Asked asked, Reply reply) {
        if (others.isEmpty()) return reply;
        var varying = reply.with("Vary", "Origin");
        return isOther(asked) ? varying.with("Access-Control-Allow-Origin", asked.header("origin").orElseThrow())
            .with("Access-Control-Expose-Headers", SHOWN).with("Cross-Origin-Resource-Policy", "cross-origin") : varying;
    }
}
