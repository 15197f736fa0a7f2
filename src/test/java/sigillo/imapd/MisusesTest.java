package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.account.Account;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.base.Bytes;
import sigillo.keyring.TestSeal;
import sigillo.store.Written;
import sigillo.store.memory.MemoryStore;

/** What programs have used wrongly is known after a restart, for a while, of so many. */
class MisusesTest {
    private final MemoryStore store = new MemoryStore();
    private final Instant now = House.NOON;
    @TempDir Path folder;
    private House house;

    @BeforeEach void open() throws Exception { house = new House(store, folder, House.OPEN); }

    /** As after a restart: nothing is in memory. */
    private Set<Extension> after(String program, Duration time) { return new Misuses().of(again(), program, now.plus(time)); }

    private Account again() {
        var seal = TestSeal.unattended(house.keyring, TestSeal.LEVEL);
        return new Accounts(store, seal, Bytes.wrap(new byte[32]), House.CLOCK).open(new AccountId("anna"));
    }

    /** Over the wire, and by what another start of the server finds. */
    @Test void aRestartForgetsNothing() {
        try (var talk = Talk.signedIn(house)) {
            talk.ask("a ID (\"name\" \"Muddle\" \"version\" \"1.0\")");
            talk.ask("b ENABLE QRESYNC UIDONLY");
            talk.ask("c EXAMINE INBOX");
            assertTrue(talk.ask("d FETCH 1 FLAGS").startsWith("d BAD [UIDREQUIRED]"));
            assertTrue(talk.ask("e UID FETCH 1 FLAGS (VANISHED)").startsWith("e BAD"));
        }
        assertEquals(Set.of(Extension.UIDONLY, Extension.QRESYNC), after("muddle/1.0", Duration.ZERO));
        assertEquals(Set.of(), after("muddle/1.1", Duration.ZERO));
        assertEquals(Set.of(), after("", Duration.ZERO));
        assertEquals(List.of(), house.anna.verify().faults());
        for (var row : rows()) assertFalse(row.toLowerCase().contains("muddle"), "the program's name is to be read");
    }

    private List<String> rows() {
        var all = new ArrayList<String>();
        for (var name : store.partitions("")) {
            store.partition(name).range(Bytes.EMPTY, Bytes.wrap(new byte[] {-1, -1, -1, -1}), false, (key, row) -> {
                all.add(new String(key.toArray(), StandardCharsets.ISO_8859_1) + new String(row, StandardCharsets.ISO_8859_1));
                return true;
            });
        }
        assertFalse(all.isEmpty());
        return all;
    }

    @Test void itIsForgottenAfterAWhileUnlessItIsDoneAgain() {
        var misuses = new Misuses();
        misuses.note(house.anna, "muddle/1.0", Extension.NOTIFY, now);
        misuses.note(house.anna, "other/2", Extension.NOTIFY, now);
        misuses.note(house.anna, "other/2", Extension.IDLE, now.plus(Duration.ofDays(60)));
        assertEquals(Set.of(Extension.NOTIFY), after("muddle/1.0", Misuses.KEPT.minusSeconds(1)));
        assertEquals(Set.of(), after("muddle/1.0", Misuses.KEPT));
        assertEquals(Set.of(Extension.NOTIFY, Extension.IDLE), after("other/2", Misuses.KEPT));
    }

    /** Whoever calls himself something else each time fills one small row, and pushes out those of longest ago. */
    @Test void anAccountHasAFew() {
        var misuses = new Misuses();
        for (int i = 0; i < 1_000; i++) misuses.note(house.anna, "program" + i, Extension.COMPRESS, now);
        assertEquals(Set.of(), after("program979", Duration.ZERO));
        for (int i = 980; i < 1_000; i++) assertEquals(Set.of(Extension.COMPRESS), after("program" + i, Duration.ZERO));
    }

    /** Twenty connections that do the same are one write. */
    @Test void whatIsKnownIsNotWrittenAgain() {
        var misuses = new Misuses();
        misuses.note(house.anna, "muddle/1.0", Extension.UTF8, now);
        var before = rows();
        misuses.note(house.anna, "muddle/1.0", Extension.UTF8, now.plus(Duration.ofHours(3)));
        assertEquals(before, rows());
        misuses.note(house.anna, "muddle/1.0", Extension.UTF8, now.plus(Duration.ofDays(2)));
        assertFalse(before.equals(rows()));
    }

    @Test void accountsAreToldApart() {
        var bruno = house.accounts.create(new AccountId("bruno"));
        new Misuses().note(bruno, "muddle/1.0", Extension.UTF8, now);
        assertEquals(Set.of(), after("muddle/1.0", Duration.ZERO));
    }

    /** Then it is offered as much as before, and hears what it would have heard. */
    @Test void aFullDiskDisturbsNobody() {
        try (var talk = Talk.signedIn(house)) {
            talk.ask("a ID (\"name\" \"Muddle\" \"version\" \"1.0\")");
            talk.ask("b ENABLE UIDONLY");
            talk.ask("c EXAMINE INBOX");
            store.refuse(Written.Cause.FULL);
            assertTrue(talk.ask("d FETCH 1 FLAGS").startsWith("d BAD [UIDREQUIRED]"));
            store.recover();
        }
        assertEquals(Set.of(), after("muddle/1.0", Duration.ZERO));
    }

    /** A row that the disk has changed is none, and is written anew. */
    @Test void whatCannotBeReadIsNotNoted() {
        house.anna.notes("imap/misuses").put(Map.of(0L, new byte[] {1, 7, 3}));
        assertEquals(Set.of(), after("muddle/1.0", Duration.ZERO));
        new Misuses().note(house.anna, "muddle/1.0", Extension.UTF8, now);
        assertEquals(Set.of(Extension.UTF8), after("muddle/1.0", Duration.ZERO));
    }
}
