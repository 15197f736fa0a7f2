package sigillo.jmapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountLimits;
import sigillo.account.Email;
import sigillo.account.Keyword;
import sigillo.account.UidSet;
import sigillo.base.Address;
import sigillo.http.Asked;
import sigillo.search.Searches;
import sigillo.sending.Unwanted;
import tools.jackson.databind.JsonNode;

/**
 * The store fails in the middle of what a client wants. serverFail says that nothing was changed (RFC 8620 section 3.6.2), so a client
 * does it again: that must not be said of what is durable.
 */
class JmapTroubleTest {
    private static final String QUEUE = "q/";
    private static final String ACCOUNT = "a/";
    private static final String DISPOSITION =
        "\"disposition\": {\"actionMode\": \"manual-action\", \"sendingMode\": \"mdn-sent-manually\", \"type\": \"displayed\"}";

    private final JmapHouse house = new JmapHouse();
    private final String own = house.call("Identity/get", "{}").at("/list/0/id").stringValue();

    @AfterEach void close() {
        house.store.recover();
        house.close();
    }

    private Email draft() {
        return house.deposit("Drafts", "From: anna@home.example\nTo: bob@far.example\nMessage-ID: <1@x>\nSubject: hello\n\nHi.\n", "$draft");
    }

    private Email asks(int number) {
        return house.deposit("INBOX", "From: bob@far.example\nMessage-ID: <" + number + "@far.example>\n"
            + "Disposition-Notification-To: bob@far.example\nSubject: asks\n\nHi.\n");
    }

    /** {@code [answer, what follows]}. */
    private JsonNode submitted(Email draft) {
        return house.calls("[[\"EmailSubmission/set\", {\"accountId\": \"anna\", \"create\": {\"s\": {\"identityId\": \"" + own
            + "\", \"emailId\": \"" + draft.id() + "\"}}, \"onSuccessUpdateEmail\": {\"#s\": {\"keywords/$draft\": null}}}, \"c\"]]");
    }

    private JsonNode notified(Email... emails) {
        var send = new StringBuilder();
        var update = new StringBuilder();
        for (int i = 0; i < emails.length; i++) {
            send.append(i == 0 ? "" : ", ").append("\"k" + i + "\": {\"forEmailId\": \"" + emails[i].id() + "\", " + DISPOSITION + "}");
            update.append(i == 0 ? "" : ", ").append("\"#k" + i + "\": {\"keywords/$seen\": true}");
        }
        return house.calls("[[\"MDN/send\", {\"accountId\": \"anna\", \"identityId\": \"" + own + "\", \"send\": {" + send
            + "}, \"onSuccessUpdateEmail\": {" + update + "}}, \"c\"]]");
    }

    private static void assertError(String type, JsonNode invocation) {
        assertEquals("error", invocation.get(0).stringValue(), invocation.toString());
        assertEquals(type, invocation.get(1).get("type").stringValue(), invocation.toString());
    }

    @Test void whatIsQueuedIsToldThoughItsDraftCannotBeChanged() throws Exception {
        var draft = draft();
        house.store.unreadable(ACCOUNT, QUEUE);
        var answers = submitted(draft);
        house.store.recover();
        assertTrue(answers.get(0).get(1).path("created").has("s"), answers.toString());
        assertError("serverFail", answers.get(1));
        house.post.pass(Duration.ofMinutes(1));
        house.post.await("bob@far.example", 1);
    }

    /** Only the first read of the queue fails: that of the fresh ticket. */
    @Test void whatIsQueuedIsToldThoughItCannotBeRead() {
        var draft = draft();
        var wanted = house.call("EmailSubmission/set", "{\"create\": {\"s\": {\"identityId\": \"" + own + "\", \"emailId\": \""
            + draft.id() + "\"}}}").get("created").get("s");
        house.store.committed = name -> {
            if (name.text().startsWith(QUEUE)) house.store.reading = of -> {
                if (!of.text().startsWith(QUEUE)) return;
                house.store.recover();
                TroubledStore.fail();
            };
        };
        var created = submitted(draft).get(0).get(1).get("created").get("s");
        assertEquals(wanted.get("undoStatus"), created.get("undoStatus"), created.toString());
        assertEquals(wanted.get("deliveryStatus"), created.get("deliveryStatus"));
    }

