package sigillo.imapd;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import sigillo.account.Mailbox;
import sigillo.account.Role;

/** Roles as mailbox attributes: RFC 6154 section 2. The inbox has none. */
final class SpecialUse {
    private static final Map<Role, String> ATTRIBUTES = Map.of(Role.DRAFTS, "\\Drafts", Role.SENT, "\\Sent",
        Role.JUNK, "\\Junk", Role.TRASH, "\\Trash", Role.ARCHIVE, "\\Archive");
    private static final Map<String, Role> ROLES = ATTRIBUTES.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(e -> e.getValue().toUpperCase(java.util.Locale.ROOT), Map.Entry::getKey));

    private SpecialUse() {}

    static Optional<String> attribute(Mailbox mailbox) { return mailbox.role().map(ATTRIBUTES::get); }

    /** {@code attribute} in upper case; empty for one that we do not offer. */
    static Optional<Role> role(String attribute) { return Optional.ofNullable(ROLES.get(attribute)); }
}
