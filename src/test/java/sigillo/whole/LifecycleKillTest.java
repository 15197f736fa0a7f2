package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.admin.Answer;
import sigillo.admin.OverSocket;
import sigillo.admin.Request;
import sigillo.base.Address;
import sigillo.keyring.Level;
import sigillo.login.Grant;
import sigillo.login.SignIn;
import sigillo.peers.ImapProbe;
import sigillo.peers.JmapProbe;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;
import tools.jackson.databind.JsonNode;

/**
 * SIGKILL while a password is changed and keys are renewed, again and again, with two clients in the account: after each
 * start the last password that was acknowledged, or the one that was just being set, opens all mail, and the other does
 * not; the app password opens it always. And while everything that {@link #CHANGES} names is changed: what was acknowledged is
 * done after the start, what was not is done or not done. {@code imapd.LifecycleTest} stops before each single commit; here it is
 * the shipped server, its store, its files of keys and its log.
 */
@Tag("gate")
class LifecycleKillTest {
    private static final int KILLS = 3;
    @TempDir Path folder;

    /** Passwords are numbered: the last that was acknowledged, and the last that was asked for. */
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();

    private static String password(int number) { return "a long password " + number; }

    @Test void oneWayInIsLeft() throws Exception {
        var random = new Random(20261128);
        try (var sigillo = SigilloPeer.demo(folder)) {
            var eva = Address.of(sigillo.address("eva"));
            done(sigillo, new Request.AddAccount(eva, password(0), Optional.empty()));
            var phone = done(sigillo, new Request.MakeGrant(eva, Grant.Kind.APP_PASSWORD, "phone", List.of(SignIn.Service.IMAP), Optional.empty(),
                Optional.of(password(0)))).get("secret").asString();
            for (int kill = 1; kill <= KILLS; kill++) {
                deliver(sigillo, eva, kill);
                killWhileChanging(sigillo, eva, phone, random);
                sigillo.again();
                check(sigillo, eva, phone, kill);
            }
            assertTrue(acknowledged.get() >= KILLS, "it was really changed: " + acknowledged);
        }
    }

    private static final String FIRST = "a long password first";
    private static final String SECOND = "a long password second";

    /** {@code password}: what the owner may have then, beside his first. */
    private record Change(String name, Level level, Function<Owner, Request> request, Optional<String> password) {}

    /** An account with its kit and its telephone's password. */
    private record Owner(Change change, Address address, String kit, String phone, long grant) {}

    private static final List<Change> CHANGES = List.of(
        new Change("reset", Level.L1, owner -> new Request.SetPassword(owner.address, SECOND, Optional.empty()), Optional.of(SECOND)),
        new Change("changed", Level.L1, owner -> new Request.SetPassword(owner.address, SECOND, Optional.of(FIRST)), Optional.of(SECOND)),
        new Change("forgotten", Level.L1, owner -> new Request.Recover(owner.address, owner.kit, SECOND), Optional.of(SECOND)),
        new Change("kit", Level.L1, owner -> new Request.NewRecoveryCode(owner.address, Optional.of(FIRST)), Optional.empty()),
        new Change("renewed", Level.L1, owner -> new Request.RenewKeys(owner.address), Optional.empty()),
        new Change("opened", Level.L1, owner -> new Request.SetLevel(owner.address, Level.L0, Optional.of(FIRST)), Optional.empty()),
        new Change("closed", Level.L0, owner -> new Request.SetLevel(owner.address, Level.L1, Optional.empty()), Optional.empty()),
        new Change("revoked", Level.L1, owner -> new Request.RevokeGrant(owner.address, Grant.Kind.APP_PASSWORD, owner.grant), Optional.empty()),
        new Change("removed", Level.L1, owner -> new Request.RemoveAccount(owner.address), Optional.empty()));

    /** After the answers to all. */
    private static final int WHEN_TOLD = -1;

