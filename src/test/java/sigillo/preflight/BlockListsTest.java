package sigillo.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sigillo.dns.DnsName;
import sigillo.dns.Zone;
import sigillo.preflight.BlockList.Standing;
import sigillo.resolver.Answer;
import sigillo.resolver.Resolver;

/** What lists answer, and what is made of it; what the DNS servers of the machine say of signatures. */
class BlockListsTest {
    private static final BlockList LIST = BlockList.of("list.test", "The List", "127.0.0.10/31", "https://list.test/");
    private static final InetAddress US = InetAddress.ofLiteral("192.0.2.1");

    private static Zone working() { return new Zone().host("2.0.0.127.list.test", "127.0.0.2"); }

    @ParameterizedTest
    @CsvSource({"127.0.0.2, LISTED", "127.0.0.10, HOME", "127.0.0.11, HOME", "127.0.0.12, LISTED", "127.255.255.254, REFUSES", "127.255.255.252, REFUSES",
        "127.0.0.1, CLEAR", "192.0.2.77, REFUSES"})
    void answersAreRead(String answer, Standing want) {
        assertEquals(want, LIST.of(US, working().host("1.2.0.192.list.test", answer)));
    }

    @Test void whatSaysMoreThanHomeIsListed() {
        assertEquals(Standing.LISTED, LIST.of(US, working().host("1.2.0.192.list.test", "127.0.0.10").host("1.2.0.192.list.test", "127.0.0.4")));
    }

    @Test void addressesOfBothKindsAreAsked() {
        assertEquals(Standing.CLEAR, LIST.of(US, working()));
        var six = InetAddress.ofLiteral("2001:db8::1");
        var name = "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.list.test";
        assertEquals(Standing.LISTED, LIST.of(six, working().host(name, "127.0.0.2")));
    }

    /** That an address is not there means nothing where the list is not there either; nor that it is, where everything is. */
    @Test void aListThatIsNoneIsNotBelieved() {
        assertEquals(Standing.SILENT, LIST.of(US, new Zone()));
        assertEquals(Standing.SILENT, LIST.of(US, new Zone().silent("2.0.0.127.list.test")));
        assertEquals(Standing.SILENT, LIST.of(US, working().silent("1.2.0.192.list.test")));
        assertEquals(Standing.SILENT, LIST.of(US, working().host("1.0.0.127.list.test", "127.0.0.2").host("1.2.0.192.list.test", "127.0.0.2")));
        assertEquals(Standing.REFUSES, LIST.of(US, new Zone().host("2.0.0.127.list.test", "127.255.255.254")));
    }

    /** Of domains too it is first asked for what it must have. */
    @Test void domainsAreLookedUp() {
        var list = BlockList.ofDomains("dbl.test", "Domains", "known.test", "https://dbl.test/");
        var home = sigillo.base.Domain.of("home.example");
        var working = new Zone().host("known.test.dbl.test", "127.0.1.2");
        assertEquals(Standing.CLEAR, list.of(home, working));
        assertEquals(Standing.SILENT, list.of(home, new Zone().host("home.example.dbl.test", "127.0.1.2")));
        assertEquals(Standing.SILENT, list.of(home, new Zone().host("known.test.dbl.test", "127.0.1.2").host("invalid.dbl.test", "127.0.1.2")));
        assertEquals(Standing.REFUSES, list.of(home, new Zone().host("known.test.dbl.test", "127.255.255.254")));
        working.host("home.example.dbl.test", "127.0.1.2");
        var listed = DomainLists.judge(home, DomainLists.look(home, List.of(list), working));
        assertTrue(listed.state() == State.WRONG && listed.next().english().contains("https://dbl.test/"), listed.toString());
        assertEquals(State.UNKNOWN, DomainLists.judge(home, DomainLists.look(home, List.of(list), new Zone())).state());
        assertEquals(3, BlockList.ofDomains().size());
    }

