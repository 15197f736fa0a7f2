package sigillo.arc;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import sigillo.message.HeaderField;

/** Which hop a field belongs to. */
final class ArcFields {
    /** RFC 8617 section 4.2.1: instances are 1 to 50. */
    static final int INSTANCES_MAX = 50;

    private static final Pattern RESULTS = Pattern.compile("\\s*i\\s*=\\s*(\\d{1,3})\\s*;(.*)", Pattern.DOTALL);
    private static final Pattern TAG = Pattern.compile("(?:^|;)\\s*i\\s*=\\s*(\\d{1,3})\\s*(?=;|$)");

    private static final Pattern DIGITS = Pattern.compile("\\d{1,3}");

    private ArcFields() {}

    /** 0 for what is no instance. */
    static int instance(String digits) {
        if (!DIGITS.matcher(digits).matches()) return 0;
        int instance = Integer.parseInt(digits);
        return instance <= INSTANCES_MAX ? instance : 0;
    }

    /** Of a seal or a message signature; 0 where it has none. */
    static int instanceOf(HeaderField field) {
        var found = TAG.matcher(field.raw());
        return found.find() ? instance(found.group(1)) : 0;
    }

    /** RFC 8617 section 4.1.1: an ARC-Authentication-Results begins with it. */
    static int instanceOfResults(HeaderField field) {
        var found = RESULTS.matcher(field.raw());
        return found.matches() ? instance(found.group(1)) : 0;
    }

    /** What stands behind the instance, UTF-8 decoded. */
    static String results(HeaderField field) {
        var found = RESULTS.matcher(field.raw());
        if (!found.matches()) return "";
        return new String(found.group(2).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
