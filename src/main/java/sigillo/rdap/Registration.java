package sigillo.rdap;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sigillo.base.Printable;
import sigillo.https.WebAddress;
import tools.jackson.databind.JsonNode;

/**
 * What a registry says of a domain. RFC 9083: the object class domain. {@code registrar}: its name, empty where it is not said. {@code nameServers}: in lower
 * case. {@code related}: where the registrar says more. All texts can be printed.
 */
public record Registration(String name, Optional<Instant> since, Optional<Instant> until, String registrar, Owner owner, List<String> nameServers, Optional<WebAddress> related) {
    /** Whether everybody may read who owns it. The name itself is not kept. */
    public enum Owner { SHOWN, HIDDEN, NOT_SAID }

    /** What registrars write in place of a name. */
    private static final Pattern STAND_IN = Pattern.compile("redact|privacy|private|withheld|protect|proxy|not disclosed|non.?public|data masked|whois ?guard|gdpr|statutory", Pattern.CASE_INSENSITIVE);

    /** Empty where it is no answer on a domain. Total. */
    static Optional<Registration> of(byte[] json) {
        return Trees.of(json).filter(root -> Trees.text(root.path("objectClassName")).equalsIgnoreCase("domain") && !Trees.text(root.path("ldhName")).isEmpty()).map(Registration::of);
    }

    private static Registration of(JsonNode root) {
        return new Registration(printable(host(Trees.text(root.path("ldhName")))), event(root, "registration"), event(root, "expiration"),
            entities(root, "registrar").map(one -> printable(property(one, "fn"))).filter(name -> !name.isEmpty()).findFirst().orElse(""), owner(root),
            Trees.items(root.path("nameservers")).map(one -> printable(host(Trees.text(one.path("ldhName"))))).filter(name -> !name.isEmpty()).distinct().toList(), related(root));
    }

    /** With what the registrar says of the owner, where the registry says nothing. */
    Registration with(Registration ofRegistrar) {
        return new Registration(name, since.or(ofRegistrar::since), until.or(ofRegistrar::until), registrar.isEmpty() ? ofRegistrar.registrar : registrar,
            owner == Owner.NOT_SAID ? ofRegistrar.owner : owner, nameServers.isEmpty() ? ofRegistrar.nameServers : nameServers, Optional.empty());
    }

    private static String printable(String text) { return Printable.of(text); }

    private static String host(String name) { return (name.endsWith(".") ? name.substring(0, name.length() - 1) : name).toLowerCase(Locale.ROOT); }

    private static Optional<Instant> event(JsonNode root, String action) {
        return Trees.items(root.path("events")).filter(one -> Trees.text(one.path("eventAction")).equalsIgnoreCase(action)).flatMap(one -> instant(Trees.text(one.path("eventDate"))).stream()).findFirst();
    }

    /** RFC 3339. */
    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    private static Stream<JsonNode> entities(JsonNode root, String role) {
        return Trees.items(root.path("entities")).filter(one -> Trees.items(one.path("roles")).anyMatch(said -> Trees.text(said).equalsIgnoreCase(role)));
    }

    /** A value of its jCard: {@code ["vcard", [["fn", {}, "text", "Name"], ...]]}. RFC 7095. Empty where it is not there. */
    private static String property(JsonNode entity, String name) {
        return Trees.items(entity.path("vcardArray").path(1)).filter(one -> Trees.text(one.path(0)).equalsIgnoreCase(name)).map(one -> text(one.path(3))).filter(text -> !text.isEmpty()).findFirst().orElse("");
    }

    /** A value may have components. */
    private static String text(JsonNode value) {
        if (!value.isArray()) return Trees.text(value);
        return Trees.items(value).map(Trees::text).filter(part -> !part.isEmpty()).findFirst().orElse("");
    }

    private static Owner owner(JsonNode root) {
        // RFC 9537: which fields are left out, and why
        boolean isRedacted = Trees.items(root.path("redacted")).anyMatch(one -> one.path("name").toString().toLowerCase(Locale.ROOT).contains("registrant"));
        var all = entities(root, "registrant").toList();
        if (all.isEmpty()) return isRedacted ? Owner.HIDDEN : Owner.NOT_SAID;
        return all.stream().anyMatch(Registration::isShown) ? Owner.SHOWN : Owner.HIDDEN;
    }

    private static boolean isShown(JsonNode entity) {
        boolean isMarked = Trees.items(entity.path("remarks")).anyMatch(one -> STAND_IN.matcher(Trees.text(one.path("title"))).find());
        return !isMarked && Stream.of("fn", "org").map(name -> property(entity, name)).anyMatch(text -> !text.isEmpty() && !STAND_IN.matcher(text).find())
            && Stream.of("fn", "org").noneMatch(name -> STAND_IN.matcher(property(entity, name)).find());
    }

    private static Optional<WebAddress> related(JsonNode root) {
        return Trees.items(root.path("links")).filter(one -> Trees.text(one.path("rel")).equalsIgnoreCase("related")).map(one -> Trees.text(one.path("href")))
            .filter(href -> href.startsWith("https://")).flatMap(href -> WebAddress.parse(href).stream()).findFirst();
    }
}
