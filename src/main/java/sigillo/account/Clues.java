package sigillo.account;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a message says of its thread. Ids are without angle brackets, whole; {@code references} the nearest first.
 * Addresses are in lower case; {@code people} has the author too.
 */
record Clues(Optional<String> messageId, List<String> references, String subject, Optional<String> author, Set<String> people) {
    /** Identifies a thread well enough: RFC 5322 section 3.6.4 lets References grow for ever. */
    static final int LAST_REFERENCES = 50;
    /** Of a message to more people, these tell enough. */
    static final int PEOPLE_MAX = 24;
}
