package sigillo.filter;

import java.util.Optional;
import sigillo.base.Address;
import sigillo.base.Domain;

/** Whom an entry of a list means: {@code bob@shop.example}, or all of a domain and of those below it: {@code shop.example}. */
public record Who(String text) {
    /** Of an address, or of a domain, with or without an @ before it. Empty for what is neither. */
    public static Optional<Who> parse(String text) {
        int at = text.lastIndexOf('@');
        if (at > 0) return Address.parse(text).map(address -> new Who(address.lookupKey()));
        return Domain.parse(text.substring(at + 1)).filter(domain -> !domain.isLiteral()).map(domain -> new Who(domain.name()));
    }

    private boolean isAddress() { return text.indexOf('@') >= 0; }

    /** How exactly it means this one: the longer the more, an address most of all; 0 for not at all. */
    int exactness(Address address) {
        if (isAddress()) return address.lookupKey().equals(text) ? Integer.MAX_VALUE : 0;
        var domain = address.domain().name();
        return domain.equals(text) || domain.endsWith("." + text) ? text.length() : 0;
    }

    @Override public String toString() { return text; }
}
