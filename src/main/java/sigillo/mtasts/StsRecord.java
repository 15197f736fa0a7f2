package sigillo.mtasts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The TXT record at {@code _mta-sts} below a domain: RFC 8461 section 3.1. {@code id}: another one means another policy. */
public record StsRecord(String id) {
    private static final String VERSION = "v=STSv1";
    /** Far more than anybody has to say there. */
    private static final int CHARACTERS_MAX = 4_096;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,32}");
    private static final Pattern EXTENSION =
        Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,31}=[\\x21-\\x3A\\x3C\\x3E-\\x7E]+");

    /** What is found at the name. */
    public sealed interface Found {
        record One(StsRecord record) implements Found {}

        /** The domain says nothing of MTA-STS. */
        record None() implements Found {}

        /** RFC 8461 section 3.1: then it is as if there were no policy. {@code why} is for people. */
        record Bad(String why) implements Found {}
    }

    /** {@code records}: the TXT records of the name, each with its strings joined. */
    public static Found of(List<String> records) {
        var ours = records.stream().filter(StsRecord::isOurs).toList();
        if (ours.isEmpty()) return new Found.None();
        if (ours.size() > 1) return new Found.Bad("there are several MTA-STS records");
        return parse(ours.getFirst()).<Found>map(Found.One::new)
            .orElseGet(() -> new Found.Bad("its MTA-STS record is not well formed"));
    }

    private static boolean isOurs(String text) {
        return text.startsWith(VERSION) && text.substring(VERSION.length()).stripLeading().startsWith(";");
    }

    private static Optional<StsRecord> parse(String text) {
        if (text.length() > CHARACTERS_MAX) return Optional.empty();
        var ids = new ArrayList<String>();
        for (var field : text.substring(VERSION.length()).split(";", -1)) {
            var stripped = field.strip();
            if (stripped.startsWith("id=")) ids.add(stripped.substring(3));
            else if (!stripped.isEmpty() && !EXTENSION.matcher(stripped).matches()) return Optional.empty();
        }
        return ids.size() == 1 && ID.matcher(ids.getFirst()).matches() ? Optional.of(new StsRecord(ids.getFirst())) : Optional.empty();
    }
}
