package sigillo.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sigillo.account.Account;
import sigillo.account.AccountId;
import sigillo.account.Entry;
import sigillo.account.FlagChange;
import sigillo.account.Keyword;
import sigillo.account.UidSet;
import sigillo.base.Address;
import sigillo.delivery.EventRules.Cause;
import sigillo.delivery.EventRules.Event;
import sigillo.rules.Rules;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.signing.Signer;
import sigillo.store.StoreException;

/** RFC 6785: what a script does to a message that is here. */
class EventRulesTest {
    private static final AccountId ANNA = new AccountId("anna");
    private static final Address OWNER = Address.of("anna@home.example");
    private static final String MAIL = "From: bob@sender.example\r\nTo: anna@home.example\r\nSubject: tea\r\nMessage-ID: <1@sender.example>\r\n\r\nHello.\r\n";

    private final House house = new House();
    private final List<String> told = new ArrayList<>();
    private final Rules rules = new Rules(house.store, Secret.take(new byte[32]), Randomness.secure(), house.clock);
    private final OwnersRules owners = new OwnersRules(House.HOSTNAME, rules, house.residents.directory, house.queue, SendingOn.AS_IT_IS, Signer.NONE,
        house.told::add, house.clock, (_, sentence) -> told.add(sentence));
    private final EventRules events = new EventRules(owners, rules);
    private final Account anna = house.account("anna");

    EventRulesTest() {
        assertEquals("250 2.0.0", House.code(house.toAll(MAIL, "anna")));
        anna.create("Other", Optional.empty());
    }

    private void script(String text) {
        rules.put(ANNA, "here", ("require [\"imapsieve\", \"environment\", \"imap4flags\", \"fileinto\", \"copy\"]; " + text).getBytes(StandardCharsets.UTF_8));
    }

    private void obey(String id, Cause cause, String... changed) throws Exception {
        events.obey(anna, new Event(id, cause, OWNER, anna.inbox(), "here", List.of(changed)), 1);
    }

    private Entry mail() { return in("INBOX").getFirst(); }

    private List<Entry> in(String path) {
        var all = new ArrayList<Entry>();
        anna.entries(anna.mailboxId(path).orElseThrow(), UidSet.ALL, all::add);
        return all;
    }

    @Test void whatIsKeptIsAsItWas() throws Exception {
        script("keep;");
        var before = mail();
        obey("1", Cause.APPEND);
        assertEquals(List.of(before), in("INBOX"));
        assertEquals(List.of(), told);
    }

    /** Sections 3.3 and 2.2.4; the copy is another message. */
    @Test void whatIsFiledIsCopiedAndTheOriginalIsToGo() throws Exception {
        script("addflag \"\\\\Flagged\"; fileinto \"Other\";");
        obey("1", Cause.COPY);
        assertEquals(Set.of(Keyword.FLAGGED), in("Other").getFirst().keywords());
        assertTrue(mail().deleted());
        assertEquals(Set.of(), mail().keywords());
        assertFalse(mail().email().equals(in("Other").getFirst().email()));
        assertEquals(anna.content(mail().email()).orElseThrow().length(), anna.content(in("Other").getFirst().email()).orElseThrow().length());
    }

    @Test void aCopyLeavesTheOriginal() throws Exception {
        script("fileinto :copy \"Other\";");
        obey("1", Cause.COPY);
        assertFalse(mail().deleted());
        assertEquals(1, in("Other").size());
    }

    /** What was stopped in the middle is done once more. */
    @Test void twiceIsOnce() throws Exception {
        script("fileinto :copy \"Other\"; redirect :copy \"x@one.example\";");
        obey("1", Cause.COPY);
        obey("1", Cause.COPY);
        assertEquals(1, in("Other").size());
        assertEquals(1, house.queue.entries.size());
        obey("2", Cause.COPY);
        assertEquals(2, in("Other").size());
        assertEquals(2, house.queue.entries.size());
        assertEquals(List.of(), told);
    }

    /** What strangers have filled counts for it too: it does not leave, the mail stays as it is, and the owner is told. */
    @Test void whatCannotBeNotedDoesNotLeaveAndIsTold() throws Exception {
        house.fillMemory(ANNA, rules);
        script("redirect \"x@one.example\";");
        obey("1", Cause.APPEND);
        assertEquals(List.of(), house.queue.entries);
        assertFalse(mail().deleted());
        assertEquals(1, told.size(), told::toString);
        assertTrue(told.getFirst().contains("\"here\"") && told.getFirst().contains("too much"), told::toString);
    }

    /** The queue takes it later: it is not taken for sent before. */
    @Test void whatCouldNotBeSentIsSentByTheNextRun() throws Exception {
        whatCannotBeSentIsNotMarkedForDeletion();
        house.queue.refusal = Optional.empty();
        obey("1", Cause.APPEND);
        assertEquals(1, house.queue.entries.size());
        assertTrue(mail().deleted());
        assertEquals(List.of(), told);
    }

