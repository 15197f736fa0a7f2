package sigillo.zone;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Records as people copy them, and as DNS servers read them: RFC 1035 section 5. */
public final class ZoneFile {
    /** RFC 1035 section 3.3: octets of one string of a TXT record. */
    private static final int STRING_OCTETS_MAX = 255;

    private ZoneFile() {}

    /** One record, without a line end. */
    public static String line(ZoneRecord record) {
        return record.name() + ". IN " + record.type() + " " + value(record);
    }

    /** All of them, each on a line. */
    public static String of(List<Wanted> all) {
        var text = new StringBuilder();
        all.forEach(one -> text.append(line(one.record())).append('\n'));
        return text.toString();
    }

    /** What follows the type: of TXT as many strings as it takes. */
    public static String value(ZoneRecord record) {
        if (record.type() != ZoneRecord.Type.TXT) return record.value();
        var octets = record.value().getBytes(StandardCharsets.UTF_8);
        var text = new StringBuilder();
        for (int at = 0; at == 0 || at < octets.length; at += STRING_OCTETS_MAX) {
            text.append(at == 0 ? "\"" : " \"");
            for (int i = at; i < Math.min(octets.length, at + STRING_OCTETS_MAX); i++) text.append(escaped(octets[i]));
            text.append('"');
        }
        return text.toString();
    }

    /** RFC 1035 section 5.1. */
    private static String escaped(byte octet) {
        int code = octet & 0xFF;
        if (code == '"' || code == '\\') return "\\" + (char) code;
        return code < 0x20 || code > 0x7E ? String.format("\\%03d", code) : String.valueOf((char) code);
    }
}
