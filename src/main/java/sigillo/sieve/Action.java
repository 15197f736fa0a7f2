package sigillo.sieve;

import java.util.List;
import java.util.Optional;

/**
 * What a script wants done with its message, when it has come to its end. {@code edited}: with which header (RFC
 * 5293); the
 * message's own where it is empty.
 */
public sealed interface Action {

    /** Where a copy of what is sent is kept; RFC 8580. */
    record FileCopy(Target target, List<String> flags) {
        public FileCopy { flags = List.copyOf(flags); }
    }

    /**
     * A mailbox: the one of that id if there is such a one (RFC 9042), else of that use if there is such a
     * one
     * (RFC 8579 section 4), else of that name; {@code create}: RFC 5490 section 3.2.
     *
     * @param name as people write it; levels are divided by {@code /}
     */
    record Target(String name, boolean create, Optional<String> id, Optional<String> use) {}

    /** Into the inbox. {@code isImplicit}: since nothing else became of it. RFC 5228 section 4.3. */
    record Keep(List<String> flags, boolean isImplicit, Optional<EditedHeader> edited) implements Action {
        public Keep { flags = List.copyOf(flags); }
    }

    /** RFC 5228 section 4.1. Flags are IMAP's, with the backslash of those that have one. */
    record FileInto(Target target, List<String> flags, Optional<EditedHeader> edited) implements Action {
        public FileInto { flags = List.copyOf(flags); }
    }

    /** RFC 5228 section 4.2; {@code address} is one. Or, RFC 6134 section 2.5, to those of a list. */
    record Redirect(String address, boolean isList, Optional<EditedHeader> edited) implements Action {}

    /** RFC 5429: the sender is told {@code reason}; {@code inSession}: by a refusal if that can be (ereject). */
    record Reject(String reason, boolean inSession) implements Action {}

    /**
     * RFC 5230; whether there is an answer at all: {@link VacationAnswer}.
     *
     * @param handle answers of one handle are the same answer
     * @param reason text, or a MIME entity when {@code isMime}
     */
    record Vacation(Optional<String> subject, Optional<String> from, List<String> addresses, boolean isMime,
        String reason,
                    String handle, long seconds, Optional<FileCopy> copy) implements Action {
        public Vacation { addresses = List.copyOf(addresses); }
    }

    /** RFC 5435 by mail, RFC 5436. {@code importance}: 1 to 3, one is the most. */
    record Notice(Mailto to, Optional<String> from, int importance, List<String> options, Optional<String> message,
                  Optional<FileCopy> copy) implements Action {
        public Notice { options = List.copyOf(options); }
    }

    /** RFC 7352 section 3: from now on, for so many seconds, this key was seen. */
    record Remember(String key, long seconds) implements Action {}
}
