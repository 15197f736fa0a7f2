package sigillo.authentication;

import java.util.List;
import java.util.Optional;
import sigillo.arc.ArcOutcome;
import sigillo.authres.AuthResultsParser;
import sigillo.base.Domain;
import sigillo.dmarc.Authors;

/**
 * Whether somebody whom we trust saw DMARC pass: RFC 8617 section 7.2. Of a chain the newest hops count, back to the
 * first that is not trusted: what lies before it could be its invention.
 */
final class Vouching {
    private Vouching() {}

    /** The domain of the sealer who says so. */
    static Optional<String> of(ArcOutcome arc, Authors authors, List<String> trusted) {
        if (arc.status() != ArcOutcome.Status.PASS || authors.fields() != 1 || authors.domains().size() != 1) {
            return Optional.empty();
        }
        for (var link : arc.links().reversed()) {
            if (!trusted.contains(link.sealer())) return Optional.empty();
            if (saysPass(link.results(), authors.domains().getFirst())) return Optional.of(link.sealer());
        }
        return Optional.empty();
    }

    private static boolean saysPass(String results, String author) {
        return AuthResultsParser.parse(results).stream().flatMap(read -> read.results().stream())
            .filter(result -> result.method().equals("dmarc") && result.result().equals("pass"))
            .anyMatch(result -> result.property("header.from").flatMap(Domain::parse).map(Domain::name)
                .filter(author::equals).isPresent());
    }
}
