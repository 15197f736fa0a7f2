package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.account.Accounts;
import sigillo.account.Deposit;
import sigillo.admin.Answer;
import sigillo.admin.Operator;
import sigillo.admin.Request;
import sigillo.admin.Residents;
import sigillo.admin.Results;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.directory.AccountRecord;
import sigillo.directory.Directory;
import sigillo.directory.DirectorySettings;
import sigillo.directory.Edited;
import sigillo.keyring.Level;
import sigillo.login.Grant;
import sigillo.login.Kits;
import sigillo.login.SignIn.Service;
import sigillo.login.TestLogin;
import sigillo.net.Listener;
import sigillo.net.ListenerSettings;
import sigillo.search.Searches;
import sigillo.spool.Spool;
import sigillo.spool.SpoolSettings;
import sigillo.store.StoppingStore;
import sigillo.store.StoreException;

/**
 * Every change of who may open an account, with two IMAP clients in it meanwhile (one by the account's password, one by an
 * app password or a token), and the same with a stop before each of its commits: then the server comes back, and what its
 * owner has opens the mail, the old way or the new one. LifecycleKillTest of whole does it to the shipped server by SIGKILL.
 */
@Timeout(120)
class LifecycleTest {
    private static final Address ANNA = Address.of("anna@home.example");

    @TempDir Path folder;

    /** What the clients find afterwards. */
    private enum Client { STAYS, IS_ENDED }

    /**
     * {@code before}: done before the clients come; {@code password}: theirs then. {@code walk}: the change. {@code after}: the
     * password when it is done, empty when nobody comes in; {@code reads}: the mails that it opens then. {@code grant}: what
     * the second client has.
     */
    private record Change(String name, Level level, List<Step> before, String password, Step walk, Client byPassword, Client byApp,
            Optional<String> after, List<Integer> reads, Grant.Kind grant) {
        Change(String name, Level level, List<Step> before, String password, Step walk, Client byPassword, Client byApp,
                Optional<String> after, List<Integer> reads) {
            this(name, level, before, password, walk, byPassword, byApp, after, reads, Grant.Kind.APP_PASSWORD);
        }

        Change with(Grant.Kind other) { return new Change(name, level, before, password, walk, byPassword, byApp, after, reads, other); }
    }

    private interface Step {
        Answer take(Life life);
    }

    private interface Asking {
        Request of(Life life);
    }

    /** What the operator, or the owner at his page, has done. */
    private static Step asked(Asking asking) { return life -> life.operator.perform(asking.of(life)); }

    private static Change change(String name, Level level, Step walk, Client byPassword, Client byApp, String after, Integer... reads) {
        return new Change(name, level, List.of(), "first", walk, byPassword, byApp, Optional.of(after), List.of(reads));
    }

    private static final Step NEW_KIT = asked(life -> new Request.NewRecoveryCode(ANNA, Optional.of(life.password)));
    private static final Step RESET = asked(_ -> new Request.SetPassword(ANNA, "second", Optional.empty()));
    private static final Step TYPE_KIT_BACK = Life::typeKitBack;
    private static final Step MAKE = asked(life -> new Request.MakeGrant(ANNA, life.kindOfPhone, "tablet", List.of(Service.IMAP), Optional.empty(), Optional.of("first")));
    private static final Step REVOKE = asked(life -> new Request.RevokeGrant(ANNA, life.kindOfPhone, life.phone.number()));

