package sigillo.directory;

import sigillo.base.Address;

/** A local part with a detail, divided: {@code anna+shop@} is {@code anna@} and {@code shop}. RFC 5233 section 1. */
record Detail(Address base, String detail) {

    /** At the first separator; a local part that begins with one has no detail. */
    static Detail split(Address address, String separator) {
        var plain = address.unquotedLocalPart();
        int at = separator.isEmpty() ? -1 : plain.indexOf(separator);
        if (at <= 0) return new Detail(address, "");
        var local = plain.substring(0, at);
        var base = Address.isLocalPart(local) ? local : "\"" + local.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        return new Detail(new Address(base, address.domain()), plain.substring(at + separator.length()));
    }
}
