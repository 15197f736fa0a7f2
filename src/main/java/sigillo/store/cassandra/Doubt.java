package sigillo.store.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import java.util.List;

/** What an exception says of a conditional write: that it was not begun, or nothing for certain. */
final class Doubt {
    private Doubt() {}

    /**
     * True when no node has begun it: none could be asked, or it was not well-formed. A time-out, a lost connection and an
     * error in the middle leave it open: it may have been decided, or may yet be. So do too few copies and too much work,
     * which a node may say as well when a proposal was accepted and is to be written.
     */
    static boolean wasNotBegun(Throwable e) {
        return switch (e) {
            case NoNodeAvailableException _, QueryValidationException _ -> true;
            case AllNodesFailedException all ->
                all.getAllErrors().values().stream().flatMap(List::stream).allMatch(Doubt::wasNotBegun);
            default -> false;
        };
    }
}