    private static final List<Change> CHANGES = List.of(
        change("a password is changed", Level.L1, asked(_ -> new Request.SetPassword(ANNA, "second", Optional.of("first"))), Client.IS_ENDED, Client.STAYS, "second", 1, 2),
        change("a kit is made", Level.L1, NEW_KIT, Client.STAYS, Client.STAYS, "first", 1, 2),
        change("the kit is typed back", Level.L1, TYPE_KIT_BACK, Client.STAYS, Client.STAYS, "first", 1, 2),
        change("a forgotten password is replaced with the kit", Level.L1, asked(life -> new Request.Recover(ANNA, life.kit, "second")), Client.IS_ENDED, Client.STAYS, "second", 1, 2),
        change("the operator resets", Level.L1, RESET, Client.IS_ENDED, Client.IS_ENDED, "second", 2),
        change("the operator resets at L0", Level.L0, RESET, Client.IS_ENDED, Client.STAYS, "second", 1, 2),
        new Change("the kit unlocks what a reset has locked", Level.L1, List.of(RESET), "second", asked(life -> new Request.Unlock(ANNA, life.kit)),
            Client.STAYS, Client.STAYS, Optional.of("second"), List.of(1, 2)),
        new Change("the former password unlocks it", Level.L1, List.of(RESET), "second", asked(_ -> new Request.Unlock(ANNA, "first")),
            Client.STAYS, Client.STAYS, Optional.of("second"), List.of(1, 2)),
        new Change("a kit is made after a reset", Level.L1, List.of(RESET), "second", NEW_KIT, Client.STAYS, Client.STAYS, Optional.of("second"), List.of(2)),
        change("keys are renewed", Level.L1, asked(_ -> new Request.RenewKeys(ANNA)), Client.STAYS, Client.STAYS, "first", 1, 2),
        change("an app password is made", Level.L1, MAKE, Client.STAYS, Client.STAYS, "first", 1, 2),
        change("a token is made", Level.L1, MAKE, Client.STAYS, Client.STAYS, "first", 1, 2).with(Grant.Kind.TOKEN),
        change("an app password is revoked", Level.L1, REVOKE, Client.STAYS, Client.IS_ENDED, "first", 1, 2),
        change("a token is revoked", Level.L1, REVOKE, Client.STAYS, Client.IS_ENDED, "first", 1, 2).with(Grant.Kind.TOKEN),
        change("from L0 to L1", Level.L0, asked(_ -> new Request.SetLevel(ANNA, Level.L1, Optional.empty())), Client.STAYS, Client.STAYS, "first", 1, 2),
        change("from L1 to L0", Level.L1, asked(_ -> new Request.SetLevel(ANNA, Level.L0, Optional.of("first"))), Client.STAYS, Client.STAYS, "first", 1, 2),
        new Change("from L0 to L1 and back", Level.L0, List.of(asked(_ -> new Request.SetLevel(ANNA, Level.L1, Optional.empty()))), "first",
            asked(_ -> new Request.SetLevel(ANNA, Level.L0, Optional.of("first"))), Client.STAYS, Client.STAYS, Optional.of("first"), List.of(1, 2)),
        new Change("an account is removed", Level.L1, List.of(), "first", asked(_ -> new Request.RemoveAccount(ANNA)), Client.IS_ENDED, Client.IS_ENDED, Optional.empty(), List.of()));

    @Tag("gate") @Tag("levels") @TestFactory Stream<DynamicTest> everyChangeWithTwoClientsAndAStopBeforeEachCommit() {
        return CHANGES.stream().map(change -> DynamicTest.dynamicTest(change.name, () -> {
            boolean isOver = false;
            for (int commits = 0; !isOver; commits++) isOver = walk(change, commits);
        }));
    }

    /** Whether no stop came. */
    private boolean walk(Change change, int commits) throws Exception {
        var store = new StoppingStore();
        var when = change.name + ", stopped after " + commits + " commits";
        String first;
        String kit;
        String phone;
        var made = Optional.<String>empty();
        boolean isOver;
        try (var life = new Life(store, folder)) {
            first = life.moveIn(change);
            kit = first;
            for (var before : change.before) done(before.take(life));
            phone = life.phone(change);
            try (var byPassword = life.client(); var byApp = life.client()) {
                assertEquals(List.of(), byPassword.signIn(change.password).faults, when);
                assertEquals(List.of(), byApp.signIn(phone).faults, when);
                byPassword.read();
                store.stopAfter(commits);
                var answer = change.walk.take(life);
                isOver = answer instanceof Answer.Done;
                assertTrue(isOver || store.hasStopped(), when + ": " + answer);
                store.goOn();
                if (answer instanceof Answer.Done(Results.NewCode(_, var code))) kit = code;
                if (answer instanceof Answer.Done(Results.NewGrant grant)) made = Optional.of(grant.secret());
                if (isOver) life.assertClients(change, byPassword, byApp);
            }
        }
        try (var life = new Life(store, folder)) {
            life.tidy();
            if (made.isPresent()) assertEquals(List.of(1, 2), life.readBy(made.get()), when);
            life.assertOpensAfter(change, isOver, new Kit(first, kit), phone, when);
        }
        return isOver;
    }

    /** The first, and the one that was told last: no stop leaves an account without it. */
    private record Kit(String first, String last) {
        boolean isNew() { return !first.equals(last); }
    }

    private static Object done(Answer answer) {
        if (answer instanceof Answer.Done(var result)) return result;
        throw new AssertionError(answer);
    }

