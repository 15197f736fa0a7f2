package sigillo.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountId;
import sigillo.account.Entry;
import sigillo.account.Keyword;
import sigillo.account.UidSet;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.rules.Rules;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.signing.Signer;
import sigillo.smtp.Envelope;
import sigillo.smtp.ReversePath;
import sigillo.store.PartitionName;
import sigillo.store.StoreException;
import sigillo.store.Transactions;

/** What becomes of mail by the script of its owner. */
class OwnersRulesTest {
    private static final AccountId ANNA = new AccountId("anna");
    private static final String MAIL = "From: bob@sender.example\r\nTo: anna@home.example\r\nSubject: =?utf-8?Q?Faktura_=C4=8D=2E_12?=\r\n"
        + "Message-ID: <1@sender.example>\r\n\r\nHello.\r\n";

    private final House house = new House();
    private final List<String> told = new ArrayList<>();
    private final Rules rules = new Rules(house.store, Secret.take(new byte[32]), Randomness.secure(), house.clock);

    OwnersRulesTest() {
        var obeyed = new OwnersRules(House.HOSTNAME, rules, house.residents.directory, house.queue,
            SendingOn.AS_IT_IS, Signer.NONE,
            house.told::add, house.clock, (_, sentence) -> told.add(sentence));
        house.delivery.obeying(obeyed);
        house.carrier.obeying(obeyed);
    }

    private void script(String text) {
        assertEquals(Rules.Kept.DONE, rules.put(ANNA, "rules", text.getBytes(StandardCharsets.UTF_8)));
        assertEquals(Rules.Kept.DONE, rules.activate(ANNA, Optional.of("rules")));
    }

    private String deliver() { return House.code(house.toAll(MAIL, "anna")); }

    private List<Entry> in(String path) {
        var all = new ArrayList<Entry>();
        house.account("anna").mailboxId(path).ifPresent(id -> house.account("anna").entries(id, UidSet.ALL, all::add));
        return all;
    }

    /** B24: the folder by its name, the header decoded. */
    @Test void mailGoesIntoTheFolderThatTheScriptNames() {
        house.account("anna").create("\u00da\u010dty 2026", Optional.empty());
        script("require [\"fileinto\", \"imap4flags\"]; if header :contains \"subject\" \"faktura \u010d\" "
            + "{ setflag \"\\\\Seen\"; fileinto \"\u00da\u010dty 2026\"; }");
        assertEquals("250 2.0.0", deliver());
        assertEquals(1, in("\u00da\u010dty 2026").size());
        assertEquals(List.of(), house.inbox("anna"));
        var email = house.account("anna").email(in("\u00da\u010dty 2026").getFirst().email()).orElseThrow();
        assertTrue(email.keywords().contains(Keyword.SEEN), email.keywords()::toString);
    }

    /** B24: a folder that is not there is the inbox, and the owner hears of it; :create makes it. */
    @Test void aFolderThatIsNotThereIsTheInbox() {
        script("require \"fileinto\"; fileinto \"Gone\";");
        assertEquals("250 2.0.0", deliver());
        assertEquals(1, house.inbox("anna").size());
        assertTrue(told.getFirst().contains("\"Gone\""), told::toString);
        script("require [\"fileinto\", \"mailbox\"]; fileinto :create \"Gone/Away\";");
        assertEquals("250 2.0.0", deliver());
        assertEquals(1, in("Gone/Away").size());
    }

    @Test void aScriptThatFailsKeepsTheMailInTheInbox() {
        script("require [\"fileinto\", \"reject\"]; fileinto \"INBOX\"; reject \"no\";");
        assertEquals("250 2.0.0", deliver());
        assertEquals(1, house.inbox("anna").size());
        assertTrue(told.getFirst().contains("line 1, column 51"), told::toString);
    }

    @Test void refusalsAreSaidInTheConversation() {
        script("require \"reject\"; reject \"I do not\nwant \u010d.\";");
        var reply = house.toAll(MAIL, "anna");
        assertEquals("550 5.7.1 I do not want ?.", reply.toString());
        assertEquals(List.of(), house.inbox("anna"));
    }

    @Test void mailIsSentOnOnceAndNotInACircle() {
        script("redirect \"x@one.example\"; redirect \"x@one.example\";");
        assertEquals("250 2.0.0", deliver());
        assertEquals(List.of(), house.inbox("anna"));
        assertEquals(1, house.queue.entries.size());
        var sent = new String(house.queue.entries.getFirst().message(), StandardCharsets.UTF_8);
        assertTrue(sent.startsWith("Delivered-To: anna@home.example\r\n"), sent);
        assertEquals("554 5.4.6", House.code(house.toAll(sent, "anna")));
    }