    /** All at once, each of an account of its own with two clients in it, and one SIGKILL for all, sooner or later. */
    @Test void everyChangeIsDoneOrNotDone() throws Exception {
        try (var sigillo = SigilloPeer.demo(folder)) {
            for (int pause : new int[] {60, 400, WHEN_TOLD}) {
                var owners = new ArrayList<Owner>();
                for (var change : CHANGES) owners.add(movedIn(sigillo, change, pause));
                var told = killWhileAllIsChanged(sigillo, owners, pause);
                if (pause == WHEN_TOLD) assertEquals(CHANGES.size(), told.size(), told.keySet()::toString);
                sigillo.again();
                for (var owner : owners) {
                    var when = owner.change.name + (pause == WHEN_TOLD ? " when it was told" : " after " + pause + " ms");
                    assertDoneOrNotDone(sigillo, owner, Optional.ofNullable(told.get(owner.change.name)), when);
                }
            }
        }
    }

    private static Owner movedIn(SigilloPeer sigillo, Change change, int pause) throws IOException {
        var address = Address.of(sigillo.address(change.name + (pause == WHEN_TOLD ? "told" : pause)));
        var kit = done(sigillo, new Request.AddAccount(address, FIRST, Optional.of(change.level))).get("recoveryCode").asString();
        var phone = done(sigillo, new Request.MakeGrant(address, Grant.Kind.APP_PASSWORD, "phone", List.of(SignIn.Service.IMAP), Optional.empty(), Optional.of(FIRST)));
        deliver(sigillo, address, 1);
        return new Owner(change, address, kit, phone.get("secret").asString(), phone.get("number").asLong());
    }

    /** What was acknowledged, by the names of the changes. */
    private static Map<String, Answer.Done> killWhileAllIsChanged(SigilloPeer sigillo, List<Owner> owners, int pause) throws Exception {
        var clients = new ArrayList<Client>();
        var changing = new ArrayList<Thread>();
        var told = new ConcurrentHashMap<String, Answer.Done>();
        for (var owner : owners) {
            for (var secret : List.of(FIRST, owner.phone)) clients.add(open(sigillo, owner.address, secret));
            changing.add(Thread.ofPlatform().unstarted(() ->
                ask(sigillo, owner.change.request.apply(owner)).ifPresent(done -> told.put(owner.change.name, done))));
        }
        assertTrue(clients.stream().allMatch(Client::isPresent));
        changing.forEach(Thread::start);
        if (pause == WHEN_TOLD) for (var thread : changing) thread.join();
        else Program.pause(pause);
        sigillo.kill();
        for (var thread : changing) thread.join();
        clients.forEach(Client::close);
        return told;
    }

    /** That it was done; empty where it was refused, or the server is gone meanwhile. */
    private static Optional<Answer.Done> ask(SigilloPeer sigillo, Request request) {
        try (var operator = OverSocket.connect(socket(sigillo)).orElseThrow()) {
            return operator.ask(request) instanceof Answer.Done done ? Optional.of(done) : Optional.empty();
        } catch (IOException | RuntimeException gone) {
            return Optional.empty();
        }
    }

    private void assertDoneOrNotDone(SigilloPeer sigillo, Owner owner, Optional<Answer.Done> told, String when) throws IOException {
        var change = owner.change.name;
        if (change.equals("removed")) {
            if (told.isEmpty()) ask(sigillo, owner.change.request.apply(owner));
            assertFalse(reads(sigillo, owner.address, FIRST, 1) || reads(sigillo, owner.address, owner.phone, 1), when);
            return;
        }
        boolean isOld = opens(sigillo, owner, FIRST);
        boolean isNew = owner.change.password.isPresent() && opens(sigillo, owner, owner.change.password.get());
        assertTrue(isOld ^ isNew, when + ": one of two passwords opens it");
        assertTrue(isNew || told.isEmpty() || owner.change.password.isEmpty(), when + ": the password that was acknowledged");
        if (isNew && change.equals("reset")) assertTrue(ask(sigillo, new Request.Unlock(owner.address, owner.kit)).isPresent(), when);
        var password = isNew ? owner.change.password.get() : FIRST;
        deliver(sigillo, owner.address, 2);
        assertTrue(reads(sigillo, owner.address, password, 2), when);
        boolean isRevoked = change.equals("revoked");
        if (isRevoked && told.isEmpty()) ask(sigillo, owner.change.request.apply(owner));
        boolean isReset = change.equals("reset"); // which first makes app passwords void
        boolean byPhone = reads(sigillo, owner.address, owner.phone, 2);
        assertTrue(isReset && !isNew || byPhone != (isRevoked || isReset), when + ": the telephone " + byPhone);
        assertEquals(List.of(), sigillo.faults(owner.address.localPart()), when);
        if (change.equals("opened")) assertLevel(sigillo, owner, Level.L0, told, when);
        else if (change.equals("closed")) assertLevel(sigillo, owner, Level.L1, told, when);
        else assertEquals(owner.change.level, level(sigillo, owner), when);
        assertKit(sigillo, owner, told, password, when);
    }

