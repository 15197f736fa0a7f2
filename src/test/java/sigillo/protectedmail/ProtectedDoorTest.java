package sigillo.protectedmail;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.account.Role;
import sigillo.account.Usage;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.base.Sha256;
import sigillo.directory.Directory;
import sigillo.directory.DirectorySettings;
import sigillo.directory.Town;
import sigillo.directory.User;
import sigillo.http.Asked;
import sigillo.http.Fields;
import sigillo.http.Incoming;
import sigillo.http.Reply;
import sigillo.keyring.Level;
import sigillo.keyring.Unlocked;
import sigillo.login.SignIn;
import sigillo.login.TestLogin;
import sigillo.spool.Spool;
import sigillo.spool.SpoolSettings;
import sigillo.store.memory.MemoryStore;

/** What senders may keep, and what those who have a link, and those who have none, get of it. */
class ProtectedDoorTest {
    private static final Domain HOST = Domain.of("mail.home.example");
    private static final AccountId ANNA = Town.id("anna");
    private static final byte[] ID = filled(16, 1);
    private static final byte[] RIGHT = filled(32, 2);
    private static final byte[] WRONG = filled(32, 3);
    private static final byte[] SEALED = filled(70_000, 4);

    @TempDir Path folder;
    private final MemoryStore store = new MemoryStore();
    private Instant now = Instant.parse("2026-11-30T12:00:00Z");
    private final TestLogin login =
        new TestLogin(store, new Directory(store, new DirectorySettings(HOST, "-", Optional.empty())), () -> now);
    private final Accounts accounts = new Accounts(store, login.keyring, Bytes.wrap(new byte[32]), () -> now);
    private final List<AccountId> told = new ArrayList<>();
    private long quota = 1 << 20;
    private ProtectedMessages messages;
    private ProtectedDoor door;
    private Optional<AccountId> signedIn = Optional.of(ANNA);
    private String client = "192.0.2.1";

    @BeforeEach void open() throws IOException {
        login.editor.addDomain(Domain.of("home.example"));
        for (var name : List.of("anna", "bruno")) {
            login.moveIn(Town.id(name), name + "@home.example", "the first password", Level.L1);
            accounts.create(Town.id(name));
        }
        var spool = Spool.open(SpoolSettings.at(folder));
        messages = new ProtectedMessages(store, _ -> new Usage(0, OptionalLong.of(quota), Optional.empty()),
            (account, _) -> told.add(account), () -> now);
        door = new ProtectedDoor(messages, this::address, new ProtectedReplies(HOST, this::address, accounts::open, spool, () -> now), spool);
        door.browsers(_ -> signedIn.map(id -> SignIn.Answer.Welcome.toAll(
            new User(id, address(id).orElseThrow()), Unlocked.nothing(id, () -> true))));
    }

    private Optional<Address> address(AccountId account) { return login.directory.account(account).map(one -> one.address()); }

    private static byte[] filled(int octets, int with) {
        var all = new byte[octets];
        Arrays.fill(all, (byte) with);
        return all;
    }

    private static byte[] joined(byte[]... parts) throws IOException {
        var all = new ByteArrayOutputStream();
        for (var part : parts) all.write(part);
        return all.toByteArray();
    }

    private static String name(byte[] id) { return HexFormat.of().formatHex(Sha256.of(id)); }

    private static String query(byte[] id) {
        return "name=" + name(id) + "&verifier=" + HexFormat.of().formatHex(Sha256.of(RIGHT)) + "&replies&message=a%40home.example";
    }