    /** A server over a store, from a start to a stop without a word. */
    private static final class Life implements AutoCloseable {
        final TestLogin login;
        final Directory directory;
        final Accounts accounts;
        final Operator operator;
        final Kits kits;
        final Listener listener;
        String kit = "";
        String password = "";
        Results.NewGrant phone;
        Grant.Kind kindOfPhone;

        Life(StoppingStore store, Path folder) throws IOException {
            directory = new Directory(store, new DirectorySettings(Domain.of("mail.home.example"), "+", Optional.empty()));
            login = new TestLogin(store, directory, House.CLOCK);
            accounts = new Accounts(store, login.keyring, Bytes.wrap(new byte[32]), House.CLOCK);
            var grants = login.grants(store, House.CLOCK);
            kits = login.kits(store);
            operator = new Operator(directory, login.editor, new Residents(accounts, login.keyring, login.credentials, grants, login.factor(store, House.CLOCK),
                kits, login.departed(store, House.CLOCK), Level.L1), null, null, null, () -> null);
            grants.tidy();
            var door = new ImapDoor(House.OPEN, login.everySignIn(store, grants, true, House.CLOCK), accounts, Spool.open(SpoolSettings.at(folder.resolve("spool"))), new Searches(4));
            listener = Listener.open(ListenerSettings.of("imap", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), false), Optional.empty(),
                new ImapProtocol(door, Optional.empty(), House.CLOCK));
        }

        Object done(Request request) { return LifecycleTest.done(operator.perform(request)); }

        /** As the page of the kit does. */
        Answer typeKitBack() {
            try {
                return kits.confirm(ANNA, kit) instanceof Edited.Done<AccountRecord>(var now) ? new Answer.Done(now) : new Answer.Failed("not his kit");
            } catch (StoreException stopped) {
                return new Answer.Failed(stopped.getMessage());
            }
        }

        /** With one mail; his kit. */
        String moveIn(Change change) {
            password = change.password;
            done(new Request.AddDomain(Domain.of("home.example")));
            kit = ((Results.NewAccount) done(new Request.AddAccount(ANNA, "first", Optional.of(change.level)))).recoveryCode();
            arrive(1);
            return kit;
        }

        String phone(Change change) {
            kindOfPhone = change.grant;
            phone = (Results.NewGrant) done(new Request.MakeGrant(ANNA, change.grant, "phone", List.of(Service.IMAP), Optional.empty(), Optional.of(change.password)));
            return phone.secret();
        }

        void arrive(int number) {
            var account = accounts.open(directory.account(ANNA).orElseThrow().id());
            var text = "Subject: zebra " + number + "\r\n\r\nstriped " + number + "\r\n";
            account.deposit(Deposit.of(Octets.of(Bytes.utf8(text).toArray()), account.mailboxId("INBOX").orElseThrow(), Instant.EPOCH));
        }

        Imap client() throws IOException { return new Imap(listener); }

        void tidy() {
            login.credentials.tidy();
            operator.tidy();
        }

        /** Those who stay go on with old mail and new; the others are cut. */
        void assertClients(Change change, Imap byPassword, Imap byApp) throws IOException {
            if (change.after.isPresent()) arrive(2);
            var readBefore = change.before.isEmpty() ? List.of(1, 2) : change.reads;
            for (var client : List.of(byPassword, byApp)) {
                var expected = client == byPassword ? change.byPassword : change.byApp;
                if (expected == Client.STAYS) assertEquals(readBefore, client.read(), change.name);
                else client.assertCut(change.name);
            }
        }

        void assertOpensAfter(Change change, boolean isOver, Kit kit, String phone, String when) throws IOException {
            if (change.after.isEmpty()) {
                boolean isThere = directory.account(ANNA).isPresent();
                assertTrue(!isThere || !isOver, when);
                assertEquals(isThere ? List.of(1) : List.of(), readBy("first"), when);
                assertEquals(isThere ? List.of(1) : List.of(), readBy(phone), when);
                return;
            }
            assertKit(change, isOver, when);
            if (!isOver) arrive(2);
            var now = readBy(change.after.get());
            boolean isNew = !now.isEmpty();
            if (isOver) assertEquals(change.reads, now, when);
            else if (!isNew) assertEquals(List.of(1, 2), readBy(change.password), when + ": the old way");
            else assertTrue(now.contains(2), when + ": " + now);
            if (isOver && !change.after.get().equals(change.password)) assertEquals(List.of(), readBy(change.password), when);
            if (isOver) assertEquals(change.byApp == Client.STAYS, !readBy(phone).isEmpty(), when);
            boolean isLocked = isNew && !now.contains(1);
            assertHelped(isNew ? change.after.get() : change.password, isLocked, kit, when);
        }

