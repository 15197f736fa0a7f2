package sigillo.directory;

import java.time.Instant;
import java.util.Optional;
import sigillo.account.AccountId;

/**
 * A name that was somebody's: no catch-all has its mail, or who has that would read what is meant for another. {@code
 * maskedOf}: it was a masked address of that account, and is never given out again; else whoever runs the server may give
 * it to somebody new.
 */
record GoneName(Optional<AccountId> maskedOf, Instant at) {}
