package sigillo.imapd;

import java.io.IOException;
import sigillo.account.TextScan;

/** Whether a message is found. The cost says what must be read to know. Any thread, while the session waits. */
record Criterion(Cost cost, Check check) {
    enum Cost { NUMBER, ENTRY, META, HEADER, TEXT }

    interface Check {
        boolean holds(Candidate candidate) throws IOException;
    }

    /** {@code message} is null while nothing but the number and the UID is to be known. {@code texts}: of the thread that asks. */
    record Candidate(int number, long uid, Loaded message, TextScan texts) {}

    boolean holds(Candidate candidate) throws IOException { return check.holds(candidate); }
}
