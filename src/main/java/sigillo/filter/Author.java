package sigillo.filter;

import java.util.List;
import java.util.Optional;
import sigillo.authentication.Findings;
import sigillo.base.Address;
import sigillo.dkim.DkimOutcome;
import sigillo.dmarc.DmarcResult;
import sigillo.message.Header;
import sigillo.message.NamedAddress;
import sigillo.spf.SpfResult;

/**
 * Who is named in From; empty for nobody, and for several. {@code isAligned}: it was shown that his domain has sent it or
 * signed it, so that whoever trusts the address may trust the message.
 */
public record Author(Optional<Address> address, boolean isAligned) {
    public static final Author NOBODY = new Author(Optional.empty(), false);

    /** {@code findings}: empty where nothing was found out, and nothing is shown. */
    static Author of(Header header, Optional<Findings> findings) {
        var fields = header.all("from");
        var addresses = fields.size() == 1 ? fields.getFirst().addresses().flat() : List.<NamedAddress>of();
        if (addresses.size() != 1) return NOBODY;
        var only = addresses.getFirst();
        var address = only.address();
        return new Author(address, address.isPresent() && findings.filter(found -> isAligned(address.get(), found)).isPresent());
    }

    /**
     * By DMARC; where his domain has no policy, by SPF or DKIM of his domain or of one above it. One below it may be
     * anybody's, as with pages that people rent. RFC 9989 section 5.3.
     */
    private static boolean isAligned(Address address, Findings found) {
        if (found.dmarc().result() == DmarcResult.PASS || found.vouching().isPresent()) return true;
        if (found.dmarc().result() != DmarcResult.NONE) return false;
        var domain = address.domain().name();
        return found.mailFrom().filter(spf -> spf.result() == SpfResult.PASS && covers(spf.domain(), domain)).isPresent()
            || found.dkim().stream().filter(DkimOutcome::isPass).anyMatch(one -> covers(one.domain(), domain));
    }

    private static boolean covers(String above, String domain) {
        return !above.isEmpty() && (domain.equals(above) || domain.endsWith("." + above)) && above.contains(".");
    }

    /** As it stands in our field. */
    String text() { return address.map(one -> (isAligned ? "aligned " : "claimed ") + one).orElse("nobody"); }

    static Author parse(String text) {
        int space = text.indexOf(' ');
        if (space < 0) return NOBODY;
        return Address.parse(text.substring(space + 1)).map(one -> new Author(Optional.of(one), text.startsWith("aligned "))).orElse(NOBODY);
    }
}
