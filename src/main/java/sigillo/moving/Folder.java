package sigillo.moving;

import java.util.Optional;
import java.util.Set;
import sigillo.account.Role;
import sigillo.base.Bytes;

/**
 * A mailbox at the source. {@code name}: as it is called there; {@code path}: as we call it, with {@code /} between levels.
 * {@code attributes}: of LIST, in lower case.
 */
record Folder(Bytes name, String path, Set<String> attributes, Optional<Role> role) {

    /** RFC 9051 section 7.3.1: others are only there to have levels below them. */
    boolean isSelectable() { return !attributes.contains("\\noselect") && !attributes.contains("\\nonexistent"); }

    boolean is(String attribute) { return attributes.contains(attribute); }

    boolean is(Role wanted) { return role.equals(Optional.of(wanted)); }

    Folder in(Optional<Role> other) { return new Folder(name, path, attributes, other); }
}