    @Test void theWorstIsTold() {
        assertEquals(State.FINE, judged(Standing.CLEAR, Standing.CLEAR).state());
        var some = judged(Standing.CLEAR, Standing.REFUSES);
        assertEquals(State.FINE, some.state());
        assertTrue(some.sentence().english().endsWith("Not answered by: list 1."), some.toString());
        assertEquals(State.UNKNOWN, judged(Standing.REFUSES, Standing.SILENT).state());
        var home = judged(Standing.CLEAR, Standing.HOME);
        assertEquals(State.WRONG, home.state());
        assertTrue(home.sentence().english().contains("range of homes") && home.next().english().contains("https://1.test/"), home.toString());
        var listed = judged(Standing.HOME, Standing.LISTED);
        assertEquals(State.WRONG, listed.state());
        assertTrue(listed.sentence().english().endsWith("192.0.2.1 (list 1).") && listed.next().italian().contains("https://1.test/"), listed.toString());
        assertEquals(State.UNKNOWN, BlockLists.judge(List.of()).state());
    }

    private static Result judged(Standing first, Standing second) {
        return BlockLists.judge(List.of(found(0, first), found(1, second)));
    }

    private static BlockLists.Found found(int number, Standing standing) {
        return new BlockLists.Found(BlockList.of(number + ".test", "list " + number, "-", "https://" + number + ".test/"), US, standing);
    }

    @Test void eachAddressIsLookedUpInEachList() {
        var other = InetAddress.ofLiteral("192.0.2.2");
        var found = BlockLists.look(List.of(US, other), List.of(LIST), working().host("2.2.0.192.list.test", "127.0.0.2"));
        assertEquals(List.of(Standing.CLEAR, Standing.LISTED), found.stream().map(BlockLists.Found::standing).toList());
        assertEquals(List.of(), BlockLists.look(List.of(), List.of(LIST), working()));
    }

    @Test void theTablesCanBeAsked() {
        assertTrue(BlockList.all().size() >= 3);
        for (var one : BlockList.all()) {
            assertTrue(DnsName.isAskable(one.list().zone()), one.toString());
            assertTrue(one.page().startsWith("https://"), one.toString());
        }
        assertTrue(BlockList.all().stream().anyMatch(one -> one.homes().isPresent()));
        assertTrue(Signatures.hosts().size() >= 2);
        Signatures.hosts().forEach(one -> assertTrue(DnsName.isAskable(one), one));
    }

    @Test void signaturesAreJudged() {
        assertEquals(State.FINE, Signatures.judge(new Answer.Found<>(List.of(US), true)).state());
        assertEquals(State.WARNING, Signatures.judge(new Answer.Found<>(List.of(US), false)).state());
        assertEquals(State.WRONG, Signatures.judge(new Answer.Temporary<>(sigillo.dns.DnsFailure.TIMEOUT, "no answer")).state());
        assertEquals(State.UNKNOWN, Signatures.judge(new Answer.NoSuchDomain<>()).state());
        assertEquals(State.UNKNOWN, Signatures.judge(new Answer.NoData<>()).state());
    }

    /** The next host is asked when nothing is said of one. */
    @Test void theFirstHostThatIsKnownCounts() {
        var dns = signed("signed.test");
        assertEquals(new Answer.Found<>(List.of(US), true), Signatures.look(List.of("gone.test", "signed.test", "plain.test"), dns));
        assertEquals(new Answer.NoSuchDomain<InetAddress>(), Signatures.look(List.of("gone.test"), dns));
    }

    /** Believes the answers for one host; {@code gone.test} does not exist. */
    static Resolver signed(String signed) {
        return new Resolver() {
            @Override public Answer<MailExchanger> mx(String domain) { return new Answer.NoSuchDomain<>(); }

            @Override public Answer<InetAddress> addresses(String host) {
                return host.equals("gone.test") ? new Answer.NoSuchDomain<>() : new Answer.Found<>(List.of(US), host.equals(signed));
            }

            @Override public Optional<String> trouble() { return Optional.empty(); }
        };
    }
}
