package sigillo.account;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a message says of its thread. Ids are without angle brackets, whole; {@code references} the nearest first.
 * {@code subject} is the base subject and addresses are whole, both in lower case; {@code people} has the author too.
 */
record Clues(Optional<String> messageId, List<String> references, String subject, Optional<String> author,
             Set<String> people) {
    /** These find a thread well enough, though RFC 5322 section 3.6.4 lets References grow with it. */
    static final int LAST_REFERENCES = 50;
    /** Of an In-Reply-To; more than one is rare. */
    static final int PARENTS_MAX = 5;
    /** Of a message to more people, these tell enough. */
    static final int PEOPLE_MAX = 24;
}
