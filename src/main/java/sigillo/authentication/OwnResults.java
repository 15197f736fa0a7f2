package sigillo.authentication;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sigillo.authres.AuthResults;
import sigillo.authres.AuthResultsParser;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.message.Header;
import sigillo.message.HeaderField;
import sigillo.message.HeaderSection;
import sigillo.message.Span;

/**
 * Authentication-Results under our own name. Only we write those: what comes with them from outside loses them (RFC
 * 8601 section 5), or a reader would believe a stranger.
 */
public final class OwnResults {
    private static final String FIELD = "Authentication-Results";

    private final Domain hostname;

    /** {@code hostname}: our authserv-id. */
    public OwnResults(Domain hostname) { this.hostname = hostname; }

    /** The message without fields under our name, and without those of which nobody can say under whose they are. */
    public Octets removed(Octets message, HeaderSection section) throws IOException {
        var gone = new ArrayList<Span>();
        for (var field : section.header().all(FIELD)) if (isOurs(field) || isUnreadable(field)) gone.add(field.span());
        if (gone.isEmpty()) return message;
        var header = new ByteArrayOutputStream();
        long at = 0;
        for (var span : gone) {
            message.slice(at, span.start()).writeTo(header);
            at = span.end();
        }
        return Octets.concat(List.of(Octets.of(header.toByteArray()), message.slice(at, message.length())));
    }

    /**
     * Whether there is such a field behind what is read of a header, where nobody says under whose name: it cannot be
     * removed.
     */
    public boolean isOutOfReach(Octets message, HeaderSection section) throws IOException {
        var header = section.header();
        if (!header.isCut() || header.size() == 0) return header.isCut();
        return FieldSearch.has(message, header.field(header.size() - 1).span().start(), FIELD.toLowerCase(Locale.ROOT));
    }

    /** What our own topmost field of a stored message says: whether it belongs into Junk. */
    public boolean isSuspect(HeaderSection section) {
        return section.header().first(FIELD).filter(this::isOurs)
            .flatMap(field -> AuthResultsParser.parse(text(field))).stream()
            .flatMap(results -> results.results().stream()).filter(result -> result.method().equals("dmarc"))
            .flatMap(result -> result.property("policy." + ResultsWriter.DISPOSITION).stream())
            .anyMatch(ResultsWriter.QUARANTINE::equals);
    }

    /**
     * Whether a notification would reach who sent it: by SPF the sender of the envelope is none that a stranger wrote
     * there. So is what has no field of ours: it was sent by somebody who had signed in, or nothing is asked here.
     */
    public boolean isSenderKnown(HeaderSection section) {
        var ours = section.header().first(FIELD).filter(this::isOurs);
        return ours.isEmpty() || ours.flatMap(field -> AuthResultsParser.parse(text(field))).stream()
            .flatMap(results -> results.results().stream())
            .anyMatch(result -> result.method().equals("spf") && result.result().equals("pass")
                && result.property("smtp.mailfrom").isPresent());
    }

    /**
     * As {@link Findings#shows}, of a stored message. So is the author of what has no field of ours: it was sent by
     * somebody who had signed in, or nobody is asked about anything here. Our field that says "none" shows nothing.
     */
    public boolean isAuthorShown(HeaderSection section, Address author) {
        var ours = section.header().first(FIELD).filter(this::isOurs);
        if (ours.isEmpty()) return true;
        var results = AuthResultsParser.parse(text(ours.get())).map(AuthResults::results).orElse(List.of());
        var dmarc = results.stream().filter(result -> result.method().equals("dmarc"))
            .filter(result -> isOf(result.property("header.from"), author.domain())).findFirst();
        if (dmarc.isEmpty()) return false;
        if (dmarc.get().result().equals("pass")) return true;
        return dmarc.get().result().equals("none") && results.stream().anyMatch(result -> isPassOf(result, author.domain()));
    }

    private static boolean isPassOf(AuthResults.Result result, Domain domain) {
        if (!result.result().equals("pass")) return false;
        return switch (result.method()) {
            case "dkim" -> isOf(result.property("header.d"), domain);
            case "spf" -> isOf(result.property("smtp.mailfrom").map(from -> from.substring(from.lastIndexOf('@') + 1)), domain);
            default -> false;
        };
    }

    private static boolean isOf(Optional<String> name, Domain domain) {
        return name.flatMap(Domain::parse).filter(domain::equals).isPresent();
    }

    /** What our own topmost field of a stored message says, as it is folded; empty where the topmost is another's, or none. */
    public Optional<String> topmost(Header header) {
        return header.first(FIELD).filter(this::isOurs).map(field -> {
            var whole = new String(field.octets(), StandardCharsets.UTF_8);
            return whole.substring(whole.indexOf(':') + 1).strip();
        });
    }

    private static boolean isUnreadable(HeaderField field) { return AuthResultsParser.server(text(field)).isEmpty(); }

    /** In any spelling: case, a dot at the end, U-labels, comments, quotes. */
    private boolean isOurs(HeaderField field) {
        Optional<Domain> server = AuthResultsParser.server(text(field)).flatMap(Domain::parse);
        return server.filter(hostname::equals).isPresent();
    }

    private static String text(HeaderField field) {
        return new String(field.raw().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
