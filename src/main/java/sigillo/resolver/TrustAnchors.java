package sigillo.resolver;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Optional;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** What signatures of DNS lead up to: RFC 4033 section 2. {@code name}: of the first, where it is tried out. */
record TrustAnchors(String text, Name name) {

    /** Those of the root. They are replaced about once in ten years, announced years before. */
    static TrustAnchors ofRoot() {
        try (var in = TrustAnchors.class.getResourceAsStream("root-anchors.txt")) {
            return parse(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).orElseThrow();
        } catch (IOException impossible) {
            throw new IllegalStateException("the program is not whole", impossible);
        }
    }

    /** Lines of a zone file; empty when they hold no DS or DNSKEY record. */
    static Optional<TrustAnchors> parse(String text) {
        var found = new ArrayList<Record>();
        try (var master = new Master(stream(text), Name.root, 0)) {
            for (Record record = master.nextRecord(); record != null; record = master.nextRecord()) {
                if (record.getType() == Type.DS || record.getType() == Type.DNSKEY) found.add(record);
            }
        } catch (IOException unreadable) {
            return Optional.empty();
        }
        return found.stream().findFirst().map(first -> new TrustAnchors(text, first.getName()));
    }

    ByteArrayInputStream stream() { return stream(text); }

    private static ByteArrayInputStream stream(String text) { return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)); }
}
