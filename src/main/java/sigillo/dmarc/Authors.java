package sigillo.dmarc;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import sigillo.base.Domain;
import sigillo.message.AddressList;
import sigillo.message.Header;

/**
 * Who says that he wrote a message: the domains in From, in order, each once, and how many From fields there are.
 * {@code isUnclear}: there is an address of which nobody can say the domain, or the header is longer than what is read.
 */
public record Authors(List<String> domains, int fields, boolean isUnclear) {
    /** What is read of one field, of which most have 50 octets: a million addresses would fill the memory. */
    private static final int FIELD_OCTETS_MAX = 16 * 1024;
    /** More than are asked for. */
    private static final int DOMAINS_MAX = 10;

    public Authors {
        domains = List.copyOf(domains);
    }

    /** RFC 9989 section 5.3.1: U-labels become A-labels. All fields of that name count, and all addresses in them. */
    public static Authors of(Header header) {
        var domains = new LinkedHashSet<String>();
        boolean isUnclear = false;
        var fields = header.all("From");
        for (var field : fields) {
            boolean any = false;
            var raw = field.raw(FIELD_OCTETS_MAX);
            isUnclear |= raw.length() == FIELD_OCTETS_MAX;
            for (var one : AddressList.parse(raw).flat()) {
                if (one.domain().isEmpty() || domains.size() == DOMAINS_MAX) continue;
                any = true;
                var domain = Domain.parse(utf8(one.domain()));
                domain.filter(d -> !d.isLiteral()).map(Domain::name).ifPresent(domains::add);
                isUnclear |= domain.isEmpty();
            }
            isUnclear |= !any && raw.contains("@");
        }
        // There may be more of them where nobody looked.
        return new Authors(new ArrayList<>(domains), fields.size(), isUnclear || header.isCut());
    }

    private static String utf8(String raw) {
        return new String(raw.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
