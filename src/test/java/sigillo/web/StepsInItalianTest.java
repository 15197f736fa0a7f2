package sigillo.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.refusals.Refusals;
import sigillo.smtp.SmtpReply;

/** No sentence that a story tells is missing in Italian, and each has what stands in it. */
class StepsInItalianTest {
    /** Who tells, and who makes what is told. */
    private static final List<String> TELLERS = List.of("delivery/Steps", "submission/Steps", "smtpd/RefusalStories",
        "queue/Stories", "queue/QueueDesk", "queue/Tickets", "queue/Notices", "authentication/Sentences",
        "authentication/ReverseDns", "spf/Evaluation", "dkim/DkimSignatures", "dkim/KeyLookup", "dkim/PublicKeys",
        "dkim/DkimKey", "dkim/SignatureParser", "dmarc/Dmarc", "arc/ArcChain", "arc/ArcVerification",
        "filter/SenderReasons", "filter/Reputed", "filter/Engines", "engines/MilterAsking", "engines/Scanning",
        "relay/Peer", "relay/Security", "receivers/Watched", "main/mail/HeldBack", "reporting/FeedbackLoop");
    /** Texts in these that no story has: of the log, of replies, of code that others read. */
    private static final Set<String> NOT_TOLD = Set.of("256-bit key", "{1}-bit key", "longer than any key",
        "This message is not taken", "Try again in some minutes", "it says that it cannot",
        "it does not speak as milters do: that ends no message", "This message holds what {1} calls {2}", "engine {1}",
        "{1} could not be asked about incoming mail", "(cannot be opened)", "Dropped by the operator of this server",
        "\nprecedence: bulk", "how mail fares at a receiver is not remembered: {1}", "they stop",
        "Mail from {1} to {2} is refused from now on; to lift that: {3}.", "it asks for nothing to end",
        "it does not say which recipient's it is, or its sender does not speak for that one",
        "it shows no message that an account here has sent, or one of too long ago", "nobody vouches for who sent it");
    /** Beginnings and ends of sentences, which are whole elsewhere or have one that may be missing. */
    private static final Set<String> PARTS = Set.of("Submitted with ", "Held: sending of its account is paused",
        "the message signature of the last hop is wrong: ", "the seal of {1} is wrong: ", "nothing requires TLS{1}",
        "{1} gives it {2} points, and {3} is its bound{4}", "the MTA-STS policy of {1} is a test{2}", "{1}; {2}",
        "{1} gets little from an address that is new to it (sigillo warm-up){2}", "{1}'s record; it says \"{2}\"");
    /** What is joined behind something. */
    private static final Pattern END = Pattern.compile("[ ,.;:].*", Pattern.DOTALL);

    /** Marks beside each other are one. */
    private static final InItalian STEPS =
        new InItalian(StepSentences.templates(), "[\u0001\u0002]+|%\\.1f|%s");

    @Test void noSentenceIsMissing() throws IOException {
        STEPS.assertNoneIsMissing(TELLERS,
            one -> NOT_TOLD.contains(one) || PARTS.contains(one) || END.matcher(one).matches(), "steps-it.txt");
    }

    @Test void eachHasWhatStandsInIt() { STEPS.assertEachHasWhatStandsInIt(true); }

    private record Case(String english, String italian) {}

    /** As servers have told them. */
    private static final List<Case> CASES = List.of(
        new Case("Received with ESMTPS from mx.friend.test [192.0.2.7], TLSv1.3 with X, 812 octets",
            "Ricevuto con ESMTPS da mx.friend.test [192.0.2.7], TLSv1.3 with X, 812 byte"),
        new Case("Received with LMTP from stories.test [127.0.0.1], not encrypted, 312 octets",
            "Ricevuto con LMTP da stories.test [127.0.0.1], non cifrato, 312 byte"),
        new Case("Submitted with JMAP from [127.0.0.1], over HTTPS, 99 octets",
            "Consegnato per l'invio con JMAP da [127.0.0.1], via HTTPS, 99 byte"),
        new Case("SPF fail: 192.0.2.7 is not named by a.test's record; it says \"-all\"; DKIM pass: signed by a.test; "
            + "DMARC pass: it is of a.test, as the DKIM signature of a.test shows",
            "SPF fail: 192.0.2.7 non è nominato dal record di a.test; dice \"-all\"; DKIM pass: firmato da a.test; "
                + "DMARC pass: è di a.test, come mostra la firma DKIM di a.test"),
        new Case("DKIM permerror of a.test: the key is damaged: s._domainkey.a.test",
            "DKIM permerror di a.test: la chiave è danneggiata: s._domainkey.a.test"),
        new Case("The filter gives 0.9; 0.4 Nobody here has had mail from this author before.; "
            + "-0.5 It is of its author's domain.; clamav: it gave no answer in time",
            "Il filtro dà 0.9; 0.4 Nessuno qui ha avuto prima posta da questo autore.; "
                + "-0.5 È del dominio dell'autore.; clamav: non ha risposto in tempo"),
        new Case("Filed into the inbox", "Messo in posta in arrivo"),
        new Case("Called mx.a.test[192.0.2.1]: nothing requires TLS; TLSv1.3, and its certificate is valid for it",
            "Chiamato mx.a.test[192.0.2.1]: nulla richiede TLS; TLSv1.3, e il suo certificato è valido per lui"),
        new Case("To be tried again: nobody answered", "Da ritentare: nessuno ha risposto"),
        new Case("Given up: said mx.a.test", "Rinunciato: lo ha detto mx.a.test"),
        new Case("To be tried again, the fault is ours: the catcher's account holds as much as it may",
            "Da ritentare, il guasto è nostro: l'account che raccoglie contiene quanto può"),
        new Case("Held: it is damaged in the store, after it was tried",
            "Trattenuto: è danneggiato nell'archivio, dopo che era stato tentato"),
        // what a stranger calls itself is not put into Italian
        new Case("Refused at RCPT, from Delivered [192.0.2.7]", "Rifiutato a RCPT, da Delivered [192.0.2.7]"),
        new Case("no sentence of ours", "no sentence of ours"));

    @TestFactory Stream<DynamicTest> whatIsTold() {
        return CASES.stream().map(one -> DynamicTest.dynamicTest(one.english, () ->
            assertEquals(one.italian, StepSentences.italian(one.english))));
    }

    @Test void whatAReplyMeansIsSaidAsTheQueueSaysIt() {
        var reply = SmtpReply.of(550, "5.7.1", "Unfortunately, messages from [192.0.2.1] weren't sent (S3150)");
        var meaning = Refusals.of(reply, "mx.outlook.test").orElseThrow();
        assertEquals("Rinunciato: lo ha detto mx.outlook.test. " + meaning.italian(),
            StepSentences.italian("Given up: said mx.outlook.test. " + meaning));
    }
}
