package sigillo.pgpmime;

import java.util.Set;

/** What of a header is said outside of what is encrypted: RFC 9788's Header Confidentiality Policy. */
public enum HeaderPolicy {
    /**
     * For what people send: RFC 9788's {@code hcp_baseline}. Other servers need the rest to bring mail where it
     * belongs.
     */
    BASELINE {
        @Override Outside outside(String name) {
            if (name.equals("subject")) return Outside.HIDDEN;
            return name.equals("comments") || name.equals("keywords") ? Outside.INSIDE_ONLY : Outside.AS_IT_IS;
        }
    },
    /**
     * For mail that has arrived and is encrypted to its owner: only what a server needs to list it, to thread it and to
     * know it again. What is not named stays inside, since programs repeat the subject in fields of their own
     * (Thread-Topic).
     */
    DELIVERY {
        @Override Outside outside(String name) {
            if (name.equals("subject")) return Outside.HIDDEN;
            return ARRIVED.contains(name) ? Outside.AS_IT_IS : Outside.INSIDE_ONLY;
        }
    };

    enum Outside { AS_IT_IS, HIDDEN, INSIDE_ONLY }

    /** What RFC 9788 puts in the place of a Subject. */
    public static final String HIDDEN = "[...]";

    private static final Set<String> ARRIVED = Set.of("from", "sender", "reply-to", "to", "cc", "date", "message-id",
        "in-reply-to", "references", "return-path", "delivered-to", "received", "authentication-results",
        "x-spam-status", "x-spam-flag", "x-spam-opinions");

    /** Of a field that says nothing about how the body is to be read; {@code name} in lower case. */
    abstract Outside outside(String name);
}
