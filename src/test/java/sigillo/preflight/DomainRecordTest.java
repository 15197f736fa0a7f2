package sigillo.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Domain;
import sigillo.rdap.Registration;
import sigillo.rdap.Registration.Owner;
import sigillo.rdap.Registries.Outcome;

/** What is said of a domain, by what its registry says. */
class DomainRecordTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final Outcome NOBODY = new Outcome.Nobody("rdap.test");
    private static final Outcome SILENT = new Outcome.Unknown("no route");

    private static Outcome aged(int days, int left) { return known(Optional.of(NOW.minus(Duration.ofDays(days))), Optional.of(NOW.plus(Duration.ofDays(left))), "R", Owner.HIDDEN); }

    private static Outcome known(Optional<Instant> since, Optional<Instant> until, String registrar, Owner owner, String... servers) {
        return new Outcome.Known(new Registration("home.test", since, until, registrar, owner, List.of(servers), Optional.empty()));
    }

    private static Outcome at(String registrar, String... servers) { return known(Optional.of(NOW), Optional.empty(), registrar, Owner.SHOWN, servers); }

    record Case(Result result, State want, String says) {}

    @TestFactory Stream<DynamicTest> lines() {
        return Stream.of(
            new Case(DomainRecord.age(aged(60, 300), NOW), State.FINE, "registered since 2026-10-01"),
            new Case(DomainRecord.age(aged(59, 300), NOW), State.WARNING, "59 days ago"),
            new Case(DomainRecord.age(aged(-1, 300), NOW), State.WARNING, "0 days ago"),
            new Case(DomainRecord.age(aged(900, 29), NOW), State.WARNING, "until 2026-12-29 only"),
            new Case(DomainRecord.age(known(Optional.empty(), Optional.empty(), "R", Owner.HIDDEN), NOW), State.UNKNOWN, "does not say since when"),
            new Case(DomainRecord.age(NOBODY, NOW), State.WARNING, "knows no such domain"),
            new Case(DomainRecord.age(SILENT, NOW), State.UNKNOWN, "no route"),
            new Case(DomainRecord.owner(aged(1, 300)), State.FINE, "no name of the owner"),
            new Case(DomainRecord.owner(at("R", "ns.test")), State.WARNING, "Everybody may read"),
            new Case(DomainRecord.owner(SILENT), State.UNKNOWN, "could not be asked"),
            new Case(DomainRecord.apart(at("Gandolf SAS", "ns-1-a.gandolf.test", "ns-2-b.gandolf.test")), State.WARNING, "(ns-1-a.gandolf.test) seem to be of one house"),
            new Case(DomainRecord.apart(at("Gandolf SAS", "ns1.gandolf.co.test")), State.WARNING, "one house"),
            new Case(DomainRecord.apart(at("Gandolf SAS", "gandolf.ns.other.test")), State.FINE, "does not prove"),
            new Case(DomainRecord.apart(at("Internet Domain Services Ltd", "ns1.internet.test")), State.FINE, "does not prove"),
            new Case(DomainRecord.apart(at("Gandolf SAS", "ns1.home.test")), State.FINE, "under the domain itself"),
            new Case(DomainRecord.apart(at("", "ns1.other.test")), State.FINE, "does not name the registrar"),
            new Case(DomainRecord.apart(at("Gandolf SAS")), State.WARNING, "no name servers"),
            new Case(DomainRecord.apart(SILENT), State.UNKNOWN, "no route")
        ).map(one -> DynamicTest.dynamicTest(one.result().name() + ": " + one.says(), () -> {
            assertEquals(one.want(), one.result().state(), one.result().toString());
            assertTrue(one.result().sentence().english().contains(one.says()), one.result().toString());
            assertEquals(one.want() == State.FINE, one.result().next().english().isEmpty());
            assertEquals(one.want() == State.FINE, one.result().next().italian().isEmpty());
        }));
    }

    @Test void theRegistryIsAskedOnce() throws Exception {
        var asked = new AtomicInteger();
        var checks = DomainRecord.of(Domain.of("home.test"), _ -> {
            asked.incrementAndGet();
            return SILENT;
        }, () -> NOW);
        var results = Preflight.run(checks, Duration.ofSeconds(20));
        assertEquals(List.of(State.UNKNOWN, State.UNKNOWN, State.UNKNOWN), results.stream().map(Result::state).toList());
        assertEquals(1, asked.get());
    }
}
