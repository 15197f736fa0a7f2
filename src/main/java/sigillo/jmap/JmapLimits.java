package sigillo.jmap;

/** What a request may ask for, with the reasons. The first ones are said in the session: RFC 8620 section 2. */
public final class JmapLimits {
    private JmapLimits() {}

    /**
     * maxSizeRequest. RFC 8620 proposes ten times as much; the heap has 56 MiB for all. Large texts are uploaded. In
     * octets.
     */
    public static final int REQUEST_OCTETS_MAX = 1_000_000;
    /** maxCallsInRequest. */
    public static final int CALLS_MAX = 32;
    /** maxObjectsInGet. */
    public static final int OBJECTS_IN_GET_MAX = 500;
    /** maxObjectsInSet. */
    public static final int OBJECTS_IN_SET_MAX = 500;
    /** maxConcurrentRequests. */
    public static final int CONCURRENT_REQUESTS_MAX = 4;

    /** Values, names and brackets of a request: each takes some hundred octets when it was read. */
    public static final int TOKENS_MAX = 100_000;
    /** Deeper than any bodyStructure of a mail that people write. */
    public static final int DEPTH_MAX = 64;
    /** Digits of a number; no number of JMAP has more than 16. */
    public static final int DIGITS_MAX = 40;
    /** RFC 8620 section 1.2. */
    public static final int ID_OCTETS_MAX = 255;
    /** An id of a call is given back with its answer, and counts there. In characters. */
    public static final int CALL_ID_CHARACTERS_MAX = 255;

    /** Values that one reference, of which a {@code *} makes many, may gather: more than any method takes. */
    public static final int REFERRED_VALUES_MAX = 5_000;
    /** Values that all references of a request may visit. */
    public static final int REFERRED_VISITS_MAX = 200_000;
    /** Conditions and operators of a filter: each is asked of every Email. */
    public static final int FILTER_TERMS_MAX = 200;
    public static final int FILTER_DEPTH_MAX = 16;
    public static final int SORT_MAX = 10;
    /** What a query answers at once when the client sets no limit, and at most. */
    public static final int QUERY_IDS_MAX = 5_000;
    /** What {@code /changes} answers at once. */
    public static final int CHANGES_MAX = 5_000;
}
