package sigillo.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** No sentence of a desk that the operator's pages ask is missing in Italian, and each has what stands in it. */
class DesksInItalianTest {
    /** The desks of the pages, and what they ask that answers in sentences. */
    private static final List<String> DESKS = List.of("admin/AccountDesk", "admin/DirectoryDesk", "admin/QuotaDesk",
        "admin/SendingDesk", "admin/InvitationDesk", "admin/MessageDesk", "admin/RefusedDesk", "admin/FilterDesk",
        "admin/CertificatesDesk", "admin/BackupDesk", "admin/SigningDesk", "admin/DnsDesk", "admin/Lacking",
        "admin/Operator", "directory/DirectoryEditor", "directory/EditRules");
    /** Words in these that are said in a log, or as an alarm in both languages already: no desk answers them. */
    private static final Set<String> NOT_ANSWERED = Set.of("account {1}", "sending of account {1}",
        "the owner of account {1} has lifted the pause of its sending", "{1} {2}",
        "what account {1} has queued is not held all; it will be at the next start",
        "the operator's request {1} failed",
        "Sending of {1} is paused since {2}: {3}. What waits of it is held. When it is well again: sigillo account resume {4} (with --drop for what waits, if it is not its owner's).",
        "L'invio di {1} è sospeso dal {2}: {3}. Ciò che attende è trattenuto. Quando è di nuovo a posto: sigillo account resume {4} (con --drop per ciò che attende, se non è del proprietario).");
    /** Joins, and beginnings and ends of sentences that are whole elsewhere. */
    private static final Set<String> PARTS = Set.of(", ", "; ", " and ", "masked addresses",
        " is disabled: nobody signs in, no mail is taken", " is enabled");

    private static final InItalian SENTENCES = new InItalian(DeskSentences.templates(), "[\u0001\u0002]");

    @Test void noSentenceIsMissing() throws IOException {
        SENTENCES.assertNoneIsMissing(DESKS, one -> NOT_ANSWERED.contains(one) || PARTS.contains(one), "desks-it.txt");
    }

    @Test void eachHasWhatStandsInIt() { SENTENCES.assertEachHasWhatStandsInIt(false); }

    @Test void theSurestTemplateCounts() {
        assertEquals(Optional.of("non c'è un account bruno@home.example"),
            DeskSentences.italian("there is no account bruno@home.example"));
        assertEquals(Optional.of("non c'è un tale account"), DeskSentences.italian("there is no such account"));
        assertEquals(Optional.of("l'invito AB a x@y.example non vale più; l'account a@b.example che ne è nato resta"),
            DeskSentences.italian("the invitation AB to x@y.example is void; the account a@b.example that was made by it stays"));
        assertEquals(Optional.of("carla ha una nuova password, e tutta la sua posta si apre"),
            DeskSentences.italian("carla has a new password, and all its mail opens"));
        assertEquals(Optional.of("carla è disattivato: nessuno accede, e la sua posta non è accettata"),
            DeskSentences.italian("carla is disabled: nobody signs in, no mail is taken"));
        assertEquals(Optional.of("ci sono 10 indirizzi mascherati di anna, che è il limite"),
            DeskSentences.italian("there are 10 masked addresses of anna, which is the limit"));
        assertEquals(Optional.of("$1 \\ {2} è già un alias"), DeskSentences.italian("$1 \\ {2} is an alias already"));
        assertEquals(Optional.empty(), DeskSentences.italian("550 5.7.1 go away"));
        assertEquals(Optional.empty(), DeskSentences.italian(""));
    }

    /** Only where sentences of ours stand: a reply or a name that is worded like one is not. */
    @Test void wordsOfOthersStay() {
        var json = JsonMapper.shared().readTree("{\"why\": \"publish it\", \"lastReply\": \"publish it\", \"records\": [{\"next\": \"remove it\", \"name\": \"keep it\"}], \"done\": true}");
        assertEquals(JsonMapper.shared().readTree("{\"why\": \"pubblicarlo\", \"lastReply\": \"publish it\", \"records\": [{\"next\": \"toglierlo\", \"name\": \"keep it\"}], \"done\": true}"),
            DeskSentences.toItalian(json));
    }
}
