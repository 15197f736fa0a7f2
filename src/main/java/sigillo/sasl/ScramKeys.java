package sigillo.sasl;

import java.util.List;
import sigillo.base.Bytes;

/**
 * What is kept for SCRAM of a user: RFC 5802 section 3. All his passwords share the salt and the count of iterations, so
 * that the server need not know beforehand with which of them he comes. For a user that there is not, a salt all the same.
 */
public record ScramKeys(Bytes salt, int iterations, List<Candidate> candidates) {
    /** RFC 7677 section 4: the least. What they stretch here is random already. */
    public static final int ITERATIONS = 4_096;


    /** One of his passwords. {@code number}: names it to who gave it. Neither key lets in who has it. */
    public record Candidate(long number, Bytes storedKey, Bytes serverKey) {
        @Override public String toString() { return "Candidate[" + number + "]"; }
    }

    public ScramKeys { candidates = List.copyOf(candidates); }
}
