package sigillo.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a form or a query says: {@code application/x-www-form-urlencoded}. A field that is not there is empty. */
public record Fields(Map<String, List<String>> values) {
    public static final Fields NONE = new Fields(Map.of());

    /** Total: what cannot be read is left out, what is beyond {@link HttpLimits#FIELDS_MAX} too. */
    public static Fields parse(String text) {
        var values = new LinkedHashMap<String, List<String>>();
        int count = 0;
        for (var pair : text.split("&")) {
            if (pair.isEmpty()) continue;
            if (++count > HttpLimits.FIELDS_MAX) break;
            int equals = pair.indexOf('=');
            var name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            var value = decoded(equals < 0 ? "" : pair.substring(equals + 1));
            values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
        }
        return new Fields(values);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }

    public String get(String name) { return values.getOrDefault(name, List.of("")).getFirst(); }

    public List<String> all(String name) { return values.getOrDefault(name, List.of()); }

    public boolean has(String name) { return values.containsKey(name); }

    /** Passwords are among them. */
    @Override public String toString() { return values.keySet().toString(); }
}
