package sigillo.imapd;

import java.util.ArrayList;
import java.util.List;

/** What a client has switched on: RFC 5161. Nothing can be switched off again. */
final class Features {
    private boolean condstore;
    private boolean qresync;
    private boolean utf8;
    private boolean rev2;
    private boolean uidOnly;

    /** MODSEQ in each FETCH: RFC 7162 section 3.1. */
    boolean condstore() { return condstore; }

    /** True when it was off. */
    boolean enableCondstore() {
        boolean wasOff = !condstore;
        condstore = true;
        return wasOff;
    }

    /** RFC 7162 section 3.2.3. */
    boolean qresync() { return qresync; }

    /** VANISHED in place of EXPUNGE: RFC 7162 section 3.2.10, RFC 9586 section 3.4. */
    boolean vanished() { return qresync || uidOnly; }

    boolean utf8() { return utf8; }

    boolean rev2() { return rev2; }

    /** No message numbers, neither way: RFC 9586. */
    boolean uidOnly() { return uidOnly; }

    /** The capabilities that this switched on, as RFC 5161 section 3.2's ENABLED wants them. */
    List<String> enable(List<String> capabilities) {
        var enabled = new ArrayList<String>();
        for (var capability : capabilities) {
            boolean isNew = switch (capability) {
                case "CONDSTORE" -> enableCondstore();
                case "QRESYNC" -> !qresync && enableQresync();
                case "UTF8=ACCEPT" -> !utf8 && (utf8 = true);
                case "IMAP4REV2" -> !rev2 && (rev2 = true);
                case "UIDONLY" -> !uidOnly && (uidOnly = true);
                default -> false;
            };
            if (isNew) enabled.add(capability.equals("IMAP4REV2") ? "IMAP4rev2" : capability);
        }
        return enabled;
    }

    /** RFC 7162 section 3.2.3: CONDSTORE comes with it. */
    private boolean enableQresync() {
        condstore = true;
        return qresync = true;
    }
}