    @Test void whatIsQueuedIsNeverSaidNotToBe() {
        var draft = draft();
        house.store.unreadable(QUEUE, QUEUE);
        assertError("serverPartialFail", submitted(draft).get(0));
    }

    /** There is no room for the answer: what only asks is asked again later, and what sends is not. */
    @Test void whatIsSentIsNotSentAgainForWantOfRoom() {
        try (var small = new JmapHouse(new Searches(1), 1_500)) {
            var identity = small.call("Identity/get", "{\"properties\": [\"email\"]}").at("/list/0/id").stringValue();
            var draft = small.deposit("Drafts", "From: anna@home.example\nTo: bob@far.example\nMessage-ID: <1@x>\nSubject: hello\n\nHi.\n");
            var create = IntStream.range(0, 10)
                .mapToObj(i -> "\"s" + i + "\": {\"identityId\": \"" + identity + "\", \"emailId\": \"" + draft.id() + "\"}")
                .collect(Collectors.joining(", ", "{", "}"));
            var answers = small.calls("[[\"EmailSubmission/set\", {\"accountId\": \"anna\", \"create\": " + create
                + "}, \"a\"], [\"EmailSubmission/get\", {\"accountId\": \"anna\"}, \"b\"], [\"No/such\", {}, \"c\"]]");
            assertError("serverPartialFail", answers.get(0));
            assertError("serverUnavailable", answers.get(1));
            assertError("unknownMethod", answers.get(2));
            assertEquals("b", answers.get(1).get(2).stringValue());
            var get = "{\"using\": [\"urn:ietf:params:jmap:core\", \"urn:ietf:params:jmap:submission\"], "
                + "\"methodCalls\": [[\"EmailSubmission/get\", {\"accountId\": \"anna\"}, \"a\"]]}";
            var reply = small.ask(Asked.Method.POST, "/jmap/api", get);
            assertEquals(503, reply.status());
            reply.over().run();
        }
    }

    /** RFC 8620 section 5.3: there is room for one place more, and two are wanted. */
    @Test void whatCannotBeDoneWholeIsNotDoneInPart() {
        var draft = draft();
        var drafts = house.anna.mailboxId("Drafts").orElseThrow();
        for (int i = 2; i < AccountLimits.MEMBERSHIPS_OF_EMAIL_MAX; i++) house.anna.copy(drafts, UidSet.of(draft.memberships().getFirst().uid()), drafts);
        var before = house.anna.email(draft.id()).orElseThrow();
        assertEquals(AccountLimits.MEMBERSHIPS_OF_EMAIL_MAX - 1, before.memberships().size());
        var answer = house.call("Email/set", "{\"update\": {\"" + draft.id() + "\": {\"keywords\": {\"$seen\": true}, \"mailboxIds/" + house.anna.mailboxId("Sent").orElseThrow()
            + "\": true, \"mailboxIds/" + house.anna.mailboxId("Archive").orElseThrow() + "\": true}}}");
        assertEquals("tooManyMailboxes", answer.at("/notUpdated/" + draft.id() + "/type").asString(""), answer.toString());
        var after = house.anna.email(draft.id()).orElseThrow();
        assertEquals(before.keywords(), after.keywords());
        assertEquals(Set.of(drafts), after.memberships().stream().map(Email.Membership::mailbox).collect(Collectors.toSet()));
        assertEquals(before.memberships().size(), after.memberships().size());
    }

    /** Keywords and mailboxes are one commit: nobody finds a half of it. */
    @Test void whatIsChangedIsChangedWhole() {
        var draft = draft();
        house.store.unreadable(ACCOUNT, ACCOUNT);
        assertError("serverPartialFail", changed(draft, "$seen", "Sent"));
        house.store.recover();
        assertIs(draft, Set.of("$draft", "$seen"), "Sent");
        house.store.committing = name -> { if (name.text().startsWith(ACCOUNT)) TroubledStore.fail(); };
        assertError("serverFail", changed(draft, "$flagged", "Archive"));
        house.store.recover();
        assertIs(draft, Set.of("$draft", "$seen"), "Sent");
    }

