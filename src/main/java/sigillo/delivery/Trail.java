package sigillo.delivery;

import java.util.Set;
import java.util.stream.Collectors;
import sigillo.base.Address;
import sigillo.message.HeaderField;
import sigillo.message.HeaderSection;

/**
 * The way behind a message, as its header tells it: how many servers it went through, and to whom it was already
 * delivered or forwarded (in {@link Address#lookupKey} form). Anyone can write such lines, but only against his own
 * mail. {@code isBodyOnly}: it has no header at all, not even the empty line that ends one.
 */
record Trail(int hops, Set<String> deliveredTo, boolean isBodyOnly) {
    /** Lines that are read; a loop has been stopped long before. */
    private static final int DELIVERED_TO_MAX = 1_000;

    Trail {
        deliveredTo = Set.copyOf(deliveredTo);
    }

    static Trail of(HeaderSection section) {
        var header = section.header();
        var deliveredTo = header.all("Delivered-To").stream().limit(DELIVERED_TO_MAX)
            .map(HeaderField::raw).flatMap(raw -> Address.parse(raw).stream()).map(Address::lookupKey)
            .collect(Collectors.toSet());
        boolean isBodyOnly = header.fields().stream().allMatch(field -> field.name().isEmpty()) && section.fieldsEnd() == section.bodyStart();
        return new Trail(header.all("Received").size(), deliveredTo, isBodyOnly);
    }

    /** A message comes back to where it was sent on from: RFC 5321 section 6.3. */
    boolean hasBeenAt(Address address) { return deliveredTo.contains(address.lookupKey()); }
}