    /** A fault of ours between the two notes: it may have left. */
    @Test void whatMayHaveLeftIsTold() throws Exception {
        script("redirect \"x@one.example\";");
        rules.remember(ANNA, "i1/1", 3_600);
        obey("1", Cause.APPEND);
        assertEquals(List.of(), house.queue.entries);
        assertFalse(mail().deleted());
        assertTrue(told.getFirst().contains("may have left"), told::toString);
    }

    /** Section 3.4: under the owner's address, and without what was written above it when it was delivered. */
    @Test void whatIsSentOnLeavesUnderItsOwner() throws Exception {
        script("redirect \"x@one.example\";");
        obey("1", Cause.FLAG, "\\Flagged");
        var sent = house.queue.entries.getFirst();
        assertEquals("<anna@home.example>", sent.envelope().from().toString());
        assertEquals(List.of("x@one.example"), sent.recipients());
        assertTrue(sent.text().startsWith("Delivered-To: anna@home.example\r\nReceived: "), sent.text());
        assertFalse(sent.text().contains("Return-Path"), sent.text());
        assertTrue(mail().deleted());
    }

    /** Nothing is lost by what may not leave. */
    @Test void whatMayNotLeaveStays() throws Exception {
        script("redirect \"anna@home.example\";");
        obey("1", Cause.APPEND);
        assertEquals(List.of(), house.queue.entries);
        assertFalse(mail().deleted());
        assertTrue(told.getFirst().contains("your own"), told::toString);
    }

    @Test void whatCannotBeSentIsNotMarkedForDeletion() {
        script("redirect \"x@one.example\";");
        house.queue.refusal = Optional.of(new StoreException("full", null));
        assertThrows(StoreException.class, () -> obey("1", Cause.APPEND));
        assertFalse(mail().deleted());
    }

    @Test void whatIsDiscardedIsMarked() throws Exception {
        script("discard;");
        obey("1", Cause.APPEND);
        assertTrue(mail().deleted());
        assertEquals(1, in("INBOX").size());
    }

    /** Section 3.8: hasflag sees the flags as they are, and what is set stays; others stay too. */
    @Test void flagsAreSeenAndSet() throws Exception {
        anna.flags(anna.inbox(), UidSet.of(1), new FlagChange(FlagChange.Mode.ADD, Set.of(Keyword.SEEN, Keyword.parse("work").orElseThrow()), false, Optional.empty()));
        script("if hasflag \"\\\\Seen\" { addflag \"\\\\Flagged\"; removeflag \"\\\\Seen\"; }");
        obey("1", Cause.FLAG, "\\Seen");
        assertEquals(Set.of(Keyword.FLAGGED, Keyword.parse("work").orElseThrow()), mail().keywords());
    }

    /** Section 4. */
    @Test void whatHasHappenedIsTold() throws Exception {
        script("if allof (environment \"imap.user\" \"anna@home.example\", environment \"imap.email\" \"anna@home.example\", "
            + "environment \"imap.cause\" \"FLAG\", environment \"imap.mailbox\" \"INBOX\", environment :contains \"imap.changedflags\" \"\\\\Flagged\", "
            + "environment \"location\" \"MS\", environment \"phase\" \"post\", environment \"name\" \"Sigillo\") { addflag \"told\"; }");
        obey("1", Cause.FLAG, "\\Answered", "\\Flagged");
        assertEquals(Set.of(Keyword.parse("told").orElseThrow()), mail().keywords());
    }

    /** Sections 3.11 and 4.6; and one that reads too much. */
    @ParameterizedTest @ValueSource(strings = {
        "require \"vacation\"; discard;", "require \"reject\"; discard;", "require \"envelope\"; if envelope \"from\" \"x\" { keep; } discard;",
        "require \"include\"; include \"gone\"; discard;", "discard; no such command;"})
    void whatCannotRunChangesNothing(String text) throws Exception {
        script(text);
        obey("1", Cause.APPEND);
        assertFalse(mail().deleted());
        assertEquals(1, told.size(), told::toString);
        assertTrue(told.getFirst().contains("\"here\""), told::toString);
    }

    /** Into a folder that is not there, or where it is: each event would make one more. */
    @ParameterizedTest @ValueSource(strings = {"fileinto \"Gone\";", "fileinto \"INBOX\";"})
    void itStaysWhereItIs(String text) throws Exception {
        script(text);
        obey("1", Cause.APPEND);
        assertEquals(1, in("INBOX").size());
        assertFalse(mail().deleted());
    }

    /** Section 2.3.1: no such script, no such message. */
    @Test void nothingIsDoneForWhatIsNotThere() throws Exception {
        obey("1", Cause.APPEND);
        script("discard;");
        events.obey(anna, new Event("2", Cause.APPEND, OWNER, anna.inbox(), "here", List.of()), 7);
        assertFalse(mail().deleted());
        assertEquals(List.of(), told);
    }

    /** Sections 4.2 and 4.5: mail that comes has none of it. */
    @Test void deliveryHasNoEvent() {
        script("if allof (environment \"imap.user\" \"\", environment \"imap.changedflags\" \"\") { fileinto \"Other\"; }");
        rules.activate(ANNA, Optional.of("here"));
        house.delivery.obeying(owners);
        assertEquals("250 2.0.0", House.code(house.toAll(MAIL, "anna")));
        assertEquals(1, in("Other").size());
    }
}
