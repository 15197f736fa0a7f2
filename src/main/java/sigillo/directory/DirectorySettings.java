package sigillo.directory;

import java.util.Optional;
import sigillo.base.Address;
import sigillo.base.Domain;

/**
 * How addresses are read. {@code hostname}: the server's own name, whose postmaster we are too. {@code separator}: what
 * divides a local part from its detail ({@code anna+shop@}), one character, or empty for no details.
 * {@code postmaster}: who gets what is for postmaster@ and abuse@ of any domain; empty for its first account.
 */
public record DirectorySettings(Domain hostname, String separator, Optional<Address> postmaster) {
    public DirectorySettings {
        if (separator.length() > 1) throw new IllegalArgumentException("a separator is one character: " + separator);
    }
}
