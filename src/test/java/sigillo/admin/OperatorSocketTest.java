package sigillo.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.account.Accounts;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.directory.Directory;
import sigillo.directory.DirectoryEditor;
import sigillo.directory.DirectorySettings;
import sigillo.keyring.Level;
import sigillo.login.TestLogin;
import sigillo.queue.QueueCounts;
import sigillo.queue.QueueId;
import sigillo.store.memory.MemoryStore;
import java.util.List;

/** The operator through the local socket: who may come, and what goes over the wire. */
class OperatorSocketTest {
    private final MemoryStore store = new MemoryStore();
    private final Operator operator = operator();
    @TempDir Path folder;

    private Operator operator() {
        var clock = InstantSource.system();
        var directory = new Directory(store, new DirectorySettings(Domain.of("mail.home.example"), "+", Optional.empty()));
        var login = new TestLogin(store, directory, clock);
        var accounts = new Accounts(store, login.keyring, Bytes.wrap(new byte[32]), clock);
        var residents = new Residents(accounts, login.keyring, login.credentials, login.grants(store, clock), login.factor(store, clock),
            login.kits(store), login.departed(store, clock), Level.L1);
        return new Operator(directory, login.editor, residents, null, null, null,
            () -> new Results.Status(true, "mail.home.example", Duration.ZERO, 0, 0, 0, new QueueCounts(0, 0, 0, 0), List.of(), List.of(), List.of(), Optional.empty(), Optional.empty(), List.of(), List.of(), List.of(), List.of()));
    }

    /** By a desk that is always there, or by one that some servers lack: then with the reason. */
    @Test void everyRequestIsAnsweredOrSaidToBeLacking() {
        for (var kind : Request.class.getPermittedSubclasses()) {
            assertTrue(operator.answers(kind) || Lacking.knows(kind), kind.getSimpleName());
        }
        assertEquals(new Answer.Failed("this server has no lists"), operator.perform(new Request.ListLists()));
        operator.with(new ReportsDesk(List::of));
        assertInstanceOf(Answer.Done.class, operator.perform(new Request.ListReports()));
        assertThrows(IllegalStateException.class, () -> operator.with(new ReportsDesk(List::of)));
    }

    @Test void answersComeOverTheSocket() throws Exception {
        var path = folder.resolve("run/operator.sock");
        try (var _ = OperatorSocket.open(path, Set.of(), operator); var reach = OverSocket.connect(path).orElseThrow()) {
            assertInstanceOf(Answer.Done.class, reach.ask(new Request.AddDomain(Domain.of("home.example"))));
            assertEquals(new Answer.Failed("the domain home.example is here already"), reach.ask(new Request.AddDomain(Domain.of("home.example"))));
            var listed = assertInstanceOf(Answer.Done.class, reach.ask(new Request.ListDomains()));
            assertEquals("home.example", Json.tree(listed).get(0).get("domain").asString());
            assertEquals("rw-------", permissions(path));
            assertEquals("rwx------", permissions(path.getParent()));
        }
        assertTrue(OverSocket.connect(path).isEmpty(), "nobody listens any more");
    }

    @Test void aSocketThatWasLeftBehindIsTakenAway() throws Exception {
        var path = folder.resolve("operator.sock");
        OperatorSocket.open(path, Set.of(), operator).close();
        Files.createFile(path);
        try (var _ = OperatorSocket.open(path, Set.of("mailadmin"), operator); var reach = OverSocket.connect(path).orElseThrow()) {
            assertInstanceOf(Answer.Done.class, reach.ask(new Request.Status()));
            assertEquals("rw-rw-rw-", permissions(path));
        }
    }

    @Test void aLongPathHasAShortPlace() throws Exception {
        var path = folder.resolve("d".repeat(120)).resolve("operator.sock");
        try (var _ = OperatorSocket.open(path, Set.of(), operator); var reach = OverSocket.connect(path).orElseThrow()) {
            assertInstanceOf(Answer.Done.class, reach.ask(new Request.Status()));
        }
        assertTrue(SocketPlace.of(path).toString().length() <= 100);
        assertTrue(!SocketPlace.of(path).equals(SocketPlace.of(path.resolveSibling("other.sock"))));
    }

    @Test void manyMayAskAtOnceButNotWithoutEnd() throws Exception {
        var path = folder.resolve("operator.sock");
        try (var _ = OperatorSocket.open(path, Set.of(), operator)) {
            var all = new java.util.ArrayList<Reach>();
            for (int i = 0; i < 16; i++) all.add(OverSocket.connect(path).orElseThrow());
            for (var reach : all) assertInstanceOf(Answer.Done.class, reach.ask(new Request.Status()));
            try (var oneMore = OverSocket.connect(path).orElseThrow()) {
                assertInstanceOf(Answer.Failed.class, oneMore.ask(new Request.Status()));
            }
            all.forEach(Reach::close);
        }
    }

    @Test void nonsenseIsAnsweredNotServed() {
        for (var line : List.of("", "{", "[]", "{\"ask\":\"Nothing\"}", "{\"ask\":\"AddDomain\",\"with\":{\"domain\":\"-\"}}", "\u0000",
                "{\"ask\":\"AddDomain\",\"with\":5}", "[".repeat(100_000))) {
            assertThrows(IllegalArgumentException.class, () -> Json.request(line), line.length() > 100 ? "deep" : line);
        }
    }

    @Test void aLineHasAnEnd() {
        var endless = new java.io.BufferedReader(new java.io.StringReader("x".repeat(2_000)));
        assertThrows(IOException.class, () -> Lines.read(endless, 1_000));
    }

    @Test void everyRequestSurvivesTheWire() {
        var anna = Address.of("anna@home.example");
        for (var request : List.of(new Request.Status(), new Request.AddDomain(Domain.of("home.example")), new Request.ListDomains(),
                new Request.RemoveDomain(Domain.of("home.example")), new Request.AddAccount(anna, "p\u00e4ss \"word\"", Optional.of(Level.L0)),
                new Request.AddAccounts(List.of(new Request.AddAccount(anna, "a", Optional.empty()))), new Request.ListAccounts(), new Request.SetPassword(anna, "b", Optional.of("a")), new Request.SetLevel(anna, Level.L1, Optional.empty()), new Request.NewRecoveryCode(anna, Optional.of("c")),
                new Request.Recover(anna, "code", "d"), new Request.Unlock(anna, "e"), new Request.RenewKeys(anna),
                new Request.SetDisabled(anna, true), new Request.RemoveAccount(anna), new Request.VerifyAccount(anna),
                new Request.AddAlias("@home.example", anna), new Request.ListAliases(), new Request.RemoveAlias("@home.example", Optional.empty()),
                new Request.RemoveAlias("@home.example", Optional.of(anna)), new Request.ListQueue(Optional.of(new QueueId("Qa1")), 5),
                new Request.OrderQueue(Request.QueueOrder.HOLD, Optional.empty(), Optional.of(Domain.of("home.example")), Optional.empty(), false),
                new Request.Trace("anna@home.example", 3))) {
            assertEquals(request, Json.request(Json.encode(request)));
        }
    }

    /** What goes wrong inside is told and does not end the socket. */
    @Test void aFaultIsAnAnswer() {
        var answer = assertInstanceOf(Answer.Failed.class, operator.perform(new Request.ListQueue(Optional.empty(), 1)));
        assertTrue(answer.why().startsWith("a fault in the server"), answer.why());
    }

    private static String permissions(Path path) throws IOException { return PosixFilePermissions.toString(Files.getPosixFilePermissions(path)); }
}
