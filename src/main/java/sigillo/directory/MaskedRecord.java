package sigillo.directory;

import java.time.Instant;
import sigillo.account.AccountId;
import sigillo.base.Address;

/**
 * An address that an account has made for somebody, which says nothing of whose it is. While it is {@code paused} its mail
 * is refused. One that is deleted is never given out again.
 */
public record MaskedRecord(Address address, AccountId account, boolean paused, Instant createdAt) {
    MaskedRecord paused(boolean now) { return new MaskedRecord(address, account, now, createdAt); }
}
