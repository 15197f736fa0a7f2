package sigillo.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.params.ParameterizedTest;
import sigillo.account.AccountId;
import sigillo.account.Entry;
import sigillo.account.Keyword;
import sigillo.account.UidSet;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.queue.Carrier;
import sigillo.rules.Rules;
import sigillo.rules.Vacation;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.signing.Signer;
import sigillo.smtp.Envelope;
import sigillo.smtp.ReversePath;
import sigillo.spool.Spooled;
import sigillo.store.PartitionName;
import sigillo.store.StoreException;
import sigillo.store.Transactions;
import sigillo.trace.TraceId;

/** What becomes of mail by the script of its owner. */
class OwnersRulesTest {
    private static final AccountId ANNA = new AccountId("anna");
    private static final String MAIL = "From: bob@sender.example\r\nTo: anna@home.example\r\nSubject: =?utf-8?Q?Faktura_=C4=8D=2E_12?=\r\n"
        + "Message-ID: <1@sender.example>\r\n\r\nHello.\r\n";

    private final House house = new House();
    private final List<String> told = new ArrayList<>();
    private final Rules rules = new Rules(house.store, Secret.take(new byte[32]), Randomness.secure(), house.clock);

    private final OwnersRules owners;

    OwnersRulesTest() {
        owners = new OwnersRules(House.HOSTNAME, rules, house.residents.directory, house.queue,
            SendingOn.AS_IT_IS, Signer.NONE,
            house.told::add, house.clock, (_, sentence) -> told.add(sentence));
        house.delivery.obeying(owners);
        house.carrier.obeying(owners);
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

    // ---- level L2 ----

    /** As what encrypts would: what is kept is another message. */
    private Optional<Wrapped> wrapped(AccountId account, Octets clear) {
        wraps.add(account + " " + clear.length());
        return account.equals(ANNA) ? Optional.of(Wrapped.of(Spooled.of("Subject: [...]\r\n\r\nwrapped\r\n".getBytes(
            StandardCharsets.UTF_8))))
            : Optional.empty();
    }

    private final List<String> wraps = new ArrayList<>();

    private void atL2(Wrapping wrapping) {
        house.delivery.wrapping(wrapping);
        house.carrier.wrapping(wrapping);
        owners.wrapping(wrapping);
        owners.discreet(ANNA::equals);
    }

    /** The script reads what came, and each place has what was encrypted, once. */
    @Test void whatIsKeptAtL2IsEncryptedAfterTheScriptHasReadIt() {
        atL2(this::wrapped);
        house.account("anna").create("Bills", Optional.empty());
        script("require \"fileinto\"; if header :contains \"subject\" \"faktura\" { fileinto \"Bills\"; keep; }");
        assertEquals("250 2.0.0", deliver());
        assertEquals(List.of("Subject: [...]\r\n\r\nwrapped\r\n"), house.inbox("anna"));
        assertEquals(1, in("Bills").size());
        assertEquals(1, wraps.size(), wraps::toString);
        assertEquals("250 2.0.0", House.code(house.toAll(MAIL, "bruno")));
        assertTrue(house.inbox("bruno").getFirst().endsWith(MAIL));
    }

    /** RFC 3463 section 3.4: whoever brings it tries again, and nothing is kept in clear. */
    @Test void whatCannotBeEncryptedIsNotKept() {
        atL2((_, _) -> { throw new StoreException("no certificate", null); });
        assertEquals("451 4.3.0", deliver());
        script("keep;");
        assertEquals("451 4.3.0", deliver());
        assertEquals(List.of(), house.inbox("anna"));
    }

    @Test void anAnswerAtL2DoesNotRepeatTheSubject() {
        atL2(this::wrapped);
        script("require [\"vacation\", \"enotify\"]; vacation \"Away.\"; notify \"mailto:me@elsewhere.example\";");
        assertEquals("250 2.0.0", deliver());
        assertEquals(2, house.queue.entries.size());
        for (var outgoing : house.queue.entries) {
            var text = outgoing.text();
            assertFalse(text.contains("aktura"), text);
            assertTrue(text.contains("Subject: Automatic reply") || text.contains("Subject: New mail"), text);
        }
    }

    // ---- rules ----

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

    /** What is kept compiled is what is read: also when an included script changes, comes or goes. */
    @Test void eachChangeCountsForTheNextMail() {
        house.account("anna").create("One", Optional.empty());
        house.account("anna").create("Two", Optional.empty());
        script("require \"include\"; include :optional \"more\";");
        deliver();
        assertEquals(1, house.inbox("anna").size());
        for (var folder : List.of("One", "Two", "One")) {
            int before = in(folder).size();
            rules.put(ANNA, "more", ("require \"fileinto\"; fileinto \"" + folder + "\";").getBytes(StandardCharsets.UTF_8));
            deliver();
            deliver();
            assertEquals(before + 2, in(folder).size());
        }
        rules.delete(ANNA, "more");
        deliver();
        assertEquals(2, house.inbox("anna").size());
        script("discard;");
        deliver();
        assertEquals(2, house.inbox("anna").size());
    }

    /** RFC 6134 section 2.6: the address book is of those to whom she has written. */
    @Test void mailOfThoseToWhomSheHasWrittenIsToldFromOthers() {
        house.account("anna").create("Known", Optional.empty());
        script("require [\"fileinto\", \"extlists\", \"envelope\"]; if allof(valid_ext_list \":addrbook:default\", not valid_ext_list \":addrbook:other\", "
            + "envelope :list \"from\" \":addrbook:default\") { fileinto \"Known\"; }");
        deliver();
        assertEquals(1, house.inbox("anna").size(), "she has written to nobody");
        owners.knowing((account, address) -> account.equals(ANNA) && address.equals(House.BOB));
        deliver();
        assertEquals(1, in("Known").size());
        assertEquals(1, house.inbox("anna").size());
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

    /** Nothing is lost where nothing can be sent on, and nothing goes round or to ever more. */
    @Test void whatCannotBeSentOnIsKept() {
        var here = "Delivered-To: anna+rules@home.example\r\n";
        record Case(String script, String header) {}
        var cases = List.of(new Case("redirect \"anna+a@home.example\";", ""),
            new Case("redirect \"info@home.example\";", ""),
            new Case("redirect \"x@one.example\";", here),
            new Case("redirect \"x@one.example\"; redirect \"y@one.example\";", here),
            new Case("redirect \"x@one.example\";", "Delivered-To: b@two.example\r\n".repeat(11)),
            new Case("require \"extlists\"; redirect :list \"urn:example:all\";", ""));
        int kept = 0;
        for (var one : cases) {
            script(one.script);
            assertEquals("250 2.0.0", House.code(house.toAll(one.header + MAIL, "anna")), one.script);
            assertEquals(++kept, house.inbox("anna").size(), one.script);
            assertEquals(List.of(), house.queue.entries, one.script);
        }
        script("redirect \"x@one.example\";");
        house.toAll("Delivered-To: b@two.example\r\n" + MAIL, "anna");
        assertEquals(1, house.queue.entries.size());
    }

    /** Strangers make it leave. */
    @Test void whatLeavesInADayIsBounded() {
        var allowance = new RuleAllowance(rules, house.clock);
        for (int i = 0; i < RuleAllowance.ANSWERS_MAX; i++) assertTrue(allowance.answers(ANNA));
        assertFalse(allowance.answers(ANNA));
        assertTrue(allowance.sends(ANNA, RuleAllowance.SENT_MAX));
        assertFalse(allowance.sends(ANNA, 1));
        assertTrue(allowance.answers(new AccountId("bruno")));
        house.clock.advance(Duration.ofDays(1));
        assertTrue(allowance.answers(ANNA) && allowance.sends(ANNA, 1));
    }

    /** A restart gives at most nine back, and another day all; each account has its own. */
    @Test void whatHasLeftCountsOverARestart() {
        var before = new RuleAllowance(rules, house.clock);
        for (int i = 0; i < 495; i++) assertTrue(before.answers(ANNA));
        assertTrue(before.sends(ANNA, 4_000));
        var after = new RuleAllowance(rules, house.clock);
        int more = 0;
        while (after.answers(ANNA)) more++;
        assertEquals(5, more);
        assertFalse(after.sends(ANNA, 1_001));
        assertTrue(after.answers(new AccountId("bruno")));
        var tomorrow = new RuleAllowance(rules, () -> house.clock.instant().plusSeconds(86_400));
        assertTrue(tomorrow.answers(ANNA));
        assertTrue(tomorrow.sends(ANNA, RuleAllowance.SENT_MAX));
    }

    /** As an account has it: more answers or more mail sent on than that, and mail stays in the inbox. */
    @Test void whoSendsOnTooMuchKeepsTheRest() {
        script("redirect \"x@one.example\"; redirect \"y@one.example\"; "
            + "redirect \"z@one.example\"; redirect \"a@one.example\";");
        for (int i = 0; i < RuleAllowance.SENT_MAX / 4; i++) deliver();
        assertEquals(List.of(), house.inbox("anna"));
        assertEquals("250 2.0.0", deliver());
        assertEquals(1, house.inbox("anna").size());
        assertEquals(RuleAllowance.SENT_MAX, house.queue.entries.size());
    }

    /** An answer that the queue did not take is not remembered as sent: the next mail has one. */
    @Test void anAnswerIsNotLostWithTheQueue() {
        script("require \"vacation\"; vacation \"Away.\";");
        house.queue.refusal = Optional.of(new StoreException("full", null));
        assertEquals("250 2.0.0", deliver());
        house.queue.refusal = Optional.empty();
        deliver();
        deliver();
        assertEquals(1, house.queue.entries.size());
        assertEquals(3, house.inbox("anna").size());
    }

    /** RFC 5429 section 2.1.2: once it is taken, only who is known to have sent it hears of a refusal. */
    @Test void nobodyHearsOfWhatAForgerSent() {
        script("require \"reject\"; reject \"No.\";");
        var results = "Authentication-Results: mx.home.example; spf=%s smtp.mailfrom=bob@sender.example\r\n";
        assertEquals(List.of("Bounced", "Bounced", "Delivered"), List.of(carried(MAIL),
            carried(results.formatted("pass") + MAIL), carried(results.formatted("softfail") + MAIL)));
        assertEquals(List.of(), house.inbox("anna"));
        assertEquals(1, house.junk("anna").size());
    }

    private String carried(String message) {
        var envelope = Envelope.of(ReversePath.of(House.BOB), House.recipients("anna"));
        var job = new Carrier.Job("k" + message.length(), TraceId.fresh(), "here", envelope,
            Octets.of(message.getBytes(StandardCharsets.UTF_8)));
        return house.carrier.carry(job).getFirst().getClass().getSimpleName();
    }

    /** What a sender wrote is not in a letter of ours, but for a few words. */
    @Test void lettersHoldLittleOfWhatStrangersWrite() {
        script("require [\"fileinto\", \"variables\"]; "
            + "if header :matches \"x-folder\" \"*\" { fileinto \"${1}\"; }");
        house.toAll("X-Folder: Your account is closed. Sign in at https://evil.example/ now\r\n" + MAIL, "anna");
        assertTrue(told.getFirst().contains("\"Your account is closed. Sign in at https...\""), told::toString);
    }

    /** One message of an account and few of all at a time; who waits too long comes again. */
    @Test void fewScriptsRunAtATime() throws Exception {
        var turns = new RuleTurns(Duration.ZERO);
        var inside = new CountDownLatch(2);
        var end = new CountDownLatch(1);
        var threads = Stream.of("anna", "bruno").map(name -> Thread.ofVirtual().start(() -> hold(turns, name, inside, end))).toList();
        assertTrue(inside.await(60, TimeUnit.SECONDS));
        assertThrows(StoreException.class, () -> turns.take(ANNA, () -> 1));
        assertThrows(StoreException.class, () -> turns.take(new AccountId("carla"), () -> 1));
        end.countDown();
        for (var thread : threads) thread.join();
        assertEquals(1, turns.take(ANNA, () -> 1));
    }

    private static void hold(RuleTurns turns, String account, CountDownLatch inside, CountDownLatch end) {
        try {
            turns.take(new AccountId(account), () -> {
                inside.countDown();
                awaited(end);
                return 1;
            });
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaited(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
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

    /** Where nothing more can be remembered, nobody is answered and nothing counts as seen; the owner is told of both. */
    @ParameterizedTest @ValueSource(strings = {
        "require \"vacation\"; vacation \"Away.\";", "require \"duplicate\"; if duplicate { discard; }"})
    void thatNothingMoreIsRememberedIsTold(String text) {
        house.fillMemory(ANNA, rules);
        script(text);
        assertEquals("250 2.0.0", deliver());
        assertEquals(1, house.inbox("anna").size());
        assertEquals(List.of(), house.queue.entries);
        assertEquals(1, told.size(), told::toString);
        assertTrue(told.getFirst().contains("so much is remembered"), told::toString);
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

    /** It is kept: were the sender told of the trouble, he would send it again. Her letter says that it did not leave. */
    @Test void whatIsKeptDoesNotComeAgainForWhatCannotBeSent() {
        script("require [\"copy\", \"duplicate\"]; if duplicate { discard; } redirect :copy \"x@one.example\";");
        house.queue.refusal = Optional.of(new StoreException("full", null));
        assertEquals("250 2.0.0", deliver());
        assertEquals(1, house.inbox("anna").size());
        assertTrue(told.getLast().contains("could not be sent"), told::toString);
        assertTrue(carried(MAIL).equals("OurFault"), "by the queue it is tried again");
        house.queue.refusal = Optional.empty();
    }

    /** RFC 5228 section 5.4: who had signed in here to send it, and nothing that a stranger says. */
    @Test void whoSignedInIsKnownToHerScript() {
        script("require [\"envelope\", \"reject\"]; if envelope \"auth\" \"bruno@home.example\" { discard; }");
        var envelope = Envelope.of(ReversePath.of(House.BOB), House.recipients("anna"));
        var message = Octets.of(MAIL.getBytes(StandardCharsets.UTF_8));
        house.carrier.carry(new Carrier.Job("k1", TraceId.fresh(), "here", envelope, message, Optional.of("bruno@home.example")));
        assertEquals(List.of(), house.inbox("anna"));
        house.carrier.carry(new Carrier.Job("k2", TraceId.fresh(), "here", envelope, message));
        assertEquals(1, house.inbox("anna").size());
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
        assertEquals(3, rows.size());
        assertFalse(rows.toString().contains("secret"));
        assertEquals("rules", rules.listing(ANNA).scripts().getFirst().name());
        rules.forget(ANNA);
        assertEquals(List.of(), rules.listing(ANNA).scripts());
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

    /** RFC 3834 section 2: of a group, and of a name that only a catch-all knows, nobody answers. */
    @Test void anAbsenceIsToldOfAddressesThatAreOnesOwn() {
        house.residents.alias("@home.example", "anna");
        script("require \"vacation\"; vacation \"Away.\";");
        assertEquals(0, answers("team", "team@home.example"));
        assertEquals(0, answers("guessed", "guessed@home.example"));
        assertEquals(1, answers("info", "info@home.example"));
        assertTrue(new String(house.queue.entries.getLast().message(), StandardCharsets.UTF_8).contains("From: info@home.example\r\n"));
        assertEquals(1, answers("team", "team@home.example, anna@home.example"), "she is named too");
    }

    // ---- what is said beside the scripts: RFC 8621 section 8 ----

    private Vacation away(String subject, Optional<Instant> until) {
        return new Vacation(true, Optional.empty(), until, Optional.of(subject), Optional.of("Until the 15th."), Optional.of("<p>Until the 15th.</p>"));
    }

    @Test void whoIsAwaySaysSoWithoutAScript() {
        rules.vacation(ANNA, away("Away", Optional.empty()));
        assertEquals(1, answers("anna", "anna@home.example"));
        var answer = new String(house.queue.entries.getLast().message(), StandardCharsets.UTF_8);
        assertTrue(answer.contains("Subject: Away\r\n") && answer.contains("multipart/alternative"), answer);
        assertTrue(answer.contains("Auto-Submitted: auto-replied") && answer.contains("PHA+VW50aWwgdGhlIDE1dGguPC9wPg=="), answer);
        assertEquals(1, house.inbox("anna").size());
        assertEquals(0, answers("team", "team@home.example"), "by the same rules as a script's answer");
        house.toAll(MAIL, "anna");
        int before = house.queue.entries.size();
        house.toAll(MAIL, "anna");
        assertEquals(before, house.queue.entries.size(), "once");
        rules.vacation(ANNA, away("Still away", Optional.empty()));
        house.toAll(MAIL, "anna");
        assertEquals(before + 1, house.queue.entries.size(), "it says something else by now");
    }

    @Test void itCountsBetweenItsDates() {
        rules.vacation(ANNA, away("Away", Optional.of(house.clock.instant())));
        assertEquals(0, answers("anna", "anna@home.example"));
        var from = Optional.of(house.clock.instant().plusSeconds(1));
        rules.vacation(ANNA, new Vacation(true, from, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
        assertEquals(0, answers("anna", "anna@home.example"));
        rules.vacation(ANNA, new Vacation(true, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
        assertEquals(1, answers("anna", "anna@home.example"));
        assertTrue(new String(house.queue.entries.getLast().message(), StandardCharsets.UTF_8).contains("I am away"));
        rules.vacation(ANNA, Vacation.NONE);
        assertEquals(0, answers("anna", "anna@home.example"));
    }

    /** The script stays, runs first, and its word counts. */
    @Test void theScriptGoesBefore() {
        rules.vacation(ANNA, away("Away", Optional.empty()));
        house.account("anna").create("Kept", Optional.empty());
        script("require \"fileinto\"; fileinto \"Kept\";");
        assertEquals(1, answers("anna", "anna@home.example"));
        assertEquals(1, in("Kept").size());
        script("discard;");
        assertEquals(0, answers("anna", "anna@home.example"));
        script("require \"vacation\"; vacation :subject \"Mine\" \"Mine.\";");
        assertEquals(1, answers("anna", "anna@home.example"));
        assertTrue(new String(house.queue.entries.getLast().message(), StandardCharsets.UTF_8).contains("Subject: Mine\r\n"));
        assertEquals("require \"vacation\"; vacation :subject \"Mine\" \"Mine.\";", new String(rules.activeScript(ANNA).orElseThrow().octets()));
    }

    private int senders;

    /** How many are sent for a mail of somebody new; what waits for several is carried. */
    private int answers(String recipient, String to) {
        int before = house.queue.entries.size();
        var from = "bob" + ++senders + "@sender.example";
        house.toAll(ReversePath.of(Address.of(from)), "From: " + from + "\r\nTo: " + to + "\r\n\r\nHello.\r\n", recipient);
        boolean waits = house.queue.entries.size() > before && house.queue.entries.getLast().envelope().from().sender().isPresent();
        if (!waits) return house.queue.entries.size() - before;
        var waiting = house.queue.entries.getLast();
        house.carrier.carry(new Carrier.Job("k" + senders, waiting.trace(), "here", waiting.envelope(), Octets.of(waiting.message())));
        return house.queue.entries.size() - before - 1;
    }
}