    /** What was not acknowledged can be asked for again. */
    private static void assertLevel(SigilloPeer sigillo, Owner owner, Level wanted, Optional<Answer.Done> told, String when) throws IOException {
        if (told.isEmpty() && level(sigillo, owner) != wanted) done(sigillo, owner.change.request.apply(owner));
        assertEquals(wanted, level(sigillo, owner), when);
    }

    private static Level level(SigilloPeer sigillo, Owner owner) throws IOException {
        for (var line : done(sigillo, new Request.ListAccounts())) {
            if (Address.of(line.get("address").asString()).equals(owner.address)) return Level.valueOf(line.get("level").asString());
        }
        throw new AssertionError(owner.address + " is not listed");
    }

    /**
     * The kit that its owner was told last opens all, and none before it. Where the server was killed between a new one and its
     * answer, nobody knows it; then he can have another.
     */
    private static void assertKit(SigilloPeer sigillo, Owner owner, Optional<Answer.Done> told, String password, String when) throws IOException {
        var last = "a long password last";
        boolean isOfKit = owner.change.name.equals("kit");
        boolean isByFirst = ask(sigillo, new Request.Recover(owner.address, owner.kit, last)).isPresent();
        assertTrue(isOfKit || isByFirst, when + ": his kit");
        if (isOfKit && told.isPresent()) {
            assertFalse(isByFirst, when + ": the kit that was replaced");
            done(sigillo, new Request.Recover(owner.address, code(told.get().result()), last));
        } else if (!isByFirst) {
            var kit = code(done(sigillo, new Request.NewRecoveryCode(owner.address, Optional.of(password))));
            done(sigillo, new Request.Recover(owner.address, kit, last));
        }
        assertTrue(reads(sigillo, owner.address, last, 2), when);
    }

    private static String code(Object result) { return ((JsonNode) result).get("recoveryCode").asString(); }

    private static boolean opens(SigilloPeer sigillo, Owner owner, String password) throws IOException {
        try (var client = open(sigillo, owner.address, password)) {
            return client.isPresent();
        }
    }

    private void killWhileChanging(SigilloPeer sigillo, Address eva, String phone, Random random) throws Exception {
        try (var byPassword = open(sigillo, eva, password(acknowledged.get())); var byApp = open(sigillo, eva, phone)) {
            assertTrue(byPassword.isPresent() && byApp.isPresent());
            int before = acknowledged.get();
            var changing = Thread.ofPlatform().start(() -> change(sigillo, eva));
            Program.waitUntil("it is changed", Duration.ofMinutes(1), () -> acknowledged.get() > before);
            assertTrue(byApp.get().ask("UID FETCH 1 BODY.PEEK[TEXT]").isOk(), "who came by another way goes on");
            Program.pause(random.nextInt(400));
            sigillo.kill();
            changing.join();
        }
    }

    /** Until the server is gone. */
    private void change(SigilloPeer sigillo, Address eva) {
        try (var operator = OverSocket.connect(socket(sigillo)).orElseThrow()) {
            while (true) {
                int now = acknowledged.get();
                asked.set(now + 1);
                if (!(operator.ask(new Request.SetPassword(eva, password(now + 1), Optional.of(password(now)))) instanceof Answer.Done)) return;
                acknowledged.set(now + 1);
                operator.ask(new Request.RenewKeys(eva));
            }
        } catch (IOException | RuntimeException gone) {
            return;
        }
    }

