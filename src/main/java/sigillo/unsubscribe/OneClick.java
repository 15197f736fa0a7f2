package sigillo.unsubscribe;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sigillo.authres.AuthResults;
import sigillo.authres.AuthResultsParser;
import sigillo.base.Domain;
import sigillo.dkim.DkimSignature;
import sigillo.dkim.SignatureParser;
import sigillo.https.WebAddress;
import sigillo.message.Header;
import sigillo.message.HeaderField;

/**
 * Where a message says that its list is left by one click, as far as it is believed: RFC 8058. Both of its fields must be in a
 * signature (section 4), which this server found good when the message came, as its Authentication-Results tells. Total.
 */
public final class OneClick {
    private static final String LIST = "List-Unsubscribe";
    private static final String POST = "List-Unsubscribe-Post";
    /** RFC 8058 section 3.1: what the field says, and what is sent. */
    static final String SAID = "List-Unsubscribe=One-Click";
    /** As RFC 2369 has them: each in angle brackets. */
    private static final Pattern IN_BRACKETS = Pattern.compile("<([^<>]{1,5000})>");
    /** With more no message is believed: who signs has one or two. */
    private static final int SIGNATURES_MAX = 20;
    /** RFC 6008 section 4: so much of b= at least tells signatures apart. In characters. */
    private static final int BEGIN_MIN = 8;

    private OneClick() {}

    /** {@code hostname}: this server's, of which its own results bear the name. */
    public static Optional<WebAddress> in(Header header, Domain hostname) {
        // of several, a signature covers the last ones, and readers see the first
        if (header.all(LIST).size() != 1 || header.all(POST).size() != 1) return Optional.empty();
        boolean isOffered = unfolded(header.all(POST).getFirst().raw()).equalsIgnoreCase(SAID);
        var address = isOffered ? secure(header.all(LIST).getFirst().raw()) : Optional.<WebAddress>empty();
        return address.filter(_ -> isCovered(header, hostname));
    }

    private static String unfolded(String text) { return text.replaceAll("[\\r\\n\\t ]+", ""); }

    /** RFC 8058 section 3.1: one is of HTTPS. */
    private static Optional<WebAddress> secure(String field) {
        return IN_BRACKETS.matcher(field).results().map(found -> unfolded(found.group(1)))
            .filter(one -> one.toLowerCase(Locale.ROOT).startsWith("https:")).findFirst().flatMap(WebAddress::parse);
    }

    private static boolean isCovered(Header header, Domain hostname) {
        var passed = passed(header, hostname);
        var fields = header.all("DKIM-Signature");
        if (passed.isEmpty() || fields.size() > SIGNATURES_MAX) return false;
        var signatures = fields.stream().flatMap(OneClick::signature).toList();
        return passed.stream().anyMatch(result -> {
            // a stranger may write another that looks like the good one: what of two was found good is not known
            var alike = signatures.stream().filter(one -> isOf(result, one)).toList();
            return alike.size() == 1 && covers(alike.getFirst(), LIST) && covers(alike.getFirst(), POST);
        });
    }

    private static Stream<DkimSignature> signature(HeaderField field) {
        return SignatureParser.parse(field, SignatureParser.Kind.DKIM) instanceof SignatureParser.Outcome.Ok(var signature) ? Stream.of(signature) : Stream.empty();
    }

    private static boolean covers(DkimSignature signature, String name) { return signature.names().stream().anyMatch(name::equalsIgnoreCase); }

    /** Only of the first field: this server puts its own on top, and takes away those of its name that were there (RFC 8601 section 5). */
    private static List<AuthResults.Result> passed(Header header, Domain hostname) {
        return header.first("Authentication-Results").flatMap(field -> AuthResultsParser.parse(field.raw()))
            .filter(results -> results.server().equalsIgnoreCase(hostname.name()))
            .map(results -> results.results().stream().filter(one -> one.method().equals("dkim") && one.result().equals("pass")).toList()).orElse(List.of());
    }

    private static boolean isOf(AuthResults.Result result, DkimSignature signature) {
        var begin = result.property("header.b").orElse("");
        return result.property("header.d").filter(signature.domain()::equalsIgnoreCase).isPresent()
            && result.property("header.s").filter(signature.selector()::equalsIgnoreCase).isPresent()
            && begin.length() >= BEGIN_MIN && Base64.getEncoder().encodeToString(signature.signature()).startsWith(begin);
    }
}
