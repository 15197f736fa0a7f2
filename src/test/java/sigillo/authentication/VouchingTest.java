package sigillo.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sigillo.arc.ArcOutcome;
import sigillo.arc.ArcOutcome.Link;
import sigillo.dmarc.Authors;

/** Whom a chain of ARC is believed. The author is of a.example; lists.example and mx.example are trusted. */
class VouchingTest {
    private static final String PASS = " lists.example; spf=fail smtp.mailfrom=x@a.example; dmarc=pass header.from=A.example";

    record Chain(String name, ArcOutcome.Status status, List<Link> links, Optional<String> vouching) {}

    private static final List<Chain> CHAINS = List.of(
        new Chain("one hop", ArcOutcome.Status.PASS, List.of(new Link("lists.example", PASS)), Optional.of("lists.example")),
        new Chain("broken", ArcOutcome.Status.FAIL, List.of(new Link("lists.example", PASS)), Optional.empty()),
        new Chain("a stranger", ArcOutcome.Status.PASS, List.of(new Link("m.example", PASS)), Optional.empty()),
        new Chain("a stranger before", ArcOutcome.Status.PASS, List.of(new Link("m.example", PASS), new Link("lists.example", " lists.example; dmarc=fail header.from=a.example")),
            Optional.empty()),
        new Chain("a stranger behind", ArcOutcome.Status.PASS, List.of(new Link("lists.example", PASS), new Link("m.example", PASS)), Optional.empty()),
        new Chain("two whom we trust", ArcOutcome.Status.PASS, List.of(new Link("lists.example", PASS), new Link("mx.example", " mx.example; arc=pass; dmarc=fail header.from=a.example")),
            Optional.of("lists.example")),
        new Chain("another author", ArcOutcome.Status.PASS, List.of(new Link("lists.example", " lists.example; dmarc=pass header.from=b.example")), Optional.empty()),
        new Chain("U-labels", ArcOutcome.Status.PASS, List.of(new Link("lists.example", " lists.example; dmarc=pass header.from=\uff41.Example")), Optional.of("lists.example")),
        new Chain("no author", ArcOutcome.Status.PASS, List.of(new Link("lists.example", " lists.example; dmarc=pass")), Optional.empty()),
        new Chain("no results", ArcOutcome.Status.PASS, List.of(new Link("lists.example", "(")), Optional.empty()));

    @TestFactory Stream<DynamicTest> chains() {
        return CHAINS.stream().map(c -> DynamicTest.dynamicTest(c.name, () -> assertEquals(c.vouching,
            Vouching.of(new ArcOutcome(c.status, c.links, ""), new Authors(List.of("a.example"), 1, false), List.of("lists.example", "mx.example")))));
    }
}
