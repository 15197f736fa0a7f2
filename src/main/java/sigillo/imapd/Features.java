package sigillo.imapd;

import java.util.ArrayList;
import java.util.List;

/** What a client has switched on: RFC 5161. Nothing can be switched off again. */
final class Features {
    private boolean condstore;
    private boolean utf8;
    private boolean rev2;

    /** MODSEQ in each FETCH: RFC 7162 section 3.1. */
    boolean condstore() { return condstore; }

    /** True when it was off. */
    boolean enableCondstore() {
        boolean wasOff = !condstore;
        condstore = true;
        return wasOff;
    }

    boolean utf8() { return utf8; }

    boolean rev2() { return rev2; }

    /** The capabilities that this switched on, as RFC 5161 section 3.2's ENABLED wants them. */
    List<String> enable(List<String> capabilities) {
        var enabled = new ArrayList<String>();
        for (var capability : capabilities) {
            boolean isNew = switch (capability) {
                case "CONDSTORE" -> enableCondstore();
                case "UTF8=ACCEPT" -> !utf8 && (utf8 = true);
                case "IMAP4REV2" -> !rev2 && (rev2 = true);
                default -> false;
            };
            if (isNew) enabled.add(capability.equals("IMAP4REV2") ? "IMAP4rev2" : capability);
        }
        return enabled;
    }
}