    private Asked asked(Asked.Method method, String path, String query, byte[] body) {
        try {
            return new Asked(method, path, Fields.parse(query), Map.of("host", "localhost"), body, InetAddress.getByName(client), () -> { });
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Reply keep(String query, byte[] sealed) throws IOException {
        return door.receive(asked(Asked.Method.POST, ProtectedDoor.OWN, query, new byte[0]),
            new Incoming(sealed.length, new ByteArrayInputStream(sealed), _ -> { }));
    }

    private Reply look(byte[] id) { return door.answer(asked(Asked.Method.POST, ProtectedDoor.LOOK, "", id)); }

    private Reply open(byte[] id, byte[] authenticator) throws IOException {
        return door.answer(asked(Asked.Method.POST, ProtectedDoor.OPEN, "", joined(id, authenticator)));
    }

    private Reply answer(byte[] id, byte[] authenticator, byte[] sealed) throws IOException {
        var all = joined(id, authenticator, sealed);
        return door.receive(asked(Asked.Method.POST, ProtectedDoor.REPLY, "", new byte[0]),
            new Incoming(all.length, new ByteArrayInputStream(all), _ -> { }));
    }

    private Reply list() { return door.answer(asked(Asked.Method.GET, ProtectedDoor.OWN, "", new byte[0])); }

    private static String text(Reply reply) throws IOException {
        return new String(reply.body().bytes(0, reply.body().length(), 1 << 20), StandardCharsets.UTF_8);
    }

    private static void is(int status, String error, Reply reply) throws IOException {
        assertEquals(status, reply.status(), text(reply));
        assertTrue(text(reply).contains("\"" + error + "\""), text(reply));
    }

    @Test void opensForWhoHasLinkAndPassword() throws IOException {
        assertEquals(200, keep(query(ID) + "&tell", SEALED).status());
        var shown = text(look(ID));
        assertTrue(shown.contains("anna@home.example") && shown.contains("\"tries\": 10") && shown.contains("2026-12-28"), shown);
        var opened = open(ID, RIGHT);
        assertEquals(200, opened.status());
        assertArrayEquals(SEALED, opened.body().bytes(0, opened.body().length(), 1 << 20));
        assertEquals("attachment", opened.headers().get("Content-Disposition"));
        open(ID, RIGHT);
        assertEquals(List.of(ANNA), told, "of the first time alone");
        assertTrue(text(look(ID)).contains("\"tries\": 10"), "a right one counts for nothing");
        assertTrue(text(list()).contains("\"opened\": \"2026-11-30T12:00:00Z\""), text(list()));
    }

    @Test void whatIsNotThereIsAnsweredAlike() throws IOException {
        var other = filled(16, 9);
        is(404, "gone", look(other));
        is(404, "gone", open(other, RIGHT));
        is(404, "gone", answer(other, RIGHT, filled(100, 1)));
        keep(query(ID) + "&days=1", SEALED);
        now = now.plus(Duration.ofDays(1));
        is(404, "gone", look(ID));
        is(404, "gone", open(ID, RIGHT));
        messages.tidy();
        assertEquals("{\"messages\": []}\n", text(list()));
        keep(query(other), SEALED);
        door.answer(asked(Asked.Method.DELETE, ProtectedDoor.OWN, "name=" + name(other), new byte[0]));
        is(404, "gone", open(other, RIGHT));
        for (var malformed : List.of(filled(15, 1), filled(17, 1), new byte[0])) is(400, "malformed", look(malformed));
    }

    @Test void tenWrongPasswordsAndItIsDeleted() throws IOException {
        keep(query(ID), SEALED);
        for (int left = 9; left >= 0; left--) assertTrue(text(open(ID, WRONG)).contains("\"tries\": " + left + "}"));
        is(404, "gone", open(ID, RIGHT));
        is(404, "gone", answer(ID, RIGHT, filled(100, 1)));
        assertTrue(text(list()).contains("SPENT"), text(list()));
        assertFalse(store.blobs().has(Bytes.wrap(joined("protected/".getBytes(StandardCharsets.US_ASCII), Sha256.of(ID)))));
    }

    /** However many come at a time, none gets an eleventh try. */
    @Test void manyAtOnceHaveNoMoreTries() throws Exception {
        keep(query(ID), SEALED);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Callable<Opening>>();
            for (int i = 0; i < 40; i++) all.add(() -> messages.open(ProtectedMessages.name(ID), WRONG));
            int wrong = 0;
            for (var one : threads.invokeAll(all)) if (one.get() instanceof Opening.Wrong) wrong++;
            assertEquals(ProtectedLimits.TRIES_MAX, wrong);
        }
    }

    @Test void oneThatOpensOnceIsThereForTenMinutesMore() throws IOException {
        keep(query(ID) + "&once", SEALED);
        assertEquals(200, open(ID, RIGHT).status());
        now = now.plus(Duration.ofMinutes(9));
        assertEquals(200, open(ID, RIGHT).status());
        now = now.plus(Duration.ofMinutes(2));
        is(404, "gone", open(ID, RIGHT));
        assertEquals(200, answer(ID, RIGHT, filled(100, 1)).status(), "who has read it may still answer");
        messages.tidy();
        assertFalse(store.blobs().has(Bytes.wrap(joined("protected/".getBytes(StandardCharsets.US_ASCII), Sha256.of(ID)))));
    }

    @Test void answersComeIntoTheInbox() throws IOException {
        keep(query(ID), SEALED);
        var sealed = filled(3_000, 5);
        assertEquals(200, answer(ID, RIGHT, sealed).status());
        var anna = accounts.open(ANNA);
        assertEquals(1, anna.mailbox(Role.INBOX).orElseThrow().counts().emails());
        is(403, "wrong", answer(ID, WRONG, sealed));
        assertThrows(EOFException.class, () -> door.receive(asked(Asked.Method.POST, ProtectedDoor.REPLY, "", new byte[0]),
            new Incoming(10_000, new ByteArrayInputStream(joined(ID, RIGHT, sealed)), _ -> { })), "one that is cut off");
        for (int i = 1; i < ProtectedLimits.REPLIES_MAX; i++) assertEquals(200, answer(ID, RIGHT, sealed).status(), "that does not count");
        is(404, "gone", answer(ID, RIGHT, sealed));
        assertEquals(200, open(ID, RIGHT).status());
        assertEquals(413, door.receive(asked(Asked.Method.POST, ProtectedDoor.REPLY, "", new byte[0]),
            new Incoming(ProtectedLimits.REPLY_OCTETS_MAX + 49, new ByteArrayInputStream(new byte[0]), _ -> { })).status());
        keep(query(filled(16, 8)).replace("&replies", ""), SEALED);
        is(404, "gone", answer(filled(16, 8), RIGHT, sealed));
    }

    @Test void isOfItsSenderAlone() throws IOException {
        keep(query(ID), SEALED);
        is(409, "there", keep(query(ID), SEALED));
        signedIn = Optional.of(Town.id("bruno"));
        assertEquals("{\"messages\": []}\n", text(list()));
        is(404, "gone", door.answer(asked(Asked.Method.DELETE, ProtectedDoor.OWN, "name=" + name(ID), new byte[0])));
        signedIn = Optional.empty();
        is(401, "notSignedIn", keep(query(filled(16, 8)), SEALED));
        is(401, "notSignedIn", list());
        assertEquals(200, open(ID, RIGHT).status());
        messages.forget(ANNA);
        is(404, "gone", open(ID, RIGHT));
    }

    @Test void hasBounds() throws IOException {
        quota = 100_000;
        assertEquals(200, keep(query(ID), SEALED).status());
        is(507, "full", keep(query(filled(16, 8)), SEALED));
        is(400, "malformed", keep(query(filled(16, 8)), new byte[10]));
        for (var bad : List.of("", query(ID).replace("verifier", "x"), query(ID) + "&days=91", query(ID) + "&days=-1", query(ID).replace("%40", "%0d%0a"))) {
            is(400, "malformed", keep(bad, SEALED));
        }
        var tooLarge = new Incoming(ProtectedLimits.OCTETS_MAX + 1, new ByteArrayInputStream(new byte[0]), _ -> { });
        assertEquals(413, door.receive(asked(Asked.Method.POST, ProtectedDoor.OWN, query(ID), new byte[0]), tooLarge).status());
        client = "2001:db8::1";
        for (int i = 0; i < ProtectedLimits.ASKED_MAX; i++) look(ID);
        client = "2001:db8::2";
        is(429, "slowed", look(ID));
        is(429, "slowed", open(ID, RIGHT));
        client = "2001:db8:0:1::1";
        assertEquals(200, look(ID).status());
    }

    /** A row is read as it was written. */
    @Test void rowsComeBack() {
        for (var opened : List.of(Optional.<Instant>empty(), Optional.of(now))) {
            var one = new ProtectedMessage(ANNA, Bytes.wrap(RIGHT),
                new ProtectedMessage.Terms(true, false, true, "a@b"), 77, now, now.plusSeconds(5), 3, 2, opened,
                opened.isEmpty());
            assertEquals(one, ProtectedMessage.decode(one.encode()));
            var first = Arrays.copyOf(one.encode(), one.encode().length - 1);
            first[0] = 1;
            assertEquals(one.held(false), ProtectedMessage.decode(first),
                "as it was written before a restore could hold it");
        }
    }

    @Test void octetsOfNobodyGoAfterAWhile() throws IOException {
        store.blobs().put(Bytes.utf8("protected/" + "x".repeat(32)), Octets.of(new byte[5]));
        messages.tidy();
        assertTrue(store.blobs().has(Bytes.utf8("protected/" + "x".repeat(32))), "it may just be being written");
    }

    /** What was on its way when its account was removed is not left behind. */
    @Test void whatComesForAnAccountThatIsRemovedMeanwhileIsNotKept() throws IOException {
        var removing = new ByteArrayInputStream(SEALED) {
            @Override public synchronized int read(byte[] into, int offset, int count) {
                login.editor.removeAccount(address(ANNA).orElse(new Address("anna", Domain.of("home.example"))));
                messages.forget(ANNA);
                return super.read(into, offset, count);
            }
        };
        var welcome = Optional.of(SignIn.Answer.Welcome.toAll(
            new User(ANNA, address(ANNA).orElseThrow()), Unlocked.nothing(ANNA, () -> true)));
        door.browsers(_ -> welcome);
        is(401, "notSignedIn", door.receive(asked(Asked.Method.POST, ProtectedDoor.OWN, query(ID), new byte[0]),
            new Incoming(SEALED.length, removing, _ -> { })));
        assertTrue(messages.of(ANNA).isEmpty());
    }

    /** Nobody knows which of them were revoked or opened since the backup: each opens when its sender says so. */
    @Test void whatABackupHasBroughtBackWaitsForItsSender() throws IOException {
        var other = filled(16, 9);
        keep(query(ID), SEALED);
        keep(query(other) + "&once", SEALED);
        assertEquals(200, open(other, RIGHT).status());
        now = now.plus(Duration.ofHours(1));
        assertEquals(1, ProtectedMessages.hold(store, now), "what has opened for good stays closed for that");
        is(404, "gone", look(ID));
        is(404, "gone", open(ID, RIGHT));
        is(404, "gone", answer(ID, RIGHT, SEALED));
        assertTrue(text(list()).contains("\"state\": \"HELD\"") && text(list()).contains("\"wrong\": 0"), text(list()));
        messages.tidy();
        signedIn = Optional.of(Town.id("bruno"));
        is(404, "gone", release(ID));
        assertEquals(404, look(ID).status());
        signedIn = Optional.of(ANNA);
        assertEquals(200, release(ID).status());
        assertEquals(200, open(ID, RIGHT).status());
        assertEquals(200, release(other).status());
        is(404, "gone", open(other, RIGHT));
        ProtectedMessages.hold(store, now);
        assertEquals(200, door.answer(asked(Asked.Method.DELETE, ProtectedDoor.OWN, "name=" + name(ID), new byte[0]))
            .status());
        is(404, "gone", release(ID));
    }

    private Reply release(byte[] id) {
        return door.answer(asked(Asked.Method.PUT, ProtectedDoor.OWN, "name=" + name(id), new byte[0]));
    }
}
