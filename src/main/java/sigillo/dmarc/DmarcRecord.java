package sigillo.dmarc;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A DMARC Policy Record: RFC 9989 sections 4.7 and 4.8. {@code policy} is empty where the record asks for nothing that
 * can be followed. {@code psd} is y, n or u. {@code reports}: the URIs of rua=, as they are written.
 */
public record DmarcRecord(Optional<DmarcPolicy> policy, Optional<DmarcPolicy> subdomains,
                          Optional<DmarcPolicy> nonExistent, boolean isDkimStrict, boolean isSpfStrict, char psd,
                          boolean isTesting, List<String> reports) {
    private static final String VERSION = "DMARC1";
    /** No record of the field comes near. */
    private static final int CHARACTERS_MAX = 8 * 1024;
    private static final int TAGS_MAX = 100;

    public DmarcRecord {
        reports = List.copyOf(reports);
    }

    /** Empty for what is no record, since v= is not first or not DMARC1. What else is wrong counts as not there. */
    public static Optional<DmarcRecord> parse(String raw) {
        if (raw.length() > CHARACTERS_MAX) return Optional.empty();
        var specs = raw.split(";", TAGS_MAX);
        var version = specs[0].split("=", 2);
        boolean isRecord = version.length == 2 && version[0].strip().equals("v") && version[1].strip().equals(VERSION);
        return isRecord ? Optional.of(read(tags(specs))) : Optional.empty();
    }

    /** Of a tag that stands twice the first counts. */
    private static Map<String, String> tags(String[] specs) {
        Map<String, String> tags = new HashMap<>();
        for (int i = 1; i < specs.length; i++) {
            var pair = specs[i].split("=", 2);
            if (pair.length == 2) tags.putIfAbsent(pair[0].strip().toLowerCase(Locale.ROOT), pair[1].strip());
        }
        return tags;
    }

    private static DmarcRecord read(Map<String, String> tags) {
        var reports = List.of(tags.getOrDefault("rua", "").split(",")).stream().map(String::strip)
            .filter(DmarcRecord::isUri).toList();
        var psd = tags.getOrDefault("psd", "u").toLowerCase(Locale.ROOT);
        char suffix = psd.equals("y") || psd.equals("n") ? psd.charAt(0) : 'u';
        return new DmarcRecord(policy(tags, !reports.isEmpty()), of(tags, "sp"), of(tags, "np"),
            isSet(tags, "adkim", "s"), isSet(tags, "aspf", "s"), suffix, isSet(tags, "t", "y"), reports);
    }

    /**
     * RFC 9989 section 4.10.1: with a p= that is not valid or missing, or an sp= or np= that is not valid, a record
     * that wants reports asks for none, another for nothing at all.
     */
    private static Optional<DmarcPolicy> policy(Map<String, String> tags, boolean hasReports) {
        boolean isValid = of(tags, "p").isPresent() && isRight(tags, "sp") && isRight(tags, "np");
        if (isValid) return of(tags, "p");
        return hasReports ? Optional.of(DmarcPolicy.NONE) : Optional.empty();
    }

    private static boolean isRight(Map<String, String> tags, String name) {
        return !tags.containsKey(name) || of(tags, name).isPresent();
    }

    private static Optional<DmarcPolicy> of(Map<String, String> tags, String name) {
        return Optional.ofNullable(tags.get(name)).flatMap(DmarcPolicy::parse);
    }

    private static boolean isSet(Map<String, String> tags, String name, String value) {
        return tags.getOrDefault(name, "").equalsIgnoreCase(value);
    }

    private static boolean isUri(String text) { return text.matches("[A-Za-z][A-Za-z0-9+.-]*:[!-~]+"); }
}