        /** At the pages it is asked for until it was typed back, and no longer; where nobody else would have it, not at all. */
        private void assertKit(Change change, boolean isOver, String when) {
            boolean isAsked = kits.isToConfirm(directory.account(ANNA).orElseThrow().id());
            boolean isConfirmed = isOver && change.walk == TYPE_KIT_BACK;
            if (login.keyring.level(directory.account(ANNA).orElseThrow().id()) == Level.L1) assertEquals(!isConfirmed, isAsked, when);
            else assertFalse(isAsked, when);
        }

        /**
         * Whatever happened, all mail opens to who has his password and the kit that he was told last; where that was made
         * while mail was locked, once he has come with the one before, which is good for nothing else.
         */
        private void assertHelped(String password, boolean isLocked, Kit kit, String when) throws IOException {
            done(new Request.Unlock(ANNA, kit.last));
            if (kit.isNew()) assertInstanceOf(Answer.Failed.class, operator.perform(new Request.Recover(ANNA, kit.first, "stolen")), when);
            if (kit.isNew()) assertEquals(isLocked, operator.perform(new Request.Unlock(ANNA, kit.first)) instanceof Answer.Done, when);
            assertEquals(List.of(1, 2), readBy(password), when);
            done(new Request.Recover(ANNA, kit.last, "last"));
            assertEquals(List.of(1, 2), readBy("last"), when);
            assertEquals(List.of(), readBy(password), when);
        }

        private List<Integer> readBy(String secret) throws IOException {
            try (var client = client()) {
                return client.signIn(secret).faults.isEmpty() ? client.read() : List.of();
            }
        }

        @Override public void close() {
            listener.close();
            login.close();
        }
    }

    /** As little of a mail program as will do. */
    private static final class Imap implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;
        private int commands;
        final List<String> faults = new ArrayList<>();

        Imap(Listener listener) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), listener.address().getPort());
            socket.setSoTimeout(30_000);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            in.readLine();
        }

        Imap signIn(String secret) throws IOException {
            boolean isToken = secret.startsWith("sgt_");
            var answer = say(isToken ? "AUTHENTICATE OAUTHBEARER " + bearing(secret) : "LOGIN " + ANNA + " " + secret).getLast();
            if (!answer.contains(" OK ")) faults.add(answer);
            else say("SELECT INBOX");
            return this;
        }

        /** RFC 7628 section 3.1. */
        private static String bearing(String token) {
            var said = "n,a=" + ANNA + ",\1auth=Bearer " + token + "\1\1";
            return Base64.getEncoder().encodeToString(said.getBytes(StandardCharsets.UTF_8));
        }

        /** The numbers of the mails whose text it gets. */
        List<Integer> read() throws IOException {
            say("NOOP");
            var lines = say("UID FETCH 1:* BODY.PEEK[TEXT]");
            return lines.stream().filter(line -> line.startsWith("striped ")).map(line -> Integer.parseInt(line.substring(8).strip())).sorted().toList();
        }

        private List<String> say(String command) throws IOException {
            var tag = "a" + ++commands;
            socket.getOutputStream().write((tag + " " + command + "\r\n").getBytes(StandardCharsets.UTF_8));
            var lines = new ArrayList<String>();
            while (lines.isEmpty() || !lines.getLast().startsWith(tag + " ")) {
                var line = in.readLine();
                if (line == null) throw new IOException("closed after " + lines);
                boolean isTokenRefused = line.startsWith("+"); // RFC 7628 section 3.2.3: why, which is to be answered
                if (isTokenRefused) socket.getOutputStream().write("AQ==\r\n".getBytes(StandardCharsets.UTF_8));
                lines.add(line);
            }
            return lines;
        }

        void assertCut(String when) {
            try {
                for (int i = 0; i < 100; i++) {
                    var answer = say("NOOP");
                    assertTrue(answer.getLast().contains("OK"), when + ": " + answer);
                    Thread.sleep(20);
                }
            } catch (IOException cut) {
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new AssertionError(when + ": it is still connected");
        }

        @Override public void close() throws IOException { socket.close(); }
    }
}