    private JsonNode changed(Email email, String keyword, String mailbox) {
        return house.calls("[[\"Email/set\", {\"accountId\": \"anna\", \"update\": {\"" + email.id() + "\": {\"keywords/" + keyword + "\": true, "
            + "\"mailboxIds\": {\"" + house.anna.mailboxId(mailbox).orElseThrow() + "\": true}}}}, \"c\"]]").get(0);
    }

    private void assertIs(Email email, Set<String> keywords, String mailbox) {
        var now = house.anna.email(email.id()).orElseThrow();
        assertEquals(keywords, now.keywords().stream().map(Object::toString).collect(Collectors.toSet()));
        assertEquals(Set.of(house.anna.mailboxId(mailbox).orElseThrow()),
            now.memberships().stream().map(Email.Membership::mailbox).collect(Collectors.toSet()));
        assertEquals(1, now.memberships().size());
    }

    @Test void notificationsThatAreSentAreToldThoughTheEmailCannotBeChanged() {
        var asks = asks(1);
        house.store.unreadable(ACCOUNT, QUEUE);
        var answers = notified(asks);
        assertTrue(answers.get(0).get(1).path("sent").has("k0"), answers.toString());
        assertError("serverFail", answers.get(1));
    }

    @Test void notificationsThatAreSentAreToldThoughTheNextFails() {
        var first = asks(1);
        var second = asks(2);
        house.store.unreadable(ACCOUNT, QUEUE);
        var answers = notified(first, second);
        house.store.recover();
        assertEquals(Set.of("k0"), Set.copyOf(answers.get(0).get(1).path("sent").propertyNames()), answers.toString());
        assertEquals("serverFail", answers.get(0).get(1).at("/notSent/k1/type").stringValue());
        var again = notified(first, second).get(0).get(1);
        assertEquals("mdnAlreadySent", again.at("/notSent/k0/type").stringValue(), again.toString());
        assertTrue(again.get("sent").has("k1"), again.toString());
    }

    /** Nobody knows whether it is in the queue: it is not said to be nowhere, and none is sent twice. */
    @Test void whatMayBeQueuedIsNeverSaidNotToBe() {
        var asks = asks(1);
        var draft = draft();
        house.store.doubted = QUEUE;
        var submitted = submitted(draft).get(0).get(1);
        var notified = notified(asks).get(0).get(1);
        house.store.recover();
        assertEquals("serverPartialFail", submitted.at("/notCreated/s/type").asString(""), submitted.toString());
        assertEquals("serverPartialFail", notified.at("/notSent/k0/type").asString(""), notified.toString());
        var again = notified(asks).get(0).get(1);
        assertEquals("mdnAlreadySent", again.at("/notSent/k0/type").asString(""), again.toString());
    }

    private boolean isMarked(Email email) {
        return house.anna.email(email.id()).orElseThrow().keywords().contains(Keyword.parse("$mdnsent").orElseThrow());
    }

    /** Whenever the other comes: one notification is sent. */
    @Test void whoAsksTwiceAtOnceSendsOneNotification() throws Exception {
        int step = 0;
        for (boolean isOver = false; !isOver; step++) {
            var to = "b" + step + "@far.example";
            var email = house.deposit("INBOX", "From: " + to + "\nDisposition-Notification-To: " + to + "\nSubject: asks\n\nHi.\n");
            var left = new int[] {step};
            house.store.wasRead = name -> { if (name.text().startsWith(ACCOUNT) && --left[0] < 0) notifiedOnce(email); };
            notified(email);
            isOver = left[0] >= 0;
            house.store.recover();
            house.post.await(to, 1);
            assertTrue(step < 200, "it ends");
        }
        for (int i = 0; i < step; i++) assertEquals(1, house.post.to("b" + i + "@far.example").size(), "behind read " + i);
    }