    private void check(SigilloPeer sigillo, Address eva, String phone, int mails) throws IOException {
        var works = new AtomicInteger();
        for (int number : List.of(acknowledged.get(), acknowledged.get() + 1)) {
            if (number > asked.get()) continue;
            if (reads(sigillo, eva, password(number), mails)) {
                works.incrementAndGet();
                acknowledged.set(number);
            }
        }
        assertEquals(1, works.get(), "one of two passwords opens all, after kill " + mails);
        assertTrue(reads(sigillo, eva, phone, mails), "the app password opens all, after kill " + mails);
        assertEquals(0, sigillo.cli("account", "verify", eva.toString()).code());
    }

    /** Whether it lets in; whom it lets in reads everything. */
    private static boolean reads(SigilloPeer sigillo, Address eva, String secret, int mails) throws IOException {
        try (var client = open(sigillo, eva, secret)) {
            if (!client.isPresent()) return false;
            var texts = client.get().command("UID FETCH 1:* BODY.PEEK[TEXT]").untagged().stream().flatMap(line -> line.literals().stream())
                .map(literal -> new String(literal, StandardCharsets.US_ASCII).strip()).toList();
            assertEquals(java.util.stream.IntStream.rangeClosed(1, mails).mapToObj(number -> "striped " + number).toList(), texts);
            return true;
        }
    }

    /** A client that was let in, or none. */
    private record Client(Optional<ImapProbe> probe) implements AutoCloseable {
        boolean isPresent() { return probe.isPresent(); }

        ImapProbe get() { return probe.orElseThrow(); }

        @Override public void close() {
            try {
                if (probe.isPresent()) probe.get().close();
            } catch (Exception gone) {
                throw new UncheckedIOException(new IOException(gone));
            }
        }
    }

    private static Client open(SigilloPeer sigillo, Address eva, String secret) throws IOException {
        var probe = ImapProbe.connect(sigillo.port("imap"));
        if (!probe.ask("LOGIN \"" + eva + "\" \"" + secret + "\"").isOk()) {
            probe.close();
            return new Client(Optional.empty());
        }
        probe.command("SELECT INBOX");
        return new Client(Optional.of(probe));
    }

    private static void deliver(SigilloPeer sigillo, Address to, int number) throws IOException {
        try (var smtp = sigillo.smtp()) {
            var message = ("Subject: zebra " + number + "\r\n\r\nstriped " + number + "\r\n").getBytes(StandardCharsets.US_ASCII);
            smtp.expect("250", "EHLO client.test");
            var reply = smtp.send("x@client.test", to.toString(), message);
            assertTrue(reply.startsWith("250"), reply);
        }
    }

    private static Path socket(SigilloPeer sigillo) { return sigillo.folder().resolve("run/operator.sock"); }

    private static JsonNode done(SigilloPeer sigillo, Request request) throws IOException {
        try (var operator = OverSocket.connect(socket(sigillo)).orElseThrow()) {
            return (JsonNode) assertInstanceOf(Answer.Done.class, operator.ask(request), request.toString()).result();
        }
    }

    // ---- mail that waits ----

    /** A submission, and what its owner was told: that it is there, that it was taken back. */
    private record Waiting(String subject, AtomicReference<String> id, AtomicBoolean isCanceled) {}

    /**
     * SIGKILL while mail is sent, taken back, falls due and is put aside: what was acknowledged as taken back is never sent, what
     * was acknowledged as sent is sent once, and what nobody was told of is sent once or never, as its state says. What was
     * put aside comes back once, as new.
     */
    @Test void whatWaitsIsSentOnceOrNever() throws Exception {
        var random = new Random(20261130);
        try (var sigillo = SigilloPeer.demo(folder)) {
            for (int kill = 1; kill < KILLS; kill++) {
                var waiting = new ArrayList<Waiting>();
                for (int i = 0; i < 6; i++) waiting.add(new Waiting("w" + kill + "-" + i, new AtomicReference<>(), new AtomicBoolean()));
                var aside = JmapProbe.of(sigillo, "anna").draft(sigillo.address("anna"), sigillo.address("anna"), "aside" + kill, JmapProbe.of(sigillo, "anna").mailboxes());
                var working = Thread.ofPlatform().start(() -> sendAndTakeBack(sigillo, waiting, aside));
                int those = 1 + random.nextInt(waiting.size());
                Program.waitUntil("some are sent", Duration.ofMinutes(2), () -> waiting.stream().filter(one -> one.id.get() != null).count() >= those);
                Program.pause(random.nextInt(1_500));
                sigillo.kill();
                working.join();
                sigillo.again();
                checkWaiting(sigillo, waiting, aside, "kill " + kill);
            }
        }
    }

