package sigillo.imapd;

import java.io.IOException;

/** Whether a message is found. The cost says what must be read to know. */
record Criterion(Cost cost, Check check) {
    enum Cost { NUMBER, ENTRY, META, HEADER, TEXT }

    interface Check {
        boolean holds(Candidate candidate) throws IOException;
    }

    /** {@code message} is null while nothing but the number and the UID is to be known. */
    record Candidate(int number, long uid, Loaded message) {}

    boolean holds(Candidate candidate) throws IOException { return check.holds(candidate); }
}