    /** Not within a commit, into which no other gets: behind the next read then. */
    private void notifiedOnce(Email email) {
        var hook = house.store.wasRead;
        house.store.recover();
        var answer = notified(email).get(0).get(1);
        if (answer.at("/notSent/k0/type").asString("").equals("serverFail")) house.store.wasRead = hook;
    }

    /** What was queued before it failed has its draft changed. */
    @Test void whatFollowsIsDoneThoughTheAnswerIsAnError() {
        var draft = draft();
        house.store.unreadable(QUEUE, QUEUE);
        var answers = submitted(draft);
        house.store.recover();
        assertError("serverPartialFail", answers.get(0));
        assertEquals("Email/set", answers.get(1).get(0).stringValue(), answers.toString());
        assertFalse(house.anna.email(draft.id()).orElseThrow().keywords().contains(Keyword.parse("$draft").orElseThrow()));
    }

    /** As of all that is submitted. */
    @Test void whoHasComplainedGetsNoNotification() throws Exception {
        var asks = asks(1);
        var bob = Address.of("bob@far.example");
        house.post.sending.unwanted().add(JmapHouse.ANNA, new Unwanted.Complaint(bob, JmapHouse.NOON, bob, "trace"));
        var answer = notified(asks).get(0).get(1);
        assertEquals("forbidden", answer.at("/notSent/k0/type").asString(""), answer.toString());
        assertFalse(isMarked(asks));
        house.post.sending.unwanted().lift(JmapHouse.ANNA, bob);
        answer = notified(asks).get(0).get(1);
        assertTrue(answer.get("sent").has("k0"), answer.toString());
    }

    /** By the rule of who may send as whom. */
    @Test void notificationsTellOfNobodyElsesMail() {
        var asks = asks(1);
        for (var other : new String[] {"rfc822; bob@far.example", "rfc822; bob@home.example", "x400; anna@home.example", "rfc822; anna"}) {
            assertEquals("forbiddenFrom", recipient(asks, other).at("/notSent/k/type").asString(""), other);
        }
        assertEquals("invalidProperties", recipient(asks, "anna@home.example").at("/notSent/k/type").asString(""));
        assertFalse(isMarked(asks), "nothing was sent");
        assertEquals("RFC822;info@home.example", recipient(asks, "RFC822;info@home.example").at("/sent/k/finalRecipient").asString(""));
    }

    private JsonNode recipient(Email asks, String said) {
        return house.call("MDN/send", "{\"identityId\": \"" + own + "\", \"send\": {\"k\": {\"forEmailId\": \"" + asks.id() + "\", \"finalRecipient\": \""
            + said + "\", " + DISPOSITION + "}}}");
    }

    @Test void notificationsAreNoLargerThanOtherMail() {
        var large = house.deposit("INBOX", "From: bob@far.example\nDisposition-Notification-To: bob@far.example\nSubject: large\n\n"
            + "Hi.\n".repeat(25_000));
        var answer = house.call("MDN/send", "{\"identityId\": \"" + own + "\", \"send\": {\"k\": {\"forEmailId\": \"" + large.id()
            + "\", \"includeOriginalMessage\": true, " + DISPOSITION + "}}}");
        assertEquals("tooLarge", answer.at("/notSent/k/type").asString(""), answer.toString());
        assertFalse(isMarked(large));
    }

    /** It is kept, and cannot be made the active one. */
    @Test void aScriptThatIsKeptIsNeverSaidNotToBe() {
        var blob = house.json(house.upload("application/sieve", "keep;\r\n".getBytes(StandardCharsets.UTF_8))).get("blobId");
        var commits = new int[1];
        house.store.committing = name -> { if (name.text().equals("rules") && ++commits[0] == 2) TroubledStore.fail(); };
        var answer = house.calls("[[\"SieveScript/set\", {\"accountId\": \"anna\", \"create\": {\"a\": {\"name\": \"mine\", \"blobId\": "
            + blob + "}}, \"onSuccessActivateScript\": \"#a\"}, \"c\"]]").get(0);
        assertError("serverPartialFail", answer);
        house.store.recover();
        assertFalse(house.call("SieveScript/get", "{}").get("list").isEmpty());
    }
}
