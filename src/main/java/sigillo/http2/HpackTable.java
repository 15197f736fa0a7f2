package sigillo.http2;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What fields may be named by: the static table (RFC 7541 appendix A), and the dynamic one behind it (section 2.3). What leaves
 * the dynamic table is wiped: a cookie may have been in it. One thread.
 */
final class HpackTable {
    private static final List<Field> STATIC = fields("""
        :authority|:method=GET|:method=POST|:path=/|:path=/index.html|:scheme=http|:scheme=https|:status=200|
        :status=204|:status=206|:status=304|:status=400|:status=404|:status=500|accept-charset|
        accept-encoding=gzip, deflate|accept-language|accept-ranges|accept|access-control-allow-origin|age|allow|
        authorization|cache-control|content-disposition|content-encoding|content-language|content-length|
        content-location|content-range|content-type|cookie|date|etag|expect|expires|from|host|if-match|
        if-modified-since|if-none-match|if-range|if-unmodified-since|last-modified|link|location|max-forwards|
        proxy-authenticate|proxy-authorization|range|referer|refresh|retry-after|server|set-cookie|
        strict-transport-security|transfer-encoding|user-agent|vary|via|www-authenticate""");
    private static final Map<String, Integer> INDEX_OF_NAME = new HashMap<>();
    private static final Map<String, Integer> INDEX_OF_FIELD = new HashMap<>();

    static {
        for (int i = STATIC.size(); i >= 1; i--) {
            var field = STATIC.get(i - 1);
            INDEX_OF_NAME.put(field.nameText(), i); // the first of several stays
            INDEX_OF_FIELD.put(field.nameText() + "=" + field.valueText(), i);
        }
    }

    private static List<Field> fields(String text) {
        return Arrays.stream(text.replace("\n", "").split("\\|")).map(one -> one.split("=", 2))
            .map(one -> Field.of(one[0], one.length == 2 ? one[1] : "")).toList();
    }

    /** 0 when it is not there. */
    static int indexOf(String name) { return INDEX_OF_NAME.getOrDefault(name, 0); }

    /** 0 when it is not there with this value. */
    static int indexOf(String name, String value) { return INDEX_OF_FIELD.getOrDefault(name + "=" + value, 0); }

    private final Deque<Field> dynamic = new ArrayDeque<>(1); // the newest first
    private int octets;
    private int octetsMax;

    HpackTable(int octetsMax) { this.octetsMax = octetsMax; }

    /** As RFC 7541 section 4.1 reckons. */
    int octets() { return octets; }

    int octetsMax() { return octetsMax; }

    /** Null when there is none. Stays the table's. */
    Field at(int index) {
        if (index < 1 || index > STATIC.size() + dynamic.size()) return null;
        return index <= STATIC.size() ? STATIC.get(index - 1) : new ArrayList<>(dynamic).get(index - STATIC.size() - 1);
    }

    /** RFC 7541 section 4.4: what is larger than the table empties it. {@code field} becomes the table's. */
    void add(Field field) {
        int more = octets(field);
        shrink(octetsMax - more);
        if (more > octetsMax) {
            field.wipe();
            return;
        }
        dynamic.addFirst(field);
        octets += more;
    }

    /** RFC 7541 section 4.3. In octets. */
    void resize(int octetsMax) {
        this.octetsMax = octetsMax;
        shrink(octetsMax);
    }

    private void shrink(int to) {
        while (octets > to && !dynamic.isEmpty()) {
            var oldest = dynamic.removeLast();
            octets -= octets(oldest);
            oldest.wipe();
        }
    }

    private static int octets(Field field) { return field.octets() + Http2Limits.TABLE_ENTRY_OCTETS; }
}
