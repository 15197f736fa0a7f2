package sigillo.imapd;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import sigillo.sasl.Mechanism;

/**
 * What we announce: RFC 9051 section 7.2.2. Whoever adds a word here has the whole of its standard in the grammar, the
 * operations and the transcripts.
 */
final class Capabilities {
    private static final String CLIENTS = "IMAP4rev1 IMAP4rev2 LITERAL+ SASL-IR ID ENABLE IDLE NAMESPACE UIDPLUS MOVE UNSELECT CHILDREN "
        + "SPECIAL-USE CREATE-SPECIAL-USE LIST-EXTENDED LIST-STATUS ESEARCH SEARCHRES CONDSTORE QRESYNC OBJECTID "
        + "STATUS=SIZE INPROGRESS WITHIN SEARCH=FUZZY PARTIAL PREVIEW SAVEDATE BINARY MULTIAPPEND CATENATE "
        + "REPLACE SORT SORT=DISPLAY ESORT THREAD=REFERENCES THREAD=ORDEREDSUBJECT CONTEXT=SEARCH NOTIFY COMPRESS=DEFLATE "
        + "METADATA UIDONLY QUOTA QUOTA=RES-STORAGE UTF8=ACCEPT APPENDLIMIT=";

    private Capabilities() {}

    /** Before sign-in: what is needed to get there. */
    static String strangers(boolean tls, boolean tlsPossible, List<Mechanism> mechanisms) {
        var words = new ArrayList<>(List.of("IMAP4rev1", "IMAP4rev2", "LITERAL+", "SASL-IR", "ID", "ENABLE"));
        if (!tls && tlsPossible) words.add("STARTTLS");
        mechanisms.forEach(mechanism -> words.add("AUTH=" + mechanism.text()));
        if (mechanisms.isEmpty()) words.add("LOGINDISABLED");
        return String.join(" ", words);
    }

    /** Without those that are {@code withheld} from this program. */
    static String clients(ImapSettings settings, Set<Extension> withheld) {
        var all = CLIENTS + settings.messageOctetsMax() + (settings.jmapUrl().isPresent() ? " JMAPACCESS" : "")
            + settings.sieveUrl().map(url -> " IMAPSIEVE=" + url).orElse("");
        for (var extension : withheld) all = all.replace(" " + extension.capability() + " ", " ");
        return all;
    }
}