    /** RFC 8689: what the sender asks of TLS goes along. */
    @Test void demandsOfTheSenderGoAlong() {
        script("redirect \"x@one.example\";");
        var incoming = House.incoming(ReversePath.of(House.BOB), MAIL, "anna");
        var asked = incoming.envelope().tls(Envelope.Tls.REQUIRED);
        house.delivery.toAll(new Incoming(asked, incoming.origin(), incoming.message(), incoming.trace()));
        assertEquals(Envelope.Tls.REQUIRED, house.queue.entries.getFirst().envelope().tls());
    }

    /** What the disk has changed keeps nobody from his mail. */
    @Test void aDamagedScriptKeepsTheMailInTheInbox() {
        script("discard;");
        var partition = house.store.partition(new PartitionName("rules"));
        var rows = new ArrayList<Bytes>();
        partition.range(Bytes.utf8("s/"), Bytes.utf8("t"), false, (key, _) -> rows.add(key));
        new Transactions(partition).write(tx -> {
            tx.put(rows.getFirst(), new byte[] {1, 2, 3});
            return null;
        });
        assertEquals("250 2.0.0", deliver());
        assertEquals(1, house.inbox("anna").size());
        assertTrue(told.getFirst().contains("damaged"), told::toString);
    }

    @Test void discardedMailIsTakenAndKeptNowhere() {
        script("discard;");
        assertEquals("250 2.0.0", deliver());
        assertEquals(List.of(), house.inbox("anna"));
        assertEquals(List.of(), house.queue.entries);
    }

    /** B18: once for a sender, to nobody without one, and not under an address of another's. */
    @Test void whoIsAwayAnswersOnceInDays() {
        script("require \"vacation\"; vacation :days 3 :from \"ceo@bank.example\" \"Away.\";");
        deliver();
        deliver();
        assertEquals(1, house.queue.entries.size());
        var answer = house.queue.entries.getFirst();
        assertEquals(new ReversePath.Null(), answer.envelope().from());
        assertEquals("bob@sender.example", answer.envelope().recipients().getFirst().address().toString());
        var text = new String(answer.message(), StandardCharsets.UTF_8);
        assertTrue(text.contains("From: <anna@home.example>") || text.contains("From: anna@home.example"), text);
        assertFalse(text.contains("bank"), text);
        house.clock.advance(Duration.ofDays(3).plusSeconds(1));
        deliver();
        assertEquals(2, house.queue.entries.size());
        house.toAll(new ReversePath.Null(), MAIL, "anna");
        assertEquals(2, house.queue.entries.size());
        assertEquals(4, house.inbox("anna").size());
    }

    @Test void theSameMessageAgainIsKnown() {
        script("require \"duplicate\"; if duplicate { discard; }");
        deliver();
        deliver();
        assertEquals(1, house.inbox("anna").size());
    }

    /** Trouble with the queue is told to the sender, who comes again, and is then not taken for a duplicate. */
    @Test void whoComesAgainAfterTroubleIsNoDuplicate() {
        script("require \"duplicate\"; if duplicate { discard; } else { redirect \"x@one.example\"; }");
        house.queue.refusal = Optional.of(new StoreException("full", null));
        assertEquals("451 4.3.0", deliver());
        house.queue.refusal = Optional.empty();
        assertEquals("250 2.0.0", deliver());
        assertEquals(1, house.queue.entries.size());
    }

    /** Into two folders or none: all that is kept of a message is kept at once. */
    @Test void mailGoesIntoSeveralFolders() {
        script("require [\"fileinto\", \"mailbox\", \"editheader\"]; fileinto :create \"A\"; addheader \"X-A\" \"b\"; fileinto :create \"B\"; keep;");
        assertEquals("250 2.0.0", deliver());
        assertEquals(List.of(1, 1, 1), List.of(in("A").size(), in("B").size(), house.inbox("anna").size()));
        assertTrue(house.inbox("anna").getFirst().contains("\r\nX-A: b\r\n"), house.inbox("anna")::toString);
    }

    @Test void scriptsAreSealedAndGoWithTheirAccount() {
        script("keep; # secret words");
        var rows = new ArrayList<String>();
        house.store.partition(new PartitionName("rules")).range(
            Bytes.EMPTY, Bytes.utf8("z"), false,
            (_, row) -> rows.add(new String(row, StandardCharsets.ISO_8859_1)));
        assertEquals(2, rows.size());
        assertFalse(rows.toString().contains("secret"));
        assertEquals("rules", rules.all(ANNA).getFirst().name());
        rules.forget(ANNA);
        assertEquals(List.of(), rules.all(ANNA));
        assertEquals(Optional.empty(), rules.activeScript(ANNA).map(Rules.Script::name));
    }

    /** Strangers choose how many there are. */
    @Test void whatIsRememberedIsBounded() {
        for (int i = 0; i < 2_000; i++) assertTrue(rules.remember(ANNA, "k" + i, 60));
        assertFalse(rules.remember(ANNA, "one more", 60));
        house.clock.advance(Duration.ofSeconds(61));
        rules.tidy();
        assertTrue(rules.remember(ANNA, "one more", 60));
        assertEquals(Address.of("anna@home.example"), Residents.address("anna"));
    }
}
