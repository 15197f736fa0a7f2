package sigillo.main.mail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import sigillo.arc.ArcSealer;
import sigillo.authentication.OwnResults;
import sigillo.authres.AuthResultsParser;
import sigillo.base.Address;
import sigillo.base.Complaints;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.message.Header;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;
import sigillo.signing.Signing;

/**
 * Seals what an alias sends on with what was found out when it came: RFC 8617. That stands on top of the message, under
 * our name, also when it has waited in the queue. What was not asked about is not sealed. Any thread.
 */
public final class ForwardSeals {
    private final OwnResults own;
    private final Signing signing;
    private final InstantSource clock;
    private final Complaints complaints;

    public ForwardSeals(Domain hostname, Signing signing, InstantSource clock) {
        this.own = new OwnResults(hostname);
        this.signing = signing;
        this.clock = clock;
        this.complaints = new Complaints(System.getLogger("sigillo.signing"), clock);
    }

    /** With the key of the domain whose address sends on. */
    public Octets sealed(Octets message, Address alias) throws IOException {
        var key = signing.sealing(alias.domain());
        if (key.isEmpty()) return message;
        var header = HeaderSection.read(message, MessageLimits.DEFAULT).header();
        var results = own.topmost(header);
        if (results.isEmpty()) return message;
        var validation = validation(results.get(), header);
        if (validation.isEmpty()) return message;
        try {
            var set = ArcSealer.seal(message, validation.get(), results.get(), key.get(), clock.instant());
            return set.map(fields -> Octets.concat(List.of(Octets.of(fields), message))).orElse(message);
        } catch (GeneralSecurityException | IllegalArgumentException cannot) {
            complaints.add("mail is sent on without a seal", cannot);
            return message;
        }
    }

    /**
     * What a seal says of the chain that came: RFC 8617 section 5.1. Empty where nobody knows, because a key could not be
     * fetched then: cv=fail would end a chain that may be whole, for good, and the one behind us can look for himself.
     */
    static Optional<ArcSealer.Validation> validation(String results, Header header) {
        var read = AuthResultsParser.parse(results.replaceAll("\r\n", ""));
        if (read.filter(one -> one.results().isEmpty()).isPresent()) return Optional.empty(); // nobody looked
        var found = read.stream().flatMap(one -> one.results().stream())
            .filter(result -> result.method().equals("arc")).map(result -> result.result()).findFirst();
        if (found.isEmpty() || found.get().equals("none")) {
            return Optional.of(header.has("ARC-Seal") ? ArcSealer.Validation.FAIL : ArcSealer.Validation.NONE);
        }
        return switch (found.get()) {
            case "pass" -> Optional.of(ArcSealer.Validation.PASS);
            case "temperror" -> Optional.empty();
            default -> Optional.of(ArcSealer.Validation.FAIL);
        };
    }
}
