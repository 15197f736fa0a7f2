package sigillo.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sigillo.base.AddressKey;
import sigillo.base.Bytes;
import sigillo.sealing.Secret;
import sigillo.store.PartitionName;
import sigillo.store.StoreException;
import sigillo.store.StoppingStore;
import sigillo.store.Transactions;
import sigillo.store.memory.MemoryStore;

class KnownNetworksTest {
    private static final int MAX = 4;
    private static final AddressKey HOME = new AddressKey("192.0.2.1");

    private final MemoryStore store = new MemoryStore();
    private Instant now = Instant.parse("2026-11-29T08:00:00Z");
    private KnownNetworks networks = restarted();

    private KnownNetworks restarted() { return new KnownNetworks(store, peppers(1), MAX); }

    private static Peppers peppers(int octet) {
        var verifying = new byte[Secret.OCTETS];
        verifying[0] = (byte) octet;
        return new Peppers(Secret.take(verifying), Secret.take(new byte[Secret.OCTETS]));
    }

    private TreeMap<String, Bytes> rows() {
        var rows = new TreeMap<String, Bytes>();
        store.partition(new PartitionName("networks")).range(Bytes.EMPTY, Bytes.utf8("~"), false, (key, row) -> {
            rows.put(new String(key.toArray(), StandardCharsets.UTF_8), Bytes.wrap(row));
            return true;
        });
        return rows;
    }

    private static AddressKey network(int n) { return new AddressKey("198.51.100." + n); }

    @Test void areKnownAfterARestart() {
        networks.keep(List.of(networks.name(network(2)), networks.name(HOME)), now);
        networks = restarted();
        now = now.plus(Duration.ofDays(89));
        assertEquals(2, networks.kept(now).size());
        assertEquals(List.of(true, false), List.of(networks.kept(now).contains(networks.name(HOME)), networks.kept(now).contains(networks.name(network(3)))));
        assertEquals(List.of(), networks.kept(now.plus(Duration.ofDays(1))));
    }

    @Test void nobodyReadsFromTheStoreWhereTheyAre() {
        networks.keep(List.of(networks.name(HOME)), now);
        assertFalse(rows().toString().contains(HOME.text()), rows() + "");
        assertNotEquals(networks.name(HOME), new KnownNetworks(store, peppers(2), MAX).name(HOME));
    }

    @Test void whoComesEachMinuteIsWrittenOnceADay() {
        var home = List.of(networks.name(HOME));
        networks.keep(home, now);
        var first = rows();
        networks.keep(home, now.plus(Duration.ofHours(23)));
        assertEquals(first, rows());
        networks.keep(home, now.plus(Duration.ofHours(24)));
        assertNotEquals(first, rows());
        assertEquals(1, rows().size());
    }

    @Test void theLongestUnseenGiveWay() {
        for (int i = 0; i < 10; i++) networks.keep(List.of(networks.name(network(i))), now.plusSeconds(i));
        var last = IntStream.range(6, 10).mapToObj(i -> networks.name(network(i))).toList();
        assertEquals(last, networks.kept(now));
        networks.keep(List.of(networks.name(HOME)), now.plus(Duration.ofDays(91)));
        assertEquals(1, rows().size());
    }

    @Test void whatCannotBeWrittenIsWrittenLater() {
        var failing = new StoppingStore(store);
        networks = new KnownNetworks(failing, peppers(1), MAX);
        failing.stopAfter(0);
        assertThrows(StoreException.class, () -> networks.keep(List.of(networks.name(HOME)), now));
        failing.goOn();
        networks.keep(List.of(), now);
        assertEquals(List.of(networks.name(HOME)), networks.kept(now));
    }

    @Test void rowsThatAreNoneAreNotKnown() {
        new Transactions(store.partition(new PartitionName("networks"))).write(tx -> {
            tx.put(Bytes.utf8("k/rubbish"), new byte[] {9, 9});
            return null;
        });
        assertEquals(List.of(), networks.kept(now));
        networks.keep(List.of(networks.name(HOME)), now);
        assertEquals(1, rows().size());
    }
}