    /** Until the server is gone. Every third is taken back at once, every third just when it falls due. */
    private static void sendAndTakeBack(SigilloPeer sigillo, List<Waiting> waiting, String aside) {
        try {
            var anna = JmapProbe.of(sigillo, "anna");
            var identity = anna.call("Identity/get", "").get("list").get(0).get("id").asString();
            var mailboxes = anna.mailboxes();
            var soon = Instant.now().plusSeconds(2).truncatedTo(ChronoUnit.SECONDS);
            anna.call("Email/set", "\"update\": {\"" + aside + "\": {\"keywords\": {\"$seen\": true}, \"snoozed\": {\"until\": \"" + soon + "\"}}}");
            for (var one : waiting) {
                var email = anna.draft(sigillo.address("anna"), sigillo.address("bruno"), one.subject, mailboxes);
                one.id.set(JmapProbe.created(anna.call("EmailSubmission/set", "\"create\": {\"x\": {\"identityId\": \"" + identity + "\", \"emailId\": \"" + email
                    + "\", \"envelope\": {\"mailFrom\": {\"email\": \"" + sigillo.address("anna") + "\", \"parameters\": {\"HOLDFOR\": \"1\"}}, \"rcptTo\": [{\"email\": \""
                    + sigillo.address("bruno") + "\"}]}}}")));
            }
            for (int i = 0; i < waiting.size(); i++) {
                if (i % 3 == 0) continue;
                if (i % 3 == 1) Program.pause(150);
                var answer = anna.call("EmailSubmission/set", "\"update\": {\"" + waiting.get(i).id.get() + "\": {\"undoStatus\": \"canceled\"}}");
                if (answer.path("updated").has(waiting.get(i).id.get())) waiting.get(i).isCanceled.set(true);
            }
        } catch (IOException gone) {
            // it was killed
        }
    }

    private static void checkWaiting(SigilloPeer sigillo, List<Waiting> waiting, String aside, String when) throws Exception {
        var anna = JmapProbe.of(sigillo, "anna");
        Program.waitUntil("the queue runs empty", Duration.ofSeconds(60), sigillo::isQueueEmpty);
        for (var one : waiting) {
            int sent;
            try (var bruno = sigillo.imap("bruno")) {
                bruno.command("SELECT INBOX");
                sent = (int) bruno.command("SEARCH SUBJECT \"" + one.subject + "\"").untagged().stream().map(ImapProbe.Response::line)
                    .filter(line -> line.matches("\\* SEARCH( \\d+)+")).mapToLong(line -> line.split(" ").length - 2).sum();
            }
            if (one.isCanceled.get()) assertEquals(0, sent, when + ": " + one.subject + " was taken back");
            else if (one.id.get() == null) assertTrue(sent <= 1, when + ": " + one.subject);
            if (one.id.get() == null) continue;
            var state = anna.call("EmailSubmission/get", "\"ids\": [\"" + one.id.get() + "\"]").get("list").get(0).get("undoStatus").asString();
            assertEquals(state.equals("canceled") ? 0 : 1, sent, when + ": " + one.subject + " is " + state);
        }
        Program.waitUntil("what was put aside is back", Duration.ofSeconds(100), () -> {
            try {
                var email = anna.call("Email/get", "\"ids\": [\"" + aside + "\"], \"properties\": [\"mailboxIds\", \"keywords\", \"snoozed\"]").get("list").get(0);
                boolean isHome = email.get("mailboxIds").has(anna.mailboxes().get("drafts")) && email.get("mailboxIds").size() == 1;
                return isHome && email.get("snoozed").isNull();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertEquals(List.of(), sigillo.faults("anna"), when);
        assertEquals(List.of(), sigillo.faults("bruno"), when);
    }
}
